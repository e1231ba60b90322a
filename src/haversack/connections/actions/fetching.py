"""How is a fetch wanted, and stopped? A row written in the transaction that wants it (invariant 9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from haversack import audit
from haversack.backpack.actions.leases import idle
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act, Viewer

from ..models import Connection, Fetch
from ..models.facts import FETCH, FetchFacts, encode

UNDER_WAY = (Fetch.State.WAITING, Fetch.State.RUNNING)
_wakers: list[Callable[[int], None]] = []


def wake_with(waker: Callable[[int], None]) -> None:
    """Say how a worker is woken. The queue is known to the jobs, which stand above."""
    _wakers[:] = [waker]


def wake(fetch: int) -> None:
    """Wake a worker for this row once the transaction is committed. Nothing depends on it: a sweep comes by."""
    for waker in _wakers:
        transaction.on_commit(partial(waker, fetch))


def want(
    *, opened: Opened, connection: Connection, by: Viewer, kind: Fetch.Kind, why: Fetch.Why, now: datetime
) -> Fetch:
    """Write down that this connection is to be fetched from; one that waits or runs already is it, and goes on at once.

    Call inside a transaction.
    """
    opened.require(Act.IMPORT)
    mine = Fetch.objects.select_for_update().filter(connection=connection, state__in=UNDER_WAY)
    found = mine.first()
    if found is None:
        found = Fetch.objects.create(
            connection=connection,
            kind=kind,
            why=why,
            sealed=opened.key.seal(encode(FetchFacts()), FETCH),
            due_at=now,
            created_at=now,
        )
        audit.record(by=by, act="fetch.want", person=opened.uuid)
    elif found.state == Fetch.State.WAITING and found.due_at > now:
        mine.update(due_at=now)
    wake(found.pk)
    return found


def ask_to_stop(*, opened: Opened, by: Viewer, connection: int, now: datetime) -> bool:
    """Stop what is fetched: at once where no worker is at it, else with its next page. What came stays. False where
    nothing is under way."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        mine = Fetch.objects.filter(connection__person_id=opened.person, connection_id=connection)
        stopped = mine.filter(idle(now)).update(
            state=Fetch.State.STOPPED, stop_asked=True, leased_until=None, finished_at=now
        )
        asked = mine.filter(state=Fetch.State.RUNNING).update(stop_asked=True)
        if stopped or asked:
            audit.record(by=by, act="fetch.stop", person=opened.uuid)
    return bool(stopped or asked)
