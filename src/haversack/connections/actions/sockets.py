"""Which machines may be asked for a connection: the public ones, the operator's, and one named with the command?"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from ..http import Web
from ..rules.reaching import Allowed

# How an action comes by its connections: given the machine of the home network that this one may ask, "" for none.
Webs = Callable[[str], Web]


# Seconds in all: a page that waits keeps one of few threads; a job has to be over before its lease is.
_PAGE, _JOB = 30.0, 540.0


def web_for(local: str = "", *, seconds: float | None = _JOB) -> Web:
    """local: "host:port" inside the home network, which the operator named for this connection; seconds: for all that
    is asked together, None without an end. Use as a context."""
    return Web(Allowed.read([*settings.ALLOWED_PORTALS, *([local] if local else [])]), seconds=seconds)


def web_for_page(local: str = "") -> Web:
    """For what somebody waits for in a browser."""
    return web_for(local, seconds=_PAGE)


def web_for_long(local: str = "") -> Web:
    """For work that renews its lease as it goes, or has none."""
    return web_for(local, seconds=None)
