"""How does an export of Fitbit or Google come apart, with memory for one of its files, however large it is?

Its files were gathered into one (gathering.py), sorted by what they are. Each stands in originals as it came; what was
made of a kind follows the last file of the kind, as a day can stand in two of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.fitbit import words
from haversack.records.formats.fitbit.families import family_of, group_of, stem
from haversack.records.formats.fitbit.frames import Frame, frames
from haversack.records.formats.fitbit.gathering import MARK
from haversack.records.formats.fitbit.measurements import Measurements
from haversack.records.formats.fitbit.parts import NotSo, read_part
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE
from haversack.records.wearables.making import Doc

BASE = "Fitbit"
_LARGEST = 96 << 20  # bytes of one file; a month of heart rates has two million
PART = 256 << 10  # bytes of the file, kept as one original
_SHOWN = 12
_MOST_PROBLEMS = 50
_ALONE = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\[\s*\{\s*"(?:dateTime"\s*:\s*"\d\d/\d\d/\d\d|logId"\s*:\s*\d+\s*,\s*"(?:weight|dateOfSleep)")'
)


def begins_as_fitbit(beginning: bytes) -> bool:
    """Whether a file begins as an export that was gathered, or as one file of it alone."""
    return beginning.startswith(MARK) or _ALONE.match(beginning[:400]) is not None


def read_file(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_fitbit`. All exports of a person are one source."""
    if not beginning.startswith(MARK):
        return Reading("fitbit", lambda reading: _alone(reading, stream, beginning), base=BASE)
    return Reading("fitbit", lambda reading: _Pieces(reading).of(frames(stream, beginning)), base=BASE)


def _alone(reading: Reading, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
    reading.problems.append(Problem(WHOLE_FILE, words.A_PART))
    while beginning:
        yield Piece(beginning, b"", WHOLE_FILE, role=ORIGINAL)
        beginning = stream.read(1 << 20)


class _Pieces:
    """Follows the frames of an export."""

    def __init__(self, reading: Reading) -> None:
        self._problems = reading.problems
        self._found = Measurements()
        self._family = self._last = ""
        self._name, self._number, self._first = "", 0, 1
        self._raw: list[bytes] = []
        self._content: list[bytes] | None = None
        self._length = self._shown = self._held = 0
        self._not_shown: Counter[str] = Counter()

    def of(self, frames: Iterator[Frame]) -> Iterator[Piece]:
        for frame in frames:
            if frame.name:
                yield from self._days_of(frame.name)
                self._begin(frame.name)
            self._raw.append(frame.raw)
            self._held += len(frame.raw)
            if frame.wrong:
                self._say(words.NOT_GATHERED)
                self._content = None
            elif frame.ends:
                yield from self._end(is_damaged=frame.damaged)
            elif frame.content:
                self._take(frame.content)
            yield from self._original(PART)
        yield from self._given(list(self._found.told()))
        yield from self._original(1)
        self._sum_up()

    def _original(self, least: int) -> Iterator[Piece]:
        """What stands in the file since the last original, if it is so much."""
        if self._held >= least:
            yield Piece(b"".join(self._raw), b"", f"item {self._first}", role=ORIGINAL)
            self._raw, self._held, self._first = [], 0, self._number

    def _begin(self, name: str) -> None:
        self._name, self._number = name, self._number + 1
        self._first = self._first if self._raw else self._number
        self._family, self._length = family_of(name), 0
        self._content = [] if self._family else None
        if not self._family:
            self._not_shown[stem(name)] += 1

    def _days_of(self, name: str) -> Iterator[Piece]:
        """What days come to, where another kind of file follows. It stands behind the last of its own kind."""
        group = group_of(self._last)
        if group and group_of(family_of(name)) != group:
            yield from self._given(list(self._found.told(group)))
            self._last = ""

    def _take(self, content: bytes) -> None:
        self._length += len(content)
        if self._content is not None and self._length > _LARGEST:
            self._content = None
            self._say(words.TOO_LARGE)
        if self._content is not None:
            self._content.append(content)

    def _end(self, *, is_damaged: bool) -> Iterator[Piece]:
        content, self._content = self._content, None
        if is_damaged:
            self._say(words.BROKEN_OFF)
        if content is None:
            return
        try:
            made = read_part(self._found, self._family, b"".join(content))
        except NotSo:
            if content and not is_damaged:
                self._say(words.UNREADABLE)
            return
        self._last = self._family
        yield from self._given(made)

    def _given(self, made: list[Doc]) -> Iterator[Piece]:
        if not made:
            return
        yield from self._original(1)
        self._shown += len(made)
        for doc in made:
            written = digits.encode(doc)
            yield Piece(written, b"", self._where(), doc=digits.decode(written), role=DERIVED)

    def _where(self) -> str:
        return f"item {self._number}"

    def _say(self, what: str) -> None:
        if sum(one.severity == "error" for one in self._problems) < _MOST_PROBLEMS:
            base = self._name.replace("\\", "/").rpartition("/")[2]
            self._problems.append(Problem(base[:120] if base.isprintable() else self._where(), what))

    def _sum_up(self) -> None:
        found, problems = self._found, self._problems
        if found.clock.was_missed:
            problems.append(Problem(WHOLE_FILE, words.NO_ZONE, "warning"))
        if found.without_unit:
            problems.append(Problem(WHOLE_FILE, words.NO_UNIT.format(found.without_unit), "warning"))
        if found.not_understood:
            problems.append(Problem(WHOLE_FILE, words.NOT_UNDERSTOOD.format(found.not_understood), "warning"))
        if self._not_shown:
            said = ", ".join(f"{name} ({number})" for name, number in self._not_shown.most_common(_SHOWN))
            said += " …" if len(self._not_shown) > _SHOWN else ""
            problems.append(Problem(WHOLE_FILE, words.NOT_SHOWN.format(said), "information"))
        if not self._shown and not problems:
            problems.append(Problem(WHOLE_FILE, words.NOTHING, "information"))
