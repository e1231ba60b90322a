"""Which pages are there for somebody who is not signed in and wants to be: enrolling, a lost password, a lost user id?

The answers of the first two are the same for everybody (actions/asking.py).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haversack.accounts.limits import TooMany, network_of
from haversack.web.forms import Form

from ..actions.asking import Asker, ask_for_password, ask_to_enrol
from ..forms.enrolment import EnrolForm, LostPasswordForm
from ..presenters.enrolment import steps_to_enrol
from ..queries.standing import minors_may_enrol


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Ask for a link to enrol with."""
    form = EnrolForm(request.POST if request.method == "POST" and settings.SENDS_MAIL else None)
    if form.is_bound and form.is_valid():
        try:
            ask_to_enrol(**form.cleaned_data, asker=asker_of(request), now=timezone.now())
        except TooMany as refused:
            return _show(request, "enrol.html", form, refused)
        return redirect("portal:enrol_sent")
    return _show(request, "enrol.html", form)


@require_safe
def enrol_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/door/enrol_sent.html", {"steps": steps_to_enrol("mail")})


@require_http_methods(["GET", "HEAD", "POST"])
def password_lost(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password."""
    form = LostPasswordForm(request.POST if request.method == "POST" and settings.SENDS_MAIL else None)
    if form.is_bound and form.is_valid():
        try:
            ask_for_password(**form.cleaned_data, asker=asker_of(request), now=timezone.now())
        except TooMany as refused:
            return _show(request, "password_lost.html", form, refused)
        return redirect("portal:password_sent")
    return _show(request, "password_lost.html", form)


@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/door/password_sent.html")


@require_safe
def user_id_lost(request: HttpRequest) -> HttpResponse:
    """The help line's number, and nothing else: no page, mail or answer tells a user id (P8)."""
    return render(request, "portal/door/user_id_lost.html")


def asker_of(request: HttpRequest) -> Asker:
    return Asker(network_of(request), translation.get_language() or "en", request.build_absolute_uri("/").rstrip("/"))


def too_many(again_at: datetime) -> str:
    """What is said to whoever tried too often, the same whatever it was aimed at."""
    wait = timeuntil(again_at, timezone.now(), depth=1)
    return _("That was tried too often. Try again in %(wait)s, or call Medical Records.") % {"wait": wait}


def _show(request: HttpRequest, template: str, form: Form, refused: TooMany | None = None) -> HttpResponse:
    if refused:
        form.add_error(None, too_many(refused.again_at))
    context = {"form": form, "steps": steps_to_enrol("ask"), "minors_may": minors_may_enrol()}
    status = 429 if refused else 400 if form.errors else 200
    return render(request, f"portal/door/{template}", context, status=status)
