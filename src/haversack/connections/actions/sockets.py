"""Which machines may be asked for a connection: the public ones, the operator's, and one named with the command?"""

from __future__ import annotations

from django.conf import settings

from ..http import Web
from ..rules.reaching import Allowed


def web_for(local: str = "") -> Web:
    """local: "host:port" inside the home network, which the operator named for this connection. Use as a context."""
    return Web(Allowed.read([*settings.ALLOWED_PORTALS, *([local] if local else [])]))
