"""May this app in? The authorisation endpoint: an app asks, a person decides, the app gets a code or a refusal.

Whoever the app is and where it may be sent back to is settled first. Until then a fault is shown here, on our own page:
this endpoint never sends anybody to an address that was not registered.
"""

import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from oauthlib.common import add_params_to_uri

from haversack.smart import launch, scopes

from ..actions import permitting
from ..oauth.asking import Asked, SaidHere, SaidThere, host_of, read
from ..presenters import consent
from ..store import Patient, Support, people, record_store
from .here import base

_LONGEST, _MOST_WAITING = 2000, 3
_WAITING, _RESUME = "authorize.waiting", "resume"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """An app sends somebody here, by GET or by POST; after a POST from another site the browser asks again by GET."""
    said = request.POST if request.method == "POST" else _resumed(request)
    try:
        asked = _read(request, said)
    except SaidHere as fault:
        return _fault(request, str(fault))
    except SaidThere as refused:
        return _refused(request, refused)
    if request.method == "POST":
        return _see_other(f"{request.path}?{urlencode(asked.parameters)}")
    if not request.user.is_authenticated:
        return redirect_to_login(_way_back(request, asked))
    return _page(request, asked)


def _way_back(request: HttpRequest, asked: Asked) -> str:
    """Where signing in leads to. Nobody is led to a long address after that (Django, 2,048 characters), and the scopes
    alone may be longer: what a long one asked for waits in the session."""
    whole = f"{request.path}?{urlencode(asked.parameters)}"
    if len(whole) <= _LONGEST:
        return whole
    name = secrets.token_urlsafe(16)
    waiting = request.session.get(_WAITING, {})
    request.session[_WAITING] = {**dict(list(waiting.items())[1 - _MOST_WAITING :]), name: urlencode(asked.parameters)}
    return f"{request.path}?{urlencode({_RESUME: name})}"


def _resumed(request: HttpRequest) -> QueryDict:
    """What the app asked for: in the address, or in the session of whoever just signed in."""
    name = request.GET.get(_RESUME, "")
    return QueryDict(request.session.get(_WAITING, {}).get(name, "")) if name else request.GET


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """The answer from the page of consent. What the app asked for comes along and is checked as if it were new."""
    if not request.user.is_authenticated:
        return _fault(request, _("You were signed out. Go back to the app and begin again."))
    try:
        asked = _read(request, request.POST)
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
    given = asked.given(request.POST.getlist("give"))
    if not given:
        return _page(request, asked, problem=_("Tick at least one thing that the app may see, or do not allow it."))
    stays = asked.stays(request.POST.get("stay") == "yes")
    code = permitting.allow(
        user=request.user,
        app=asked.app,
        patient=patient,
        scope=asked.scope(given, stays),
        audience=base(request),
        stays=stays,
        session=request.session.session_key or "",
        proof=asked.proof,
        now=now,
    )
    return _back(request, asked.redirect_uri, state, {"code": code})


def _read(request: HttpRequest, said: QueryDict) -> Asked:
    return read(dict(said.lists()), here=request.build_absolute_uri(request.path), base=base(request))


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
        "host": asked.host,
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
    words = _("The app asks for something that cannot be done.")
    return _fault(request, words, back=back["Location"], host=host_of(refused.redirect_uri))


def _fault(request: HttpRequest, words: str, **where: str) -> HttpResponse:
    response = render(request, "fhirserver/fault.html", {"words": words, **where}, status=400)
    response["Cache-Control"] = "no-store"
    return response


def _error(refusal: launch.Refusal) -> dict[str, str]:
    return {"error": refusal.error, "error_description": refusal.reason}


def _back(request: HttpRequest, redirect_uri: str, state: str, answer: dict[str, str]) -> HttpResponse:
    """`iss` says who answers, so that an app of many providers cannot be led to show the code to another (RFC 9207)."""
    pairs = [*answer.items(), *([("state", state)] if state else []), ("iss", base(request))]
    return _see_other(add_params_to_uri(redirect_uri, pairs))


def _see_other(address: str) -> HttpResponse:
    """The browser goes on by GET, and takes nothing of the form along. The address may be an app's own scheme."""
    return HttpResponse(status=303, headers={"Location": address, "Cache-Control": "no-store"})
