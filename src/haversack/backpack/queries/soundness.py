"""Is a backpack whole: does everything open, do the counters count, does each file still know its pieces?

Asked by `haversack doctor`. Findings name rows by number, never what is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.db.models import Count as Number
from django.db.models import Min, Model, QuerySet

from haversack.vault.refusals import KeyGone, KeyMissing, Unreadable
from haversack.vault.sealing import PersonKey

from ..models import Arrival, Count, Declined, Part, Person, Record, Shard, Source
from ..models.face import BODY, FACE, decode_arrival, decode_face, decode_part, decode_person, decode_source
from ..models.keys import keyring
from ..models.record import State
from ..models.work import Work

SAMPLE = 300  # records of a person that are opened, spread over all of them, unless all are asked for
_ABANDONED = timedelta(hours=1)
Opener = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. severity: error (data may be lost), warning (something is left to do)."""

    what: str
    severity: str
    where: str


def backpacks_unsound(now: datetime, *, everything: bool, checked: Counter[str]) -> Iterator[Finding]:
    """What is wrong with any backpack. `checked` is told how much of what was looked at."""
    for row in Person.objects.order_by("pk"):
        checked["people"] += 1
        where = f"person {row.uuid}"
        if row.removed_at is not None:
            words = "A removal was interrupted and rows are left. The running site ends it within the hour."
            yield Finding(words, "error", where)
            continue
        try:
            key = keyring().person(row.uuid)
        except KeyMissing:
            yield Finding("The key is not here. Import a key export that was made later.", "error", where)
            continue
        except KeyGone:
            yield Finding("This person was removed, and rows are left. Nothing opens them.", "warning", where)
            continue
        yield from _unsound(row, key, where, now, everything=everything, checked=checked)


def _unsound(
    row: Person, key: PersonKey, where: str, now: datetime, *, everything: bool, checked: Counter[str]
) -> Iterator[Finding]:
    yield from _unopenable(
        Person.objects.filter(pk=row.pk), "sealed", lambda b: decode_person(key.open(b, "person")), where
    )
    mine = Source.objects.filter(person_id=row.pk)
    yield from _unopenable(mine, "sealed", lambda b: decode_source(key.open(b, "source")), where)
    shards = Shard.objects.filter(person_id=row.pk)
    yield from _unopenable(shards, "sealed", lambda b: key.open(b, "words"), where)
    records = Record.objects.filter(person_id=row.pk)
    some = records if everything else _sample(records)
    checked["records"] += records.count()
    checked["records opened"] += some.count()
    yield from _unopenable(some, "face", lambda b: decode_face(key.open(b, FACE)), where)
    yield from _unopenable(some, "body", lambda b: key.open(b, BODY), where)
    yield from _miscounted(row.pk, where)
    yield from _misplaced(row.pk, key, where, now, checked)
    yield from _left_alone(row.pk, where, now)


def _sample(records: QuerySet[Record]) -> QuerySet[Record]:
    numbers = list(records.order_by("pk").values_list("pk", flat=True))
    step = max(1, len(numbers) // SAMPLE)
    return records.filter(pk__in=numbers[::step][: 2 * SAMPLE])


def _unopenable(rows: QuerySet[Model], column: str, opener: Opener, where: str) -> Iterator[Finding]:
    for number, sealed in rows.order_by("pk").values_list("pk", column).iterator(chunk_size=100):
        try:
            opener(bytes(sealed))
        except (Unreadable, msgspec.MsgspecError, UnicodeDecodeError):
            name = rows.model._meta.model_name
            yield Finding("This does not open: it was damaged. A backup has it.", "error", f"{where}, {name} {number}")


def _miscounted(person: int, where: str) -> Iterator[Finding]:
    rows = Record.objects.filter(person_id=person, lead=True, state__lt=State.SUPERSEDED).exclude(category=b"")
    counted = rows.values_list("state", "category").annotate(number=Number("id")).order_by()
    real = {(state, bytes(category)): number for state, category, number in counted}
    kept = Count.objects.filter(person_id=person).exclude(number=0).values_list("state", "category", "number")
    if {(state, bytes(category)): number for state, category, number in kept} != real:
        yield Finding("The counters do not agree with the entries.", "error", where)


def _misplaced(person: int, key: PersonKey, where: str, now: datetime, checked: Counter[str]) -> Iterator[Finding]:
    """Files whose parts and records do not fit together."""
    rows = Record.objects.filter(person_id=person)
    of_arrival: dict[int, set[int]] = {}
    for number, came_in in rows.values_list("id", "arrival_id").iterator():
        of_arrival.setdefault(came_in, set()).add(number)
    everywhere = set().union(*of_arrival.values())
    removed = Declined.objects.filter(person_id=person).exists()
    for arrival in Arrival.objects.filter(person_id=person).order_by("pk"):
        checked["files"] += 1
        place = f"{where}, arrival {arrival.pk}"
        try:
            decode_arrival(key.open(bytes(arrival.sealed), "arrival"))
            found = _parts(arrival, key)
        except (Unreadable, msgspec.MsgspecError):
            yield Finding("What is known of this file does not open: it was damaged.", "error", place)
            of_arrival.pop(arrival.pk, None)
            continue
        yield from _of_one_file(arrival, found, of_arrival.pop(arrival.pk, set()), place, now)
        # What a person removed for good is rightly gone; what came again is with the file that it came in first.
        lost = {record for part in found for record in part if record} - everywhere
        if lost and not removed:
            yield Finding(f"{len(lost):,} records are missing.", "error", place)
    if of_arrival:
        homeless = sum(map(len, of_arrival.values()))
        yield Finding(f"{homeless:,} records came with files that are not there.", "error", where)


def _parts(arrival: Arrival, key: PersonKey) -> list[list[int]]:
    rows = Part.objects.filter(arrival=arrival).order_by("number").values_list("sealed", flat=True)
    return [[piece.record for piece in decode_part(key.open(bytes(sealed), "part"))] for sealed in rows]


def _of_one_file(
    arrival: Arrival, parts: list[list[int]], there: set[int], place: str, now: datetime
) -> Iterator[Finding]:
    numbers = Part.objects.filter(arrival=arrival).aggregate(n=Number("id"), first=Min("number"))
    pieces = sum(map(len, parts))
    if numbers["n"] != arrival.parts or (numbers["first"] or 0) != 0 or pieces != arrival.received:
        yield Finding("The file's parts are not what was counted when it came.", "error", place)
    named = {record for part in parts for record in part if record}
    if there - named:
        yield Finding(f"{len(there - named):,} records are in no part of their file.", "error", place)
    if not arrival.is_complete and now - arrival.started_at > _ABANDONED:
        yield Finding("This file came in half. Importing it again goes on where it stopped.", "warning", place)


def _left_alone(person: int, where: str, now: datetime) -> Iterator[Finding]:
    """Long work that nobody is at although its lease ran out long ago."""
    stale = Work.objects.filter(person_id=person, state=Work.State.RUNNING, leased_until__lt=now - _ABANDONED)
    for number in stale.values_list("pk", flat=True):
        yield Finding(
            "This work was left and nobody has taken it up: is the site running?", "warning", f"{where}, work {number}"
        )
