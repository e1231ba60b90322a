"""What does a page say when something went wrong? What happened, what to do, another way, the emergency line, a code."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

# status: (heading, what it means for the reader)
WORDS = {
    400: (
        _("This page could not read what was sent"),
        _("Nothing was changed. Go back, and send it again."),
    ),
    403: (
        _("This page is not open to you"),
        _("Nothing was changed. You may have been signed out, or the page may be too old. Go back, reload, try again."),
    ),
    404: (
        _("There is no such page"),
        _("It may have been removed, or you may not have access to it. If you typed the address, check it."),
    ),
    500: (
        _("There is a problem showing this page"),
        _("Nothing is lost. What you keep here is on this machine, but it could not be shown just now."),
    ),
}
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for something else on the telephone


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The error page; its code is in the log beside the status, and neither says whose page it was."""
    code = "HV-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
    log.log(logging.ERROR if status >= 500 else logging.INFO, "error page shown", extra={"status": status, "code": code})
    heading, meaning = WORDS[status]
    values = {"status": status, "code": code, "heading": heading, "meaning": meaning, "again": status in (403, 500)}
    try:
        return render(request, "web/error.html", values, status=status)
    except Exception:  # the frame itself is what broke: say the same without it
        log.exception("the error page could not be framed", extra={"code": code})
        return HttpResponse(render_to_string("web/error_bare.html", values), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "", **more: Any) -> HttpResponse:
    """For CSRF_FAILURE_VIEW: most often a page that stood open while its reader signed out."""
    return answer(request, 403)
