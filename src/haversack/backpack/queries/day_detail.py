"""Which measurements does the day of a line consist of, as the file keeps them that it was made from?

Looked up when somebody asks, from the sealed parts of the file: nothing of it is kept a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from haversack.records.formats.day_detail import Kept, kept_detail
from haversack.records.unspoken import Unspoken
from haversack.records.wearables.detail import Hour, by_hour

from ..models import Part, Record
from ..models.face import BODY, FACE, decode_face, decode_part
from ..models.record import Kind
from .chosen import by_ids
from .lines import Line
from .opened import Opened

MOST_BYTES = 128 << 20  # of a file are looked through; more takes longer than anybody waits


@dataclass(frozen=True, slots=True, repr=False)
class DayDetail(Unspoken):
    """hours: what each source measured in each; is_all: whether the whole of what may tell of it was read; adds_up:
    whether the day is the sum of its hours.
    """

    hours: list[Hour]
    is_all: bool
    adds_up: bool


def has_detail(line: Line) -> bool:
    """Whether the measurements behind this line may be kept."""
    return kept_detail(line.entry) is not None


def day_detail(opened: Opened, line: Line) -> DayDetail | None:
    """The measurements behind a line; None where it is no day of which any are kept."""
    kept = kept_detail(line.entry)
    row = by_ids(opened, [line.id]).first()
    made_from = decode_face(opened.key.open(bytes(row.face), FACE)).made_from if row else 0
    if kept is None or row is None or not made_from:
        return None
    parts = _Parts(opened, _originals(opened, row.arrival_id), made_from, kept)
    return DayDetail(by_hour(kept.read(parts)), parts.is_all, kept.adds_up)


def _originals(opened: Opened, arrival: int) -> list[int]:
    """The parts of a file that no resource stands in, in their order."""
    rows = Part.objects.filter(arrival=arrival, arrival__person=opened.person).order_by("number")
    return [
        piece.record
        for sealed in rows.values_list("sealed", flat=True).iterator()
        for piece in decode_part(opened.key.open(bytes(sealed), "part"))
        if not piece.is_derived
    ]


class _Parts:
    """The bytes of the parts that may tell of it, one after the other, up to MOST_BYTES."""

    def __init__(self, opened: Opened, numbers: list[int], made_from: int, kept: Kept) -> None:
        self._opened, self._kept = opened, kept
        end = numbers.index(made_from) + 1 if made_from in numbers else 0
        self._numbers = numbers[:end]
        self.is_all = True

    def __iter__(self) -> Iterator[bytes]:
        if self._kept.holds is None:
            yield from self._some(self._numbers)
            return
        for part in self._some(self._numbers[::-1]):  # a day stands behind the last part of its kind
            if not self._kept.holds(part):
                return
            yield part

    def _some(self, numbers: list[int]) -> Iterator[bytes]:
        read = 0
        for number in numbers:
            if read >= MOST_BYTES:
                self.is_all = False
                return
            sealed = Record.objects.filter(pk=number, person_id=self._opened.person, kind=Kind.ORIGINAL)
            body = sealed.values_list("body", flat=True).first()
            if body is not None:
                part = self._opened.key.open(bytes(body), BODY)
                read += len(part)
                yield part
