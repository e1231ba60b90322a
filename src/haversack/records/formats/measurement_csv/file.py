"""What does a table of measurements hold, by its mapping? Each line is an original, with what was made of it behind it.

The mapping stands in a line before the table ("#haversack-mapping {...}"), since no table says itself what its columns
are: so the file is understood again wherever it goes, out of an export too. Ids come from what was measured, when and
how much (uuid5), so that a longer table of next year doubles nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID, uuid5

import msgspec

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.measurement_csv import words
from haversack.records.formats.measurement_csv.looking import SEPARATOR_SAID
from haversack.records.formats.measurement_csv.mapping import DELIMITERS, Mapping, MappingUnusable, mapping_from
from haversack.records.formats.measurement_csv.reading import Wrong, clock, day, has_zone
from haversack.records.formats.measurement_csv.reading import number as number_of
from haversack.records.lines import split_lines
from haversack.records.measures import Reading as Measured
from haversack.records.measures import observation
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE

MARK = b"#haversack-mapping "
BASE = "Own measurements"
_SOURCE = "urn:own-measurements"
_NAMESPACE = UUID("5f1b8a0e-0a7c-5d39-8e0b-7c7a3b1d9e42")  # ours, for ids of what people measured themselves
_LONGEST = 100_000  # bytes of a line


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
            if said := SEPARATOR_SAID.fullmatch(text.strip()):
                delimiter = delimiter or said[1]
                before += line
                continue
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
        place = _place(column, names)
        if place < 0:
            return column
        if kind in ("date", "time"):
            places[kind] = place
        else:
            measures.append((place, kind, mapping.unit_of(column)))
    return _Columns(len(names), places["date"], places.get("time", -1), measures)


def _place(column: str, names: list[str]) -> int:
    """Where the column of that heading stands, or the one of that number ("#3"); -1 where there is none."""
    if column in names:
        return names.index(column)
    said = column.removeprefix("#")
    return int(said) - 1 if said != column and digits.is_whole(said) and 0 < int(said) <= len(names) else -1


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
    when, said = day(cells[columns.date].strip(), mapping.date_order)
    if written := cells[columns.time].strip() if columns.time >= 0 else "":
        said = clock(written)
    when += "" if mapping.without_times and not has_zone(said) else said
    read = [
        Measured(measure, number_of(written, mapping.decimal), unit)
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
