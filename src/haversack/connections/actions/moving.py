"""How does a connection go from one state to the next? By the one table, in one transaction, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from haversack.backpack.queries.opened import Opened

from ..models import Connection
from ..models.facts import CONNECTION, ConnectionFacts, encode
from ..queries.connections import NoSuchConnection, Seen, seen
from ..rules.states import STAYS, Event, Reason, State, after
from .telling import tell_of_move


def held(opened: Opened, number: int) -> Seen:
    """A connection as it is now; nobody else changes it before the transaction ends, and there must be one. Raises
    NoSuchConnection."""
    row = Connection.objects.select_for_update().filter(person_id=opened.person, pk=number).first()
    if row is None:
        raise NoSuchConnection
    return seen(opened, row)


@transaction.atomic
def move(
    *,
    opened: Opened,
    number: int,
    event: Event,
    now: datetime,
    reason: Reason = Reason.NONE,
    facts: ConnectionFacts | None = None,
    **changes: Any,
) -> Connection:
    """Let an event happen to a connection. Raises CannotHappen where it moved on meanwhile.

    facts: what is sealed in it from now on; changes: other columns, in the same write.
    """
    row = Connection.objects.select_for_update().get(person_id=opened.person, pk=number)
    before, since = State(row.state), row.changed_at
    state = after(before, event)
    if event is Event.FETCHED and row.reason in STAYS:
        reason = Reason(row.reason)
    news = reason if reason.value != row.reason else Reason.NONE
    if facts is not None:
        changes["sealed"] = opened.key.seal(encode(facts), CONNECTION)
    if state != row.state:
        changes["changed_at"] = now
    for name, value in {"state": state.value, "reason": reason.value, **changes}.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "reason", *changes])
    tell_of_move(opened, row, before, since, now, news)
    return row
