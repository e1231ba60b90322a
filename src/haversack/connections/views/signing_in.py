"""How does a person go to a portal to sign in, and what do they find when they come back?"""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_safe

from haversack.backpack.queries.opened import NotAllowed, Opened
from haversack.backpack.rules.roles import Act
from haversack.backpack.views.frame import viewer_of

from ..actions.clients import public_keys
from ..actions.signing_in import NotRegisteredYet, UnknownSignIn, arrive, depart
from ..actions.sockets import web_for_page
from ..forms.connecting import SignInForm
from ..presenters.signing_in import came_back, leaving_context, offered, sign_in_context
from ..queries.connections import Seen
from ..rules.returning import PATH
from ..rules.states import Reason
from .frame import connection_page, show, way_back

_SECRET = "connecting"  # noqa: S105 - where in the session the secret is kept by which the portal's answer is known


@connection_page(Act.CONNECT)
def sign_in(request: HttpRequest, opened: Opened, seen: Seen) -> HttpResponse:
    asks = seen.reason is Reason.ANOTHER_PERSON
    choices = offered(seen.facts)
    if request.method != "POST":
        form = SignInForm(offered=choices, chosen=seen.facts.chosen, asks_whether_same=asks)
        return show(request, opened, "sign_in", sign_in_context(opened, seen, form))
    form = SignInForm(request.POST, offered=choices, chosen=(), asks_whether_same=asks)
    if not form.is_valid():
        return show(request, opened, "sign_in", sign_in_context(opened, seen, form), status=400)
    try:
        gone = depart(
            opened=opened,
            number=seen.number,
            session=request.session.setdefault(_SECRET, secrets.token_urlsafe(32)),
            back=way_back(request),
            now=timezone.now(),
            chosen=form.chosen,
            same_person=form.cleaned_data.get("same_person", False),
            web=web_for_page,
        )
    except NotRegisteredYet:
        return redirect("connections:connection", opened.uuid, seen.number)
    answer = show(request, opened, "leaving", leaving_context(seen, gone.address))
    # A redirect of a form that leaves the site is stopped by the browser (form-action 'self'); a new page is not.
    answer.headers["Refresh"] = f"0; url={gone.address}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """Where portals send people back to. The address holds a code, so whatever happens, another page follows."""
    if not request.user.is_authenticated:
        return redirect_to_login(PATH)  # without the code: it would be kept in addresses, and is of no use any more
    told, session = request.GET.dict(), request.session.get(_SECRET, "")
    try:
        viewer = viewer_of(request)
        came = arrive(viewer=viewer, session=session, told=told, now=timezone.now(), web=web_for_page)
    except (UnknownSignIn, NotAllowed):
        return render(request, "connections/unknown_sign_in.html", status=400)
    if came.reason is Reason.NONE:
        messages.success(request, came_back(came.opened, came.number))
    elif came.reason is not Reason.ANOTHER_PERSON:  # its page asks what to do
        messages.warning(request, came_back(came.opened, came.number, came.reason))
    return redirect("connections:connection", came.opened.uuid, came.number)


@require_safe
@cache_control(public=True, max_age=3600)
def keys(request: HttpRequest) -> HttpResponse:
    """The public halves of this site's keys, for portals that know it by one (RFC 7517)."""
    return JsonResponse(public_keys(timezone.now()))
