"""How does a notice get to a browser's push service? Through the guarded sockets: the browser names the address."""

from __future__ import annotations

from haversack.notices.ports import NotAllowed, Unreachable

from ..http import AddressRefused, WebFault
from .sockets import web_for

MOST_BYTES, MOST_SECONDS = 1 << 16, 20.0


def post(address: str, *, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
    """(status, headers in lower case). Raises Unreachable, NotAllowed."""
    try:
        with web_for() as web:
            answer = web.send("POST", address, headers=headers, body=body, most=MOST_BYTES, seconds=MOST_SECONDS)
    except AddressRefused:
        raise NotAllowed from None
    except WebFault:
        raise Unreachable from None
    return answer.status, dict(answer.headers)
