"""What does a table of measurements hold, by its mapping? Each line is an original, with what was made of it behind it.

The mapping stands in a line before the table ("#haversack-mapping {...}"), since no table says itself what its columns
are: so the file is understood again wherever it goes, out of an export too. Ids come from what was measured, when and
how much (uuid5), so that a longer table of next year doubles nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID, uuid5

import msgspec

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.measurement_csv import words
from haversack.records.formats.measurement_csv.mapping import DELIMITERS, Mapping, MappingUnusable, mapping_from
from haversack.records.lines import split_lines
from haversack.records.measures import Reading as Measured
from haversack.records.measures import observation
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE

MARK = b"#haversack-mapping "
BASE = "Own measurements"
_SOURCE = "urn:own-measurements"
_NAMESPACE = UUID("5f1b8a0e-0a7c-5d39-8e0b-7c7a3b1d9e42")  # ours, for ids of what people measured themselves
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?", re.ASCII)
_DATE = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})\.?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: ?([AaPp])\.?[Mm]\.?)?", re.ASCII)
_LONGEST = 100_000  # bytes of a line


class Wrong(Exception):
    """A line that is not taken; the message is one of words.py."""


class _Columns(NamedTuple):
    """Where what stands in a line; width: how many columns lines have. measures: (place, measure, unit)."""

    width: int
    date: int
    time: int
    measures: list[tuple[int, str, str]]


def begins_as_measurements(beginning: bytes) -> bool:
    """Whether a file begins with a mapping."""
    return beginning.startswith(MARK)


def mapping_line(mapping: Mapping) -> bytes:
    """The line to put before a table."""
    return MARK + msgspec.json.encode(mapping) + b"\n"


def read_file(stream: BinaryIO, beginning: bytes, strict: bool = False) -> Reading:
    """Read a file that `begins_as_measurements`. Never raises for what is in it. strict: a time without a zone is left
    out of what is made."""
    return Reading("measurements", lambda reading: _pieces(reading, stream, beginning, strict), base=BASE)


def _pieces(reading: Reading, stream: BinaryIO, beginning: bytes, strict: bool) -> Iterator[Piece]:
    first, end, rest = beginning.partition(b"\n")
    try:
        mapping = mapping_from(first.removeprefix(MARK))
    except MappingUnusable:
        reading.problems.append(Problem(WHOLE_FILE, words.NO_MAPPING))
        yield from _blocks(beginning, stream)
        return
    mapping = msgspec.structs.replace(mapping, without_times=strict)
    if mapping.encoding == "utf-16":
        yield from _of_utf16(reading, rest + stream.read(), first + end, mapping)
        return
    yield from _of_lines(reading, split_lines(stream, rest), first + end, mapping, mapping.encoding)


def _blocks(beginning: bytes, stream: BinaryIO) -> Iterator[Piece]:
    while beginning:
        yield Piece(beginning, b"", WHOLE_FILE, role=ORIGINAL)
        beginning = stream.read(1 << 20)


def _of_utf16(reading: Reading, whole: bytes, before: bytes, mapping: Mapping) -> Iterator[Piece]:
    """Lines of two bytes a letter, cut where a line ends, so that they are the file again."""
    is_big = whole.startswith(b"\xfe\xff")
    end, encoding = (b"\0\n", "utf-16-be") if is_big else (b"\n\0", "utf-16-le")
    lines, start = [], 0
    at = whole.find(end)
    while at >= 0:
        if at % 2 == 0:
            lines.append((whole[start : at + 2], True))
            start = at + 2
        at = whole.find(end, at + 1)
    if start < len(whole):
        lines.append((whole[start:], True))
    yield from _of_lines(reading, iter(lines), before, mapping, encoding)


def _of_lines(
    reading: Reading, lines: Iterator[tuple[bytes, bool]], before: bytes, mapping: Mapping, encoding: str
) -> Iterator[Piece]:
    columns, delimiter, is_empty = None, mapping.delimiter, True
    for number, (line, is_whole) in enumerate(lines, 1):
        where = f"line {number}"
        reading.whole &= is_whole
        try:
            text = line.decode(encoding).removeprefix("\ufeff").rstrip("\r\n")
        except UnicodeDecodeError:
            yield Piece(line, before, where, problem=Problem(where, words.WRONG_ENCODING))
            before = b""
            continue
        if not text.strip(" \t;,|\0"):
            before += line
            continue
        if columns is None:
            delimiter = delimiter or max(DELIMITERS, key=text.count)
            heading = _cells(text, delimiter) or []
            found = _columns(heading, mapping)
            if isinstance(found, str):
                reading.problems.append(Problem(WHOLE_FILE, words.NO_SUCH_COLUMN.format(found)))
                yield from _unread(line, before, where, lines)
                return
            columns = found
            if mapping.header:
                before += line
                continue
        yield from _of_line(line, text, before, where, columns, delimiter, mapping)
        before, is_empty = b"", False
    reading.tail = before
    if is_empty and not reading.problems:
        reading.problems.append(Problem(WHOLE_FILE, words.NO_LINES, "information"))


def _unread(line: bytes, before: bytes, where: str, lines: Iterator[tuple[bytes, bool]]) -> Iterator[Piece]:
    yield Piece(line, before, where, role=ORIGINAL)
    for number, (rest, _is_whole) in enumerate(lines, 1):
        yield Piece(rest, b"", f"{where}, line {number}", role=ORIGINAL)


def _columns(heading: list[str], mapping: Mapping) -> _Columns | str:
    """Where the columns of the mapping stand; the first that is not there."""
    names = [one.strip() for one in heading] if mapping.header else [str(one + 1) for one in range(len(heading))]
    places: dict[str, int] = {}
    measures = []
    for column, kind in mapping.columns.items():
        if column not in names:
            return column
        if kind in ("date", "time"):
            places[kind] = names.index(column)
        else:
            measures.append((names.index(column), kind, mapping.unit_of(column)))
    return _Columns(len(names), places["date"], places.get("time", -1), measures)


def _cells(text: str, delimiter: str) -> list[str] | None:
    if len(text) > _LONGEST:
        return None
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return None


def _of_line(
    line: bytes, text: str, before: bytes, where: str, columns: _Columns, delimiter: str, mapping: Mapping
) -> Iterator[Piece]:
    try:
        made = _made(_cells(text, delimiter), columns, mapping)
    except Wrong as wrong:
        yield Piece(line, before, where, problem=Problem(where, str(wrong)))
        return
    yield Piece(line, before, where, role=ORIGINAL)
    for doc in made:
        written = digits.encode(doc)
        yield Piece(written, b"", where, doc=digits.decode(written), role=DERIVED)


def _made(cells: list[str] | None, columns: _Columns, mapping: Mapping) -> list[dict[str, Any]]:
    if cells is None or len(cells) != columns.width:
        raise Wrong(words.BROKEN_LINE)
    when = _day(cells[columns.date].strip(), mapping.date_order)
    clock = cells[columns.time].strip() if columns.time >= 0 else ""
    said = _clock(clock) if clock else ""
    when += "" if mapping.without_times else said
    read = [
        Measured(measure, _number(written, mapping.decimal), unit)
        for place, measure, unit in columns.measures
        if (written := cells[place].strip())
    ]
    if not read:
        raise Wrong(words.NO_VALUE)
    pressure = [one for one in read if one.measure in ("systolic", "diastolic")]
    if len(pressure) == 1:
        raise Wrong(words.HALF_A_PRESSURE)
    pressure.sort(key=lambda one: one.measure, reverse=True)
    groups = [[one] for one in read if one not in pressure] + ([pressure] if pressure else [])
    return [observation(_id(when, group), when, group, source=_SOURCE) for group in groups]


def _id(when: str, group: list[Measured]) -> str:
    return str(uuid5(_NAMESPACE, "\x1f".join([when, *(f"{one.measure} {one.number} {one.unit}" for one in group)])))


def _number(said: str, decimal: str) -> Decimal:
    other = "," if decimal == "." else "."
    if other in said or _NUMBER.fullmatch(plain := said.replace(decimal, ".")) is None:
        raise Wrong(words.NOT_A_NUMBER)
    return Decimal(plain)


def _day(said: str, order: str) -> str:
    """A FHIR date. ISO 8601 is always understood."""
    found = _DATE.fullmatch(said)
    if found is None:
        raise Wrong(words.NO_DATE)
    named = dict(zip("ymd" if len(found[1]) == 4 else order, found.groups(), strict=True))
    if len(named["y"]) != 4:
        raise Wrong(words.NO_DATE)
    try:
        return date(int(named["y"]), int(named["m"]), int(named["d"])).isoformat()
    except ValueError:
        raise Wrong(words.NO_DATE) from None


def _clock(said: str) -> str:
    """ "T07:30" as far as it was said, in no zone, since the table names none."""
    found = _TIME.fullmatch(said)
    if found is None:
        raise Wrong(words.NO_TIME)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise Wrong(words.NO_TIME)
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Wrong(words.NO_TIME)
    return f"T{hour:02}:{minute:02}:{second:02}" if found[3] else f"T{hour:02}:{minute:02}"
