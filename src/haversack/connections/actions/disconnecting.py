"""How does a connection end? The portal is told, its tokens are destroyed, and every record stays (B12)."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import transaction

from haversack import audit
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act

from ..http import Web
from ..models import Connection, Fetch, SignIn
from ..queries.connections import connection_of
from ..rules.states import Event
from .moving import move
from .sockets import Webs, web_for
from .token_endpoint import revoke
from .tokens import lock_tokens

_PATIENCE = 5.0  # seconds for another worker that is refreshing


def disconnect(*, opened: Opened, number: int, now: datetime, web: Webs = web_for) -> bool:
    """End a connection. Whether the portal said that it forgot its tokens; else they run out by themselves.

    Connecting again is the same source, so nothing comes twice. Raises NotAllowed, NoSuchConnection, CannotHappen.
    """
    opened.require(Act.CONNECT)
    seen = connection_of(opened, number)
    with web(seen.facts.local) as open_web:
        told = _revoke(opened, seen.row, seen.facts.revoke, open_web, now)
    with transaction.atomic():
        Fetch.objects.filter(connection_id=number, state=Fetch.State.RUNNING).update(stop_asked=True)
        waiting = Fetch.objects.filter(connection_id=number, state=Fetch.State.WAITING)
        waiting.update(state=Fetch.State.STOPPED, finished_at=now)
        SignIn.objects.filter(connection_id=number).delete()
        move(
            opened=opened,
            number=number,
            event=Event.DISCONNECT,
            now=now,
            tokens=None,
            refresh_until=None,
            next_fetch_at=None,
            expires_at=None,
            ended_at=now,
        )
        audit.record(by=opened.viewer, act="connection.disconnect", person=opened.uuid)
    return told


def _revoke(opened: Opened, row: Connection, endpoint: str, web: Web, now: datetime) -> bool:
    """Tell the portal, with nobody refreshing meanwhile: what a worker was just given would outlive the connection."""
    if row.tokens is None:
        return False
    until = time.monotonic() + _PATIENCE
    while (held := lock_tokens(opened, row.pk)) is None and time.monotonic() < until:
        time.sleep(0.1)
    if held is None or row.registration is None or not endpoint:
        return False
    return revoke(
        web=web, endpoint=endpoint, registration=row.registration, refresh=held.refresh, access=held.access, now=now
    )
