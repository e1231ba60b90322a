"""How do records of several sources become one line, when either arrives or is decided on?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import connection

from ..models import Record, Source
from ..models.face import FACE, decode_face, decode_source
from ..models.record import State
from ..queries.opened import Opened
from ..rules.lines import Member, Place, arrange, precedence

Item = TypeVar("Item")

_CHUNK = 400  # keys in one IN list; SQLite and PostgreSQL both plan this well


def chunks(items: Sequence[Item], size: int = _CHUNK) -> Iterator[Sequence[Item]]:
    """Slices of at most `size` items."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def arrange_facts(opened: Opened, facts: Iterable[bytes]) -> tuple[dict[int, Place], Counter[tuple[int, bytes]]]:
    """Arrange the lines of these facts anew and store what changed.

    Returns the place of every record concerned, and by how much the counter of each (state, category) moves.
    """
    moved: Counter[tuple[int, bytes]] = Counter()
    texts = _source_texts(opened)
    places: dict[int, Place] = {}
    changed: list[tuple[int, int, int]] = []
    for some in chunks(sorted(facts)):
        rows = (
            Record.objects.filter(person_id=opened.person, fact__in=some)
            .exclude(state=State.SUPERSEDED)
            .values_list("id", "state", "source_id", "rank", "lead", "fact", "face", "category")
        )
        by_fact: dict[bytes, list[Member]] = defaultdict(list)
        before: dict[int, tuple[int, int, int, bytes]] = {}
        for record, state, source, rank, lead, fact, face, category in rows.iterator():
            shown = decode_face(opened.key.open(bytes(face), FACE))
            name = (texts[source], shown.type, shown.id or shown.full_url)
            by_fact[bytes(fact or b"")].append(
                Member(record, state, source, name, by_address=rank < 0, precedence=precedence(shown.entry))
            )
            before[record] = (rank, lead, state, bytes(category))
        for members in by_fact.values():
            for record, place in arrange(members).items():
                places[record] = place
                rank, lead, state, category = before[record]
                if (rank, lead) != (place.rank, place.lead):
                    changed.append((place.rank, int(place.lead), record))
                    moved[state, category] += place.lead - lead
    if changed:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE backpack_record SET rank = %s, lead = %s WHERE id = %s", changed)
    return places, moved


def shared_facts(opened: Opened) -> list[bytes]:
    """Every fact of this person that more than one record states and that may make one line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fact FROM backpack_record WHERE person_id = %s AND fact IS NOT NULL AND NOT state = %s "
            "GROUP BY fact HAVING COUNT(*) > 1 AND (COUNT(DISTINCT source_id) > 1 OR MIN(rank) < 0)",
            [opened.person, State.SUPERSEDED],
        )
        return [bytes(row[0]) for row in cursor.fetchall()]


def followed_facts(opened: Opened) -> list[bytes]:
    """The facts of records that do not lead their line; one whose partner was removed must lead again."""
    return [
        bytes(fact or b"")
        for fact in Record.objects.filter(
            person_id=opened.person, state__in=(State.PENDING, State.ACCEPTED), lead=False, fact__isnull=False
        ).values_list("fact", flat=True)
    ]


def _source_texts(opened: Opened) -> dict[int, str]:
    return {
        row.pk: decode_source(opened.key.open(bytes(row.sealed), "source")).text
        for row in Source.objects.filter(person_id=opened.person)
    }
