"""What becomes of a registration that nobody here needs any more? The portal that made it by itself forgets it.

RFC 7592, section 2.3. One that an operator entered stays: it was made by hand, and may serve somebody again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from ..http import Web, WebFault
from ..models import Connection, Registration
from .clients import registration_facts

_MOST, _SECONDS = 1 << 16, 10.0


def forget_unused(number: int | None, *, web: Web, now: datetime) -> bool:
    """Have the portal forget this registration where no connection uses it any more; whether it said so. Whoever
    signs in there next is registered anew."""
    if number is None:
        return False
    row = Registration.objects.filter(pk=number, made_by=Registration.Maker.DYNAMIC, ended_at=None).first()
    if row is None or Connection.objects.filter(registration=row, ended_at=None).exists():
        return False
    facts = registration_facts(row)
    if not facts.token or not facts.manage:
        return False
    if not Registration.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now):
        return False
    return _forgotten(web, facts.manage, facts.token)


def _forgotten(web: Web, manage: str, token: str) -> bool:
    with suppress(WebFault):
        headers = {"Authorization": f"Bearer {token}"}
        return web.send("DELETE", manage, headers=headers, most=_MOST, seconds=_SECONDS).status in (200, 204)
    return False
