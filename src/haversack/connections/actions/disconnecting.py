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
from ..models.facts import Tokens
from ..queries.connections import Seen, connection_of
from ..rules.states import Event
from .moving import held, move
from .sockets import Webs, web_for
from .token_endpoint import revoke
from .tokens import lock_tokens, tokens_of
from .unregistering import forget_unused

_PATIENCE = 5.0  # seconds for another worker that is refreshing


def disconnect(*, opened: Opened, number: int, now: datetime, web: Webs = web_for) -> bool:
    """End a connection. Whether the portal said that it forgot its tokens; else they run out by themselves.

    Connecting again is the same source, so nothing comes twice. Raises NotAllowed, NoSuchConnection, CannotHappen.
    """
    opened.require(Act.CONNECT)
    seen = connection_of(opened, number)
    with web(seen.facts.local) as open_web:
        tokens = _while_nobody_refreshes(opened, seen.row)
        told = tokens is not None and _forget(seen, tokens, open_web, now)
        ended, left = _end(opened, number, now)
        if left is not None and left != tokens:  # somebody signed in meanwhile, or another worker is still at it
            told = _forget(ended, left, open_web, now)
        forget_unused(ended.row.registration_id, web=open_web, now=now)
    return told


@transaction.atomic
def _end(opened: Opened, number: int, now: datetime) -> tuple[Seen, Tokens | None]:
    """The connection as it was to the last, and the tokens that it had then."""
    last = held(opened, number)
    tokens = tokens_of(opened, last.row)
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
    return last, tokens


def _while_nobody_refreshes(opened: Opened, row: Connection) -> Tokens | None:
    """The tokens, with nobody refreshing them: what a worker was just given would outlive the connection. None where
    there are none, or one is at it for too long."""
    if row.tokens is None:
        return None
    until = time.monotonic() + _PATIENCE
    while (tokens := lock_tokens(opened, row.pk)) is None and time.monotonic() < until:
        time.sleep(0.1)
    return tokens


def _forget(seen: Seen, tokens: Tokens, web: Web, now: datetime) -> bool:
    """Tell the portal. Whether it said yes."""
    endpoint, registration = seen.facts.revoke, seen.row.registration
    if registration is None or not endpoint:
        return False
    return revoke(
        web=web, endpoint=endpoint, registration=registration, refresh=tokens.refresh, access=tokens.access, now=now
    )
