"""What would come of a table under a mapping: the first measurements, and each line that could not be read?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from haversack.records.formats.measurement_csv.behind import behind
from haversack.records.formats.measurement_csv.file import mapping_line, read_file
from haversack.records.formats.measurement_csv.mapping import Mapping
from haversack.records.pieces import DERIVED, ORIGINAL

MOST_LINES = 5_000
_SHOWN = 8
_BAD = 50
_QUOTED = 120  # letters of a bad line


@dataclass(slots=True, repr=False)
class Preview:
    """made: the first resources; bad: (place, sentence, the line's first letters) of lines that could not be read.

    number, lines, bad_number: how many there are of each, in the lines that were looked at; is_all: whether those are
    all of them. problems: what concerns the whole table.
    """

    made: list[dict[str, Any]] = field(default_factory=list)
    bad: list[tuple[str, str, str]] = field(default_factory=list)
    number: int = 0
    lines: int = 0
    bad_number: int = 0
    is_all: bool = True
    problems: list[str] = field(default_factory=list)


def preview(stream: BinaryIO, mapping: Mapping) -> Preview:
    """Read the first MOST_LINES of a table, which is at its beginning, as it would be taken in."""
    found = Preview()
    whole = behind(mapping_line(mapping), stream)
    reading = read_file(whole, whole.read(1 << 16))
    for piece in reading:
        if piece.role == DERIVED and piece.doc is not None:
            found.number += 1
            if len(found.made) < _SHOWN:
                found.made.append(piece.doc)
            continue
        if found.lines == MOST_LINES:
            found.is_all = False
            break
        found.lines += 1
        if piece.role != ORIGINAL and piece.problem is not None:
            found.bad_number += 1
            if len(found.bad) < _BAD:
                found.bad.append((piece.where, piece.problem.what, _quoted(piece.raw, mapping.encoding)))
    found.problems = [one.what for one in reading.problems]
    return found


def _quoted(line: bytes, encoding: str) -> str:
    said = line[: 4 * _QUOTED].decode("utf-16-le" if encoding == "utf-16" else encoding, "replace")
    printable = " ".join("".join(one if one.isprintable() else " " for one in said).split())
    return printable if len(printable) <= _QUOTED else f"{printable[:_QUOTED]}…"
