"""Does a link still work? Whoever holds it need not be signed in: the link says who they are."""

from __future__ import annotations

import hashlib
from datetime import datetime

from ..models import Link


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.strip().encode()).digest()


def working_link(token: str, now: datetime) -> Link | None:
    """The link, if it was not used and its time is not over."""
    return (
        Link.objects.select_related("patient", "proxy__patient", "user")
        .filter(digest=digest_of(token), used_at=None, expires_at__gt=now)
        .first()
    )
