"""Which line here states the same fact as one that waits?"""

from __future__ import annotations

from collections.abc import Sequence

from ..models import Record
from ..models.record import State
from .chosen import by_ids
from .lines import Line, lines_of
from .opened import Opened


def twins_of(opened: Opened, lines: Sequence[Line]) -> dict[int, Line]:
    """For each waiting line the accepted line that it would join, by the waiting line's id."""
    ids = [line.id for line in lines]
    rows = by_ids(opened, ids).filter(fact__isnull=False)
    facts = {(bytes(fact or b""), rank): number for number, fact, rank in rows.values_list("id", "fact", "rank")}
    if not facts:
        return {}
    there = Record.objects.filter(
        person_id=opened.person, fact__in={fact for fact, _rank in facts}, state=State.ACCEPTED, lead=True
    )
    places = {number: (bytes(fact or b""), rank) for number, fact, rank in there.values_list("id", "fact", "rank")}
    found = {}
    for line in lines_of(opened, there):
        place = places[line.id]
        if place in facts:
            found[facts[place]] = line
    return found
