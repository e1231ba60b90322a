"""How does one click sign a visitor in, and why can nobody else use that door?

The address exists only in the demo's settings, which are used only when the site listens on this machine's own
address. It still answers nobody but a browser on this machine that asks for this machine by its own name: a page from
elsewhere that had its name point here, or a proxy that passes strangers on, finds nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from haversack.backpack.queries.persons import persons_of
from haversack.config.environment import LOOPBACK

from .users import guest_user, viewer_of

View = Callable[[HttpRequest], HttpResponse]
PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_from_here(request: HttpRequest) -> bool:
    """Whether a browser on this very machine asks, for this machine, with nothing between them."""
    try:
        peer = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    asked_for, _ = split_domain_port(request.META.get("HTTP_HOST", "").lower())
    return peer.is_loopback and asked_for in LOOPBACK and not any(request.META.get(name) for name in PASSED_ON)


def only_from_here(view: View) -> View:
    """For everybody else there is no such page."""

    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        if not is_from_here(request):
            raise Http404
        return view(request)

    return page


@only_from_here
@require_POST
def open_demo(request: HttpRequest) -> HttpResponse:
    """Sign the visitor in as one of the demo's guests, and open the first backpack that guest may see."""
    user = guest_user(request.POST.get("who", "ines"))
    if user is None:
        raise Http404
    seen = persons_of(viewer_of(user))
    first = reverse("backpack:home", args=[seen[0].uuid]) if seen else reverse("backpack:people")
    return perform_login(request, user, email_verification="none", redirect_url=first) or redirect(first)
