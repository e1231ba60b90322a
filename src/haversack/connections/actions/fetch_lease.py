"""Who is at a fetch? One worker at a time, as with other long work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from haversack.backpack.actions.leases import Hold, free, take_row

from ..models import Fetch
from ..rules.states import LIVE


@dataclass(slots=True)
class FetchLease(Hold):
    """One worker's right to one fetch."""

    rows = Fetch

    stop_asked: bool


def fetchable() -> QuerySet[Fetch]:
    """Fetches whose connection has a permission that holds, of persons who are here."""
    live = Q(connection__state__in=[state.value for state in LIVE], connection__ended_at__isnull=True)
    return Fetch.objects.filter(live, connection__person__removed_at__isnull=True)


def take(fetch: int, now: datetime) -> FetchLease | None:
    """Take the lease of this fetch, if it is due and nobody has it."""
    with transaction.atomic():
        row = take_row(fetchable(), fetch, now)
    return FetchLease(row.pk, row.attempts, row.stop_asked) if row is not None else None


def due(now: datetime) -> list[int]:
    """The fetches that wait for a worker, the longest waiting first."""
    return list(fetchable().filter(free(now)).order_by("due_at").values_list("pk", flat=True))
