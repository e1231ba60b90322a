"""Where may a portal send somebody back to after signing in, and until when is that awaited?"""

from __future__ import annotations

from datetime import datetime, timedelta

LASTS = timedelta(minutes=10)
PATH = "/connections/back/"
# For the command, which waits on this machine. Registered beforehand: not every portal takes any port (RFC 8252, 7.3).
LOOPBACK_PORTS = (8917, 8918, 8919)
LOOPBACK = tuple(f"http://127.0.0.1:{port}{PATH}" for port in LOOPBACK_PORTS)


def addresses(back: str) -> tuple[str, ...]:
    """Every address that a portal is told this site's people may come back to; the site's own first."""
    return tuple(dict.fromkeys([*([back] if back else []), *LOOPBACK]))


def is_late(begun: datetime, now: datetime) -> bool:
    return not begun <= now < begun + LASTS
