"""How do the counters keep in step? They move in the same transaction as the lines they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Count as Number

from ..models import Count, Record
from ..models.record import State

_ADD = """
INSERT INTO backpack_count (person_id, state, category, number) VALUES (%s, %s, %s, %s)
ON CONFLICT (person_id, state, category) DO UPDATE SET number = backpack_count.number + excluded.number
"""


def add_to_counts(person: int, deltas: Mapping[tuple[int, bytes], int]) -> None:
    """Move the counters of (state, category) by so many lines."""
    rows = [(person, state, category, number) for (state, category), number in deltas.items() if number]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, sorted(rows))


def recount(person: int) -> None:
    """Count a person's lines anew from the index, after a decision that moved many at once."""
    Count.objects.filter(person_id=person).delete()
    counted = (
        Record.objects.filter(person_id=person, lead=True, state__in=(State.PENDING, State.ACCEPTED))
        .exclude(category=b"")
        .values_list("state", "category")
        .annotate(number=Number("id"))
        .order_by()
    )
    Count.objects.bulk_create(
        Count(person_id=person, state=state, category=bytes(category), number=number)
        for state, category, number in counted
    )


def bump_pending(person_rows: Iterable[int]) -> None:
    """Say that what waits for review has changed, so that a decision on an older screen is refused."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE backpack_person SET pending_version = pending_version + 1 WHERE id = %s",
            [(row,) for row in person_rows],
        )
