"""Which machines may be asked for a connection: the public ones, the operator's, and one named with the command?"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from ..http import Web
from ..rules.reaching import Allowed

# How an action comes by its connections: given the machine of the home network that this one may ask, "" for none.
Webs = Callable[[str], Web]


def web_for(local: str = "") -> Web:
    """local: "host:port" inside the home network, which the operator named for this connection. Use as a context."""
    return Web(Allowed.read([*settings.ALLOWED_PORTALS, *([local] if local else [])]))
