"""Who is at a piece of work that is a row, and what happens when nothing is heard of them any more?

Invariant 9: a worker takes a lease of the row and renews it with every step. `attempts` says whose lease it is, so that
one who was given up and comes back changes nothing any more. A table of such rows has the columns state ("waiting",
"running" and others), due_at, leased_until, attempts, stop_asked and finished_at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..rules.work import LEASE, LONGEST_STEP

WAITING, RUNNING = "waiting", "running"
_held: dict[tuple[type[models.Model], int], int] = {}  # row -> attempt, of the workers in this process


class StopAsked(Exception):
    """Somebody asked for this work to stop; what is done stays done."""


class LeaseLost(Exception):
    """Another worker took over, since nothing was heard of this one. It has nothing more to do."""


@dataclass(slots=True)
class Hold:
    """One worker's right to one row. Every method raises StopAsked or LeaseLost when the right is gone."""

    rows: ClassVar[type[models.Model]]

    number: int
    attempt: int
    last_step: float = field(default_factory=monotonic, kw_only=True)

    def renew(self, **changes: object) -> None:
        """Say that this worker lives, and how far it is (further columns)."""
        mine = self.mine().filter(stop_asked=False)
        self.last_step = monotonic()
        if not mine.update(leased_until=timezone.now() + LEASE, **changes):
            raise StopAsked if self.mine().exists() else LeaseLost

    def beat(self) -> bool:
        """Say only that this worker lives. False when that is no use any more: it hangs, or has lost the lease."""
        if monotonic() - self.last_step > LONGEST_STEP.total_seconds():
            return False
        return bool(self.mine().update(leased_until=timezone.now() + LEASE))

    def end(self, state: str, **changes: object) -> None:
        """Done, failed or stopped."""
        if not self.mine().update(state=state, leased_until=None, finished_at=timezone.now(), **changes):
            raise LeaseLost
        _held.pop((self.rows, self.number), None)

    def again(self, at: datetime, **changes: object) -> None:
        """Give the work back, to be taken up at that time."""
        self.mine().update(state=WAITING, leased_until=None, due_at=at, **changes)
        _held.pop((self.rows, self.number), None)

    def mine(self) -> QuerySet[Any]:
        return _all(self.rows).filter(pk=self.number, attempts=self.attempt, state=RUNNING)


def free(now: datetime) -> Q:
    """Rows that a worker may take: due, or left by one of whom nothing is heard."""
    return Q(state=WAITING, due_at__lte=now) | Q(state=RUNNING, leased_until__lt=now)


def idle(now: datetime) -> Q:
    """Rows that no worker is at."""
    return Q(state=WAITING) | Q(state=RUNNING, leased_until__lt=now)


def take_row(rows: QuerySet[Any], number: int, now: datetime) -> Any:
    """Take the lease of one of these rows, if it is free. Returns the row, or None. Call inside a transaction."""
    # First, since of two that wait for the row the second would not look again at the rows that `rows` joins.
    _all(rows.model).select_for_update().filter(pk=number).values_list("pk", flat=True).first()
    taken = rows.filter(free(now), pk=number).update(
        state=RUNNING, leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    row = _all(rows.model).get(pk=number)
    _held[rows.model, number] = row.attempts
    return row


def release_held() -> None:
    """Give back what this process's workers were at when it ends, so that the next need not wait for the leases."""
    for (rows, number), attempt in list(_held.items()):
        _all(rows).filter(pk=number, attempts=attempt, state=RUNNING).update(
            state=WAITING, leased_until=None, due_at=timezone.now()
        )
        _held.pop((rows, number), None)


def _all(rows: type[models.Model]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows._default_manager.all()
    return found
