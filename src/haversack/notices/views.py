"""Where does a user choose what reaches them, see what did, and follow it to its page?"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haversack.accounts.models import User

from .actions.by_mail import address_of as mail_address
from .actions.choosing import TooManyBrowsers, add_browser, choices_of, choose, remove_browser
from .actions.gathering import send_test
from .actions.keys import public_text
from .forms import BrowserForm, ChoicesForm
from .presenters import browser_lines, browser_name, told
from .queries import address_of, browsers_of, lately, tested_lately

_WORKER = Path(__file__).parent / "static" / "notices" / "worker.js"
_BETWEEN_TESTS = timedelta(seconds=30)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What is chosen, the browsers, and what was told lately."""
    user = cast(User, request.user)
    choices = choices_of(user)
    known = {
        "by_mail": choices.by_mail and settings.SENDS_MAIL,
        "quiet_from": choices.quiet_from,
        "quiet_until": choices.quiet_until,
        "zone": choices.zone,
    }
    given = request.POST if request.method == "POST" else None
    form = ChoicesForm(given, initial=known, sends_mail=settings.SENDS_MAIL, address=mail_address(user))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if not settings.SENDS_MAIL:  # not asked, so what was chosen before stays
            chosen = chosen | {"by_mail": choices.by_mail}
        choose(user=user, now=timezone.now(), **chosen)
        messages.success(request, _("Saved."))
        return redirect("notices:notices")
    context = {
        "form": form,
        "browsers": browser_lines(browsers_of(user)),
        "key": public_text(),
        "told": told(lately(user)),
    }
    return render(request, "notices/notices.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def test(request: HttpRequest) -> HttpResponse:
    """Send a test on every way the user chose."""
    user, now = cast(User, request.user), timezone.now()
    if tested_lately(user, now - _BETWEEN_TESTS):
        messages.warning(request, _("A test went out just now. Wait half a minute before the next."))
    else:
        send_test(user=user, now=now)
        messages.success(request, _("A test is on its way. The list below says how it went."))
    return redirect("notices:notices")


@require_POST
@login_required
def browser_add(request: HttpRequest) -> HttpResponse:
    """Tell the user in the browser that sends this."""
    form = BrowserForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This browser did not say where notices for it go. Try once more."))
        return redirect("notices:notices")
    name = browser_name(request.headers.get("User-Agent", ""))
    try:
        add_browser(user=cast(User, request.user), facts=form.cleaned_data["facts"], name=name, now=timezone.now())
    except TooManyBrowsers:
        messages.error(request, _("You are told in twenty browsers already. Remove one first."))
    else:
        messages.success(request, _("Notices are on in this browser."))
    return redirect("notices:notices")


@require_POST
@login_required
def browser_remove(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("browser", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    if is_number and remove_browser(user=cast(User, request.user), number=int(number)):
        messages.success(request, _("Notices are off in that browser."))
    return redirect("notices:notices")


@require_safe
@login_required
def open_message(request: HttpRequest, message: int) -> HttpResponse:
    """Where a message leads: to the page it is about, where it is about one that this user may see."""
    return redirect(address_of(cast(User, request.user), message) or "notices:notices")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows notices while no page is open. Its address says which pages it is for (its scope), so it is
    not among the files with hashed names. It holds nothing of anybody."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> bytes:
    return _WORKER.read_bytes()
