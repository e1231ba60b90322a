"""How does long work get a worker: one at a time, through crashes, and with a readable end?

Invariant 9: what is due is a row, written in the transaction that wants it, and a worker holds it by a lease (leases).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from haversack import audit

from ..models import Work
from ..models.work_facts import WORK, Facts, decode_work, encode
from ..queries.opened import Opened
from ..rules.roles import Viewer
from .leases import Hold, LeaseLost, StopAsked, free, idle, take_row

__all__ = [
    "Lease",
    "LeaseLost",
    "StopAsked",
    "ask_to_stop",
    "beside",
    "due",
    "take",
    "wake",
    "wake_with",
    "want",
    "want_answer",
]

_wakers: list[Callable[[int], None]] = []


def wake_with(waker: Callable[[int], None]) -> None:
    """Say how a worker is woken. The queue is known to the jobs, which stand above."""
    _wakers[:] = [waker]


def wake(work: int) -> None:
    """Wake a worker for this row once the transaction is committed. Nothing depends on it: a sweep comes by."""
    for waker in _wakers:
        transaction.on_commit(partial(waker, work))


def want(*, opened: Opened, by: Viewer, kind: Work.Kind, facts: Facts) -> Work:
    """Write down what is to be done. Call inside the transaction that wants it; `by` is a user."""
    row = Work.objects.create(
        person_id=opened.person,
        by_id=by.user,
        kind=kind,
        sealed=opened.key.seal(encode(facts), WORK),
        due_at=timezone.now(),
    )
    audit.record(by=by, act=f"{kind}.want", person=opened.uuid)
    wake(row.pk)
    return row


def want_answer(*, opened: Opened, by: Viewer, kind: Work.Kind, facts: Facts) -> Work:
    """Write down what is to be done once a person has answered what the facts ask. Nothing happens before."""
    row = want(opened=opened, by=by, kind=kind, facts=facts)
    row.state, row.finished_at = Work.State.FAILED, timezone.now()
    row.save(update_fields=["state", "finished_at"])
    return row


@dataclass(slots=True)
class Lease(Hold):
    """One worker's right to one piece of work."""

    rows = Work

    kind: str
    person: UUID
    viewer: Viewer | None
    stop_asked: bool

    def facts(self, opened: Opened) -> Facts:
        sealed = Work.objects.values_list("sealed", flat=True).get(pk=self.number)
        return decode_work(self.kind, opened.key.open(bytes(sealed), WORK))


def take(work: int) -> Lease | None:
    """Take the lease of this row, if it is due, nobody has it, and no other work of its kind runs for the person."""
    now = timezone.now()
    busy = Work.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), state=Work.State.RUNNING, leased_until__gte=now
    )
    with transaction.atomic():
        row = take_row(Work.objects.filter(~Exists(busy)), work, now)
    if row is None:
        return None
    viewer = Viewer(row.by.pk, row.by.pseudonym) if row.by else None
    return Lease(row.pk, row.attempts, row.kind, row.person.uuid, viewer, row.stop_asked)


def due(now: datetime | None = None) -> list[int]:
    """The work that waits for a worker, the longest waiting first."""
    now = now or timezone.now()
    return list(
        Work.objects.filter(free(now), person__removed_at__isnull=True).order_by("due_at").values_list("pk", flat=True)
    )


def ask_to_stop(*, opened: Opened, by: Viewer, work: int) -> None:
    """Stop it: at once where no worker is at it, else with its next step."""
    now = timezone.now()
    with transaction.atomic():
        row = Work.objects.filter(pk=work, person_id=opened.person)
        row.filter(idle(now)).update(state=Work.State.STOPPED, stop_asked=True, leased_until=None, finished_at=now)
        row.filter(state=Work.State.RUNNING).update(stop_asked=True)
        audit.record(by=by, act="work.stop", person=opened.uuid)


@contextmanager
def beside() -> Iterator[None]:
    """Inside, queries of this thread use a connection of their own: for saying how far work is while its transaction
    only reads. Within a transaction that can write it is that transaction.
    """
    own = connections[DEFAULT_DB_ALIAS]
    if own.in_atomic_block:
        yield
        return
    second = connections.create_connection(DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = second
    try:
        yield
    finally:
        second.close()
        connections[DEFAULT_DB_ALIAS] = own
