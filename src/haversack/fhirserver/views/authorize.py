"""May this app in? The authorisation endpoint: an app asks, a person decides, the app gets a code or a refusal.

Whoever the app is and where it may be sent back to is settled first. Until then a fault is shown here, on our own page:
this endpoint never sends anybody to an address that was not registered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.common import add_params_to_uri
from oauthlib.oauth2.rfc6749 import errors

from haversack.smart import launch, scopes

from ..actions import permitting
from ..models import App, Permission
from ..presenters import consent
from ..queries.permissions import app_of
from ..rules.offering import granted
from ..store import Patient, Support, people, record_store
from .here import base

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to be let in, in which nothing is wrong."""

    app: App
    parameters: dict[str, str]
    scopes: scopes.Scopes

    @property
    def redirect_uri(self) -> str:
        return self.parameters["redirect_uri"]

    @property
    def proof(self) -> permitting.Proof:
        return permitting.Proof(self.redirect_uri, self.parameters["code_challenge"], self.parameters.get("nonce", ""))


class SaidHere(Exception):
    """Something is wrong that the app cannot be told, because it is not known where the app is."""


class SaidThere(Exception):
    """Something is wrong that the app is told at its own address."""

    def __init__(self, app: App, redirect_uri: str, state: str, refusal: launch.Refusal) -> None:
        super().__init__(refusal.error)
        self.app, self.redirect_uri, self.state, self.refusal = app, redirect_uri, state, refusal


@csrf_exempt
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """An app sends somebody here, by GET or by POST; after a POST from another site the browser asks again by GET."""
    said = request.POST if request.method == "POST" else request.GET
    try:
        asked = _checked(request, said)
    except SaidHere as fault:
        return _fault(request, str(fault))
    except SaidThere as refused:
        return _refused(request, refused)
    if request.method == "POST":
        return _see_other(f"{request.path}?{urlencode(asked.parameters)}")
    if not request.user.is_authenticated:
        return redirect_to_login(f"{request.path}?{urlencode(asked.parameters)}")
    return _page(request, asked)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """The answer from the page of consent. What the app asked for comes along and is checked as if it were new."""
    if not request.user.is_authenticated:
        return _fault(request, _("You were signed out. Go back to the app and begin again."))
    try:
        asked = _checked(request, request.POST)
    except SaidHere as fault:
        return _fault(request, str(fault))
    except SaidThere as refused:
        return _refused(request, refused)
    state = asked.parameters["state"]
    if request.POST.get("act") != "allow":
        permitting.refuse(user=request.user, app=asked.app)
        return _back(
            request, asked.redirect_uri, state, {"error": "access_denied", "error_description": "The person said no."}
        )
    now = timezone.now()
    patient = request.POST.get("patient", "")
    if not _ID.fullmatch(patient) or people().standing(request.user, patient, now) is None:
        return _page(request, asked, problem=_("Choose whose record the app may see."))
    given = _given(asked, request.POST.getlist("give"))
    if not given:
        return _page(request, asked, problem=_("Tick at least one thing that the app may see, or do not allow it."))
    stays = _stays(asked, request.POST.get("stay") == "yes")
    plain = [word for word in asked.scopes.plain if word not in (scopes.OFFLINE, scopes.ONLINE)]
    words = {Permission.OFFLINE: [scopes.OFFLINE], Permission.ONLINE: [scopes.ONLINE]}.get(stays, [])
    code = permitting.allow(
        user=request.user,
        app=asked.app,
        patient=patient,
        scope=" ".join([*plain, *words, *map(str, given)]),
        audience=base(request),
        stays=stays,
        session=request.session.session_key or "",
        proof=asked.proof,
        now=now,
    )
    return _back(request, asked.redirect_uri, state, {"code": code})


def _checked(request: HttpRequest, said: QueryDict) -> Asked:
    kept = [(name, value) for name in launch.PARAMETERS for value in said.getlist(name)]
    uri = f"{request.build_absolute_uri(request.path)}?{urlencode(kept)}"
    state, there = str(said.get("state", "")), str(said.get("redirect_uri", ""))
    app = app_of(str(said.get("client_id", "")))
    try:
        get_oauthlib_core().server.validate_authorization_request(uri, http_method="GET")
    except errors.FatalClientError as fatal:
        raise SaidHere(_fatal_words(fatal)) from None
    except errors.OAuth2Error as problem:
        refusal = launch.refusal(dict(said.lists()), base(request))
        said_by_library = launch.Refusal(problem.error, problem.description or "The request cannot be answered.")
        assert app is not None  # the library has found it
        raise SaidThere(app, there, state, refusal or said_by_library) from None
    assert app is not None
    if refusal := launch.refusal(dict(said.lists()), base(request)):
        raise SaidThere(app, there, state, refusal)
    wanted = _wanted(app, str(said.get("scope", "")))
    if not wanted.records:
        reason = "None of the scopes is one that this server grants to apps: ask for patient/… scopes."
        raise SaidThere(app, there, state, launch.Refusal("invalid_scope", reason))
    return Asked(app, dict(kept), wanted)


