"""Does a browser on this very machine ask? The demo's doors open to nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port

from haversack.config.environment import LOOPBACK

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
