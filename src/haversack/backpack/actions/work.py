"""How does long work get a worker: one at a time, through crashes, and with a readable end?

Invariant 9: what is due is a row, written in the transaction that wants it. A worker takes a lease and renews it with
every step; `attempts` says whose lease it is, so that one who was given up and comes back changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from time import monotonic
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from haversack import audit

from ..models import Work
from ..models.work_facts import WORK, Facts, decode_work, encode
from ..queries.opened import Opened
from ..rules.roles import Viewer
from ..rules.work import LEASE, LONGEST_STEP

_held: dict[int, int] = {}  # work -> attempt, of the workers in this process
_wakers: list[Callable[[int], None]] = []


class StopAsked(Exception):
    """Somebody asked for this work to stop; what is done stays done."""


class LeaseLost(Exception):
    """Another worker took over, since nothing was heard of this one. It has nothing more to do."""


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


@dataclass(slots=True)
class Lease:
    """One worker's right to one piece of work. Every method raises StopAsked or LeaseLost when the right is gone."""

    work: int
    attempt: int
    kind: str
    person: UUID
    viewer: Viewer | None
    stop_asked: bool
    last_step: float = field(default_factory=monotonic)

    def facts(self, opened: Opened) -> Facts:
        sealed = Work.objects.values_list("sealed", flat=True).get(pk=self.work)
        return decode_work(self.kind, opened.key.open(bytes(sealed), WORK))

    def renew(self, **changes: object) -> None:
        """Say that this worker lives, and how far it is (`done`, `total`, `sealed`)."""
        mine = self._mine().filter(stop_asked=False)
        self.last_step = monotonic()
        if not mine.update(leased_until=timezone.now() + LEASE, **changes):
            self._explain()

    def beat(self) -> bool:
        """Say only that this worker lives. False when that is no use any more: it hangs, or has lost the lease."""
        if monotonic() - self.last_step > LONGEST_STEP.total_seconds():
            return False
        return bool(self._mine().update(leased_until=timezone.now() + LEASE))

    def end(self, state: Work.State, **changes: object) -> None:
        """Done, failed or stopped."""
        if not self._mine().update(state=state, leased_until=None, finished_at=timezone.now(), **changes):
            raise LeaseLost
        _held.pop(self.work, None)

    def again(self, at: datetime) -> None:
        """Give the work back, to be taken up at that time."""
        self._mine().update(state=Work.State.WAITING, leased_until=None, due_at=at)
        _held.pop(self.work, None)

    def _mine(self) -> QuerySet[Work]:
        return Work.objects.filter(pk=self.work, attempts=self.attempt, state=Work.State.RUNNING)

    def _explain(self) -> None:
        raise StopAsked if self._mine().exists() else LeaseLost


def take(work: int) -> Lease | None:
    """Take the lease of this row, if it is due, nobody has it, and no other work of its kind runs for the person."""
    now = timezone.now()
    busy = Work.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), state=Work.State.RUNNING, leased_until__gte=now
    )
    free = Q(state=Work.State.WAITING, due_at__lte=now) | Q(state=Work.State.RUNNING, leased_until__lt=now)
    with transaction.atomic():
        taken = Work.objects.filter(free, ~Exists(busy), pk=work).update(
            state=Work.State.RUNNING, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        if not taken:
            return None
        row = Work.objects.select_related("person", "by").get(pk=work)
    viewer = Viewer(row.by.pk, row.by.pseudonym) if row.by else None
    _held[row.pk] = row.attempts
    return Lease(row.pk, row.attempts, row.kind, row.person.uuid, viewer, row.stop_asked)


def due(now: datetime | None = None) -> list[int]:
    """The work that waits for a worker, the longest waiting first."""
    now = now or timezone.now()
    free = Q(state=Work.State.WAITING, due_at__lte=now) | Q(state=Work.State.RUNNING, leased_until__lt=now)
    return list(
        Work.objects.filter(free, person__removed_at__isnull=True).order_by("due_at").values_list("pk", flat=True)
    )


def ask_to_stop(*, opened: Opened, by: Viewer, work: int) -> None:
    """Stop it: at once where no worker is at it, else with its next step."""
    now = timezone.now()
    with transaction.atomic():
        row = Work.objects.filter(pk=work, person_id=opened.person)
        idle = Q(state=Work.State.WAITING) | Q(state=Work.State.RUNNING, leased_until__lt=now)
        row.filter(idle).update(state=Work.State.STOPPED, stop_asked=True, leased_until=None, finished_at=now)
        row.filter(state=Work.State.RUNNING).update(stop_asked=True)
        audit.record(by=by, act="work.stop", person=opened.uuid)


def release_held() -> None:
    """Give back what this process's workers were at when it ends, so that the next need not wait for the leases."""
    for work, attempt in list(_held.items()):
        Work.objects.filter(pk=work, attempts=attempt, state=Work.State.RUNNING).update(
            state=Work.State.WAITING, leased_until=None, due_at=timezone.now()
        )
        _held.pop(work, None)


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
