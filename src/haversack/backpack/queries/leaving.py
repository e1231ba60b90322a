"""What leaves with an export, file by file as it came, and how are its bytes read without holding them all?"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

import msgspec
from django.db import connection

from haversack.records.unspoken import Unspoken

from ..models import Arrival, Part, Record
from ..models.face import BODY, FACE, decode_arrival, decode_face, decode_part
from ..models.record import State
from .opened import Opened

BATCH = 100  # resources in memory at a time; as many as came in one commit


@dataclass(slots=True, repr=False)
class Came(Unspoken):
    """One file that came. whole: every byte of it leaves. rest: records of it that none of its parts names.

    shared: records that hold the bytes of one of its pieces, but came with another file, or stand in this one twice.
    claimed: the ids of what its claims tell of and a person accepted; that leaves with the claim, which has its bytes.
    """

    arrival: int
    source: int
    name: str
    arrived: datetime
    tail: bytes
    whole: bool
    rest: Sequence[int] = field(default_factory=list)
    shared: frozenset[int] = frozenset()
    claimed: tuple[str, ...] = ()


class Leaving(Unspoken, msgspec.Struct, gc=False):
    """One resource on its way out: its bytes, the bytes before it in its file, and what was decided about it.

    again: it stood in the export before, or will with the file that it came in first. is_derived: it was made from the
    piece before it that is not, and its bytes stand in no file.
    """

    before: bytes
    full_url: str
    again: bool
    record: int
    state: int
    kind: int
    is_withdrawn: bool
    raw: bytes
    is_derived: bool = False


def what_came(opened: Opened, *, accepted_only: bool) -> list[Came]:
    """Every file of which something leaves, in the order in which they came."""
    leaving = _by_arrival(opened, accepted_only=accepted_only)
    everywhere = array("q", sorted(chain.from_iterable(leaving.values())))
    found = []
    for row in Arrival.objects.filter(person_id=opened.person, pk__in=leaving).order_by("pk").iterator():
        facts = decode_arrival(opened.key.open(bytes(row.sealed), "arrival"))
        rest, shared, gapless, inferred = _pieces_held(opened, row, set(leaving[row.pk]), everywhere)
        whole = facts.is_whole and row.is_complete and gapless
        claimed = _accepted_ids(opened, inferred)
        found.append(Came(row.pk, row.source_id, facts.name, row.started_at, facts.tail, whole, rest, shared, claimed))
    return found


def _accepted_ids(opened: Opened, records: Sequence[int]) -> tuple[str, ...]:
    """What these records are called where they came from, of those that were accepted."""
    found = []
    for start in range(0, len(records), BATCH):
        rows = Record.objects.filter(pk__in=records[start : start + BATCH], state=State.ACCEPTED)
        found += [decode_face(opened.key.open(bytes(face), FACE)).id for face in rows.values_list("face", flat=True)]
    return tuple(found)


def _by_arrival(opened: Opened, *, accepted_only: bool) -> dict[int, array[int]]:
    found: dict[int, array[int]] = defaultdict(lambda: array("q"))
    chosen = " AND state = 1" if accepted_only else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT arrival_id, id FROM backpack_record WHERE person_id = %s{chosen}", [opened.person])  # noqa: S608
        while rows := cursor.fetchmany(1000):
            for arrival, number in rows:
                found[arrival].append(number)
    return found


def _pieces_held(
    opened: Opened, row: Arrival, left: set[int], everywhere: array[int]
) -> tuple[list[int], frozenset[int], bool, list[int]]:
    """(records that no part of the file names, records that are shared, whether every piece of every part leaves, what
    is inferred from others)."""
    gapless = True
    parts = 0
    inferred: list[int] = []
    shared: set[int] = set()
    for sealed in _parts(row.pk):
        parts += 1
        for piece in decode_part(opened.key.open(sealed, "part")):
            if piece.is_inferred:
                inferred += [piece.record] if piece.record else []
                left.discard(piece.record)
            elif piece.record in left:
                left.remove(piece.record)
            elif piece.record and _holds(everywhere, piece.record):
                shared.add(piece.record)
            else:
                gapless = False
    return sorted(left), frozenset(shared), gapless and parts == row.parts and not left, inferred


def _holds(numbers: array[int], wanted: int) -> bool:
    place = bisect_left(numbers, wanted)
    return place < len(numbers) and numbers[place] == wanted


def _parts(arrival: int) -> Iterator[bytes]:
    rows = Part.objects.filter(arrival=arrival).order_by("number").values_list("sealed", flat=True)
    return map(bytes, rows.iterator(chunk_size=50))


def pieces_of(opened: Opened, came: Came, *, accepted_only: bool) -> Iterator[list[Leaving]]:
    """The resources of one file that leave, in their order, some at a time."""
    own: set[int] = set()
    told = False  # whether what tells of the inferred pieces that follow leaves
    for sealed in _parts(came.arrival):
        found = decode_part(opened.key.open(sealed, "part"))
        rows = _rows(opened, [piece.record for piece in found if piece.record], accepted_only=accepted_only)
        pieces = []
        for piece in found:
            told = told if piece.is_inferred else piece.record in rows
            if not (piece.is_inferred and told):
                pieces.append(piece)
        if not came.shared:
            yield [
                Leaving(piece.before, piece.full_url, False, *rows[piece.record][1:], piece.is_derived)
                for piece in pieces
                if piece.record in rows
            ]
            continue
        some = []
        for piece in pieces:
            row = rows.get(piece.record)
            if row is not None:
                again = piece.record in came.shared and (row[0] != came.arrival or piece.record in own)
                if piece.record in came.shared:
                    own.add(piece.record)
                some.append(Leaving(piece.before, piece.full_url, again, *row[1:], piece.is_derived))
        yield some
    for start in range(0, len(came.rest), BATCH):
        rows = _rows(opened, came.rest[start : start + BATCH], accepted_only=accepted_only)
        yield [Leaving(b"", "", False, *rows[number][1:]) for number in sorted(rows)]


def _rows(
    opened: Opened, numbers: Sequence[int], *, accepted_only: bool
) -> dict[int, tuple[int, int, int, int, bool, bytes]]:
    """By id: (arrival, id, state, kind, is_withdrawn, raw bytes).

    The numbers come from rows sealed under this person's key, and nobody else's body opens with it: asking for the
    person too would only make SQLite read past every body to where that column stands.
    """
    if not numbers:
        return {}
    least, most = min(numbers), max(numbers)
    if most - least == len(set(numbers)) - 1:  # as they came, nearly always: one walk instead of a hundred looks
        which, asked = "BETWEEN %s AND %s", [least, most]
    else:
        which, asked = f"IN ({', '.join(['%s'] * len(numbers))})", list(numbers)
    chosen = " AND state = 1" if accepted_only else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT arrival_id, id, state, kind, is_withdrawn, body FROM backpack_record "  # noqa: S608
            f"WHERE id {which}{chosen}",
            asked,
        )
        rows = cursor.fetchall()
    raw = opened.key.open_each([bytes(row[-1]) for row in rows], BODY)
    return {row[1]: (*row[:-1], body) for row, body in zip(rows, raw, strict=True)}


def bodies(opened: Opened, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """(record, its bytes) for these records in the order of their ids, some in memory at a time."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), BATCH):
        rows = _rows(opened, ordered[start : start + BATCH], accepted_only=False)
        for number in sorted(rows):
            yield number, rows[number][-1]
