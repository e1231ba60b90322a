"""How does a file of HL7 v2 messages come apart: the messages as they came, and behind each what was made of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import Doc
from haversack.records.formats.hl7v2.framing import Framed, framed
from haversack.records.formats.hl7v2.message import Unreadable, parse
from haversack.records.formats.hl7v2.read import MessageRead, read_message
from haversack.records.formats.hl7v2.times import Clock
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE

# Who and where is told again in every message, with more or less of it. What tells nothing new is passed over.
_TOLD_AGAIN = frozenset({"Patient", "Practitioner", "Organization", "Location", "Encounter"})
_REMEMBERED = 50_000
_SHOWN = 12


def read_file(stream: BinaryIO, beginning: bytes, strict: bool = False) -> Reading:
    """Read a file that `begins_as_messages`. Its source is whoever sent the first message that can be read."""
    clock = Clock(strict=strict)
    return Reading("hl7v2", lambda reading: _Pieces(reading, clock).of(stream, beginning), base=_sender(beginning))


def _sender(beginning: bytes) -> str:
    """Who sent the first message that says so."""
    for one in framed(BytesIO(), beginning):
        if one.kind == "message":
            try:
                sender = parse(one.raw).facility
            except Unreadable:
                continue
            if sender:
                return f"HL7 v2: {sender}"
    return ""


class _Pieces:
    """Cuts one file, and counts what its batches promise and what nothing reads."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock
        self._number = 0
        self._unread: Counter[str] = Counter()
        self._told: dict[str, Doc] = {}
        self._from_the_desk: set[str] = set()
        self._batch: int | None = None  # messages since the header of a batch that is open
        self._is_file_open = False

    def of(self, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
        before = b""
        for one in framed(stream, beginning):
            before += one.before
            if one.kind == "end":
                self._reading.tail = before
            elif one.kind == "batch":
                before += one.raw
                self._count(one)
            else:
                self._number += 1
                self._batch = None if self._batch is None else self._batch + 1
                read = read_message(one, self._number, self._clock)
                self._reading.whole &= one.whole
                yield from self._pieces(read, before)
                before = b""
        self._end(stream)

    def _pieces(self, read: MessageRead, before: bytes) -> Iterator[Piece]:
        if read.why:
            yield Piece(read.raw, before, read.where, problem=Problem(read.where, read.why))
        else:
            yield Piece(read.raw, before, read.where, role=ORIGINAL)
        for about in read.patients:
            for made in about.made:
                if not self._is_told(made.doc, by_the_desk=read.kind.startswith("ADT")):
                    raw = digits.encode(made.doc)
                    yield Piece(raw, b"", f"{read.where}, {made.where}", doc=digits.decode(raw), role=DERIVED)
        self._unread.update(read.unread)
        self._reading.problems += read.problems

    def _is_told(self, doc: Doc, *, by_the_desk: bool) -> bool:
        """Whether this file told it before.

        What admission and registration (ADT) say of a person or a visit, no laboratory knows better. Of the rest, what
        tells nothing new is passed over.
        """
        kind, own = doc["resourceType"], f"{doc['resourceType']}/{doc['id']}"
        if kind not in _TOLD_AGAIN:
            return False
        before = self._told.get(own)
        if not by_the_desk and own in self._from_the_desk:
            return True
        if before is not None and _is_in({**doc, "meta": None}, {**before, "meta": None}):
            return True
        if len(self._told) < _REMEMBERED:
            self._told[own] = doc
            if by_the_desk and kind in ("Patient", "Encounter"):
                self._from_the_desk.add(own)
        return False

    def _count(self, one: Framed) -> None:
        """A header opens a batch or a file of batches, a trailer says how many there should have been."""
        name, separator = one.raw[:3], one.raw[3:4]
        if name == b"FHS":
            self._is_file_open = True
        elif name == b"FTS":
            self._is_file_open = False
        elif name == b"BHS":
            self._batch = 0
        else:
            # A trailer of its name alone says no number.
            said = one.raw.split(separator)[1].strip() if separator and separator in one.raw else b""
            if said.isdigit() and self._batch is not None and int(said[:9]) != self._batch:
                what = words.BATCH_COUNT.format(int(said[:9]), self._batch)
                self._reading.problems.append(Problem(WHOLE_FILE, what, "warning"))
            self._batch = None

    def _end(self, stream: BinaryIO) -> None:
        problems = self._reading.problems
        if not self._number:
            problems.append(Problem(WHOLE_FILE, words.NO_MESSAGES))
        if self._batch is not None or self._is_file_open:
            problems.append(Problem(WHOLE_FILE, words.BATCH_CUT_OFF, "warning"))
        if self._unread:
            most = self._unread.most_common(_SHOWN)
            said = ", ".join(f"{name} ({number})" for name, number in most)
            said += " …" if len(self._unread) > _SHOWN else ""
            problems.append(Problem(WHOLE_FILE, words.NOT_READ.format(said), "information"))
        if damage := getattr(stream, "damage", ""):
            problems.append(Problem(WHOLE_FILE, damage))


def _is_in(new: object, old: object) -> bool:
    """Whether `old` says all that `new` says."""
    if isinstance(new, dict) and isinstance(old, dict):
        return all(name in old and _is_in(value, old[name]) for name, value in new.items())
    if isinstance(new, list) and isinstance(old, list):
        return all(any(_is_in(value, other) for other in old) for value in new)
    return new == old
