"""Which pages does a link lead to: choosing how to sign in, accepting a form, a new password?

Opening a link uses nothing up: programs that look through mail open links too. The address with the secret in it is
left at once, for one without.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haversack.accounts.actions import PasswordTooWeak
from haversack.accounts.limits import TooMany
from haversack.accounts.models import User
from haversack.accounts.signing_in import note_new_password, sign_in

from ..actions.asking import count
from ..actions.enrolling import NotOnline, UserIdTaken, accept_proxy, choose_password, enrol
from ..actions.links import LinkOver, typed_code
from ..forms.enrolment import ChooseForm, LetterForm, PasswordForm
from ..presenters.enrolment import steps_to_enrol
from ..queries.links import working_link
from ..rules.enrolment import TYPE_A_LETTER, By, Unfit
from .asking import asker_of, too_many

HELD = "link"  # in the session: the link in the hand of whoever opened it


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    return _open(request, token)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """Type the code of a letter that was given by hand."""
    form = LetterForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            count("letter", TYPE_A_LETTER, {By.NETWORK: asker_of(request).network}, timezone.now())
        except TooMany as refused:
            form.add_error(None, too_many(refused.again_at))
            status = 429
        else:
            code = typed_code(form.cleaned_data["code"])
            if working_link(code, timezone.now()):
                return _open(request, code)
            form.add_error(
                "code", _("This code does not work. It works once, for a week. Medical Records gives you another.")
            )
    return render(
        request, "portal/door/letter.html", {"form": form}, status=400 if form.errors and status == 200 else status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a user id and a password, and be signed in; or stand in for somebody with the account one has."""
    token = request.session.get(HELD, "")
    link = working_link(token, timezone.now())
    if link is None or link.purpose == "password":
        return _over(request)
    if link.proxy and request.user.is_authenticated:
        return _accept(request, token)
    form = ChooseForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            user = enrol(token=token, login_id=given["login_id"], password=given["password1"], now=timezone.now())
        except Unfit as unfit:
            form.add_error("login_id", _(str(unfit)))
        except UserIdTaken:
            form.add_error("login_id", _("Somebody has this user id. Choose another."))
        except PasswordTooWeak as weak:
            form.add_error("password1", str(weak))
        except TooMany as refused:
            form.add_error(None, too_many(refused.again_at))
            status = 429
        except NotOnline as refused:
            return render(request, "portal/door/not_online.html", {"reason": _(str(refused))}, status=403)
        except LinkOver:
            return _over(request)
        else:
            del request.session[HELD]
            return sign_in(request, user)
    context = {"form": form, "steps": steps_to_enrol("choose"), "stands_in": link.proxy is not None}
    return render(request, "portal/door/choose.html", context, status=400 if form.errors and status == 200 else status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password. Nobody is signed in by it: whoever holds the link may not know the user id."""
    token = request.session.get(HELD, "")
    link = working_link(token, timezone.now())
    if link is None or link.purpose != "password":
        return _over(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        language = translation.get_language() or "en"
        try:
            user = choose_password(
                token=token, password=form.cleaned_data["password1"], language=language, now=timezone.now()
            )
        except PasswordTooWeak as weak:
            form.add_error("password1", str(weak))
        except LinkOver:
            return _over(request)
        else:
            del request.session[HELD]
            note_new_password(request, user)
            messages.success(request, _("Your new password is set. Sign in with your user id."))
            return redirect("account_login")
    return render(request, "portal/door/new_password.html", {"form": form}, status=400 if form.errors else 200)


def _open(request: HttpRequest, token: str) -> HttpResponse:
    link = working_link(token, timezone.now())
    if link is None:
        return _over(request)
    request.session[HELD] = token
    return redirect("portal:new_password" if link.purpose == "password" else "portal:choose")


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.method == "POST":
        try:
            accept_proxy(token=token, user=request.user, now=timezone.now())
        except NotOnline as refused:
            return render(request, "portal/door/not_online.html", {"reason": _(str(refused))}, status=403)
        except LinkOver:
            return _over(request)
        del request.session[HELD]
        messages.success(request, _("You can open this record from now on."))
        return redirect("portal:start")
    return render(request, "portal/door/accept.html")


def _over(request: HttpRequest) -> HttpResponse:
    """The same for a link that was used, is too old, or never was."""
    return render(request, "portal/door/link_over.html", status=410)