def _wanted(app: App, text: str) -> scopes.Scopes:
    """What can be granted of what was asked for: reading, of the types that there are, within the app's own entry."""
    asked = scopes.parse(text)
    reading = [kept for each in asked.at("patient") if (kept := each.only_reading())]
    entry = scopes.parse(app.scope)
    if entry.records:
        reading = list(scopes.narrow(reading, entry.at("patient")))
    there = {each.type for each in record_store().support()}
    known = tuple(each for each in reading if each.type in there or each.type == scopes.EVERY_TYPE)
    return scopes.Scopes(asked.plain, known)


def _given(asked: Asked, ticked: Sequence[str]) -> tuple[scopes.RecordScope, ...]:
    categories = {each.type: [category for category, _name in each.categories] for each in record_store().support()}
    return granted(asked.scopes.at("patient"), ticked, categories)


def _stays(asked: Asked, ticked: bool) -> str:
    if scopes.OFFLINE in asked.scopes:
        return Permission.OFFLINE if ticked else Permission.ONCE
    return Permission.ONLINE if scopes.ONLINE in asked.scopes else Permission.ONCE


def _page(request: HttpRequest, asked: Asked, problem: str = "") -> HttpResponse:
    assert request.user.is_authenticated
    supports: Sequence[Support] = record_store().support()
    patients: Sequence[Patient] = people().patients_of(request.user, timezone.now())
    answered = request.method == "POST"
    ticked = set(request.POST.getlist("give")) if answered else None
    context = {
        "app": asked.app,
        "parameters": asked.parameters,
        "groups": consent.groups(asked.scopes, supports, ticked),
        "patients": patients,
        "chosen": request.POST.get("patient") if answered else (patients[0].id if len(patients) == 1 else ""),
        "stays": scopes.OFFLINE in asked.scopes,
        "stay_ticked": request.POST.get("stay") == "yes" if answered else True,
        "how_long": consent.how_long(asked.app),
        "says": consent.what_it_says(asked.app),
        "links": consent.links(asked.app),
        "host": urlsplit(asked.redirect_uri).netloc or urlsplit(asked.redirect_uri).scheme,
        "knows_who": scopes.OPENID in asked.scopes,
        "problem": problem,
    }
    response = render(request, "fhirserver/consent.html", context, status=400 if problem else 200)
    # A browser holds the whole way of a form to this rule, the redirect at its end included.
    there = urlsplit(asked.redirect_uri)
    origin = f"{there.scheme}://{there.netloc}" if there.netloc else f"{there.scheme}:"
    response._csp_update = {"form-action": [origin]}  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, refused: SaidThere) -> HttpResponse:
    """Tell the app. One that nobody here has checked gets nobody by itself: a link to us that leads to whoever made the
    link would be as good as one that we had written (RFC 9700, 4.11.2). There the person decides whether to go.
    """
    back = _back(request, refused.redirect_uri, refused.state, _error(refused.refusal))
    if not refused.app.registered_itself:
        return back
    there = urlsplit(refused.redirect_uri)
    words = _("The app asks for something that cannot be done.")
    return _fault(request, words, back=back["Location"], host=there.netloc or there.scheme)


def _fault(request: HttpRequest, words: str, **where: str) -> HttpResponse:
    response = render(request, "fhirserver/fault.html", {"words": words, **where}, status=400)
    response["Cache-Control"] = "no-store"
    return response


def _fatal_words(fatal: errors.FatalClientError) -> str:
    if isinstance(fatal, errors.InvalidClientIdError | errors.MissingClientIdError):
        return _("The app that sent you here is not registered with this provider.")
    if isinstance(fatal, errors.MismatchingRedirectURIError | errors.InvalidRedirectURIError):
        return _("The app asked to be sent back to an address that it has not registered.")
    if isinstance(fatal, errors.MissingRedirectURIError):
        return _("The app did not say where to go back to.")
    return _("The app's request cannot be read.")


def _error(refusal: launch.Refusal) -> dict[str, str]:
    return {"error": refusal.error, "error_description": refusal.reason}


def _back(request: HttpRequest, redirect_uri: str, state: str, answer: dict[str, str]) -> HttpResponse:
    """`iss` says who answers, so that an app of many providers cannot be led to show the code to another (RFC 9207)."""
    pairs = [*answer.items(), *([("state", state)] if state else []), ("iss", base(request))]
    return _see_other(add_params_to_uri(redirect_uri, pairs))


def _see_other(address: str) -> HttpResponse:
    """The browser goes on by GET, and takes nothing of the form along. The address may be an app's own scheme."""
    return HttpResponse(status=303, headers={"Location": address, "Cache-Control": "no-store"})
