"""Is a file a table, and what do its first lines say, as far as can be told before anybody said what its columns are?

Nothing is understood here but letters, separators and whether the first line names the columns; what the columns are is
proposed in proposing.py and said by a person.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import NamedTuple

from haversack.records.formats.measurement_csv.mapping import DELIMITERS

LOOKED_AT = 1 << 18  # bytes from the beginning
MOST_COLUMNS = 60  # that a person can be asked about
_LONGEST = 100_000  # letters of a line
_ALIKE = 3  # lines that have to have as many columns as the first
_DIGIT = re.compile(r"\d")
SEPARATOR_SAID = re.compile(r"sep=(.)")  # the first line of some tables, for Excel


class Table(NamedTuple):
    """rows: the first lines that are not blank, in cells, the heading among them; is_wide: it has more columns than
    anybody could be asked about, so that there are no rows.
    """

    encoding: str
    delimiter: str
    rows: list[list[str]]
    has_heading: bool
    is_wide: bool = False

    @property
    def headings(self) -> list[str]:
        """The names of the columns; where there are none, as many empty ones."""
        return [one.strip() for one in self.rows[0]] if self.has_heading else ["" for _ in self.rows[0]]

    @property
    def lines(self) -> list[list[str]]:
        """The lines behind the heading."""
        return self.rows[1:] if self.has_heading else self.rows


def look(beginning: bytes) -> Table | None:
    """The table that begins so (LOOKED_AT bytes, or all of it); None where it is none."""
    decoded = _decoded(beginning[:LOOKED_AT])
    if decoded is None:
        return None
    text, encoding = decoded
    lines = [one for one in text.splitlines() if one.strip(" \t;,|\0")]
    delimiters: Iterable[str] = DELIMITERS
    if lines and (said := SEPARATOR_SAID.fullmatch(lines[0].strip())) and said[1] in DELIMITERS:
        delimiters, lines = (said[1],), lines[1:]
    if not lines or lines[0].lstrip().startswith(("{", "[", "<", "%PDF", "MSH|", "#haversack-mapping")):
        return None
    if len(lines[0]) > _LONGEST or (len(beginning) >= LOOKED_AT and len(lines) == 1):
        is_wide = max(lines[0].count(one) for one in delimiters) > MOST_COLUMNS
        return Table(encoding, "", [], False, is_wide=True) if is_wide else None
    if len(beginning) >= LOOKED_AT:
        lines.pop()  # cut somewhere
    found = max((_rows(lines, one) for one in delimiters), key=lambda one: len(one[1][0]) if one[1] else 0)
    delimiter, rows = found
    if not rows:
        return None
    if len(rows[0]) > MOST_COLUMNS:
        return Table(encoding, delimiter, [], False, is_wide=True)
    return Table(encoding, delimiter, rows, _is_heading(rows))


def _decoded(beginning: bytes) -> tuple[str, str] | None:
    """The text, and the encoding as a mapping names it."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return beginning[: len(beginning) // 2 * 2].decode("utf-16", "replace"), "utf-16"
    if b"\0" in beginning:
        return None
    try:
        return beginning.decode("utf-8").removeprefix("\ufeff"), "utf-8"
    except UnicodeDecodeError as wrong:
        if len(beginning) - wrong.start < 4 and len(beginning) >= LOOKED_AT:
            return beginning[: wrong.start].decode("utf-8").removeprefix("\ufeff"), "utf-8"
    try:
        return beginning.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return None


def _rows(lines: list[str], delimiter: str) -> tuple[str, list[list[str]]]:
    """The lines in cells; none where the first of them are not alike, or stand in one column."""
    rows = []
    for line in lines:
        try:
            rows.append(next(csv.reader([line], delimiter=delimiter, strict=True)))
        except (csv.Error, StopIteration):
            rows.append([])
    first = rows[:_ALIKE]
    is_table = len(first) > 1 and len(first[0]) > 1 and {len(one) for one in first} == {len(first[0])}
    return delimiter, [row for row in rows if len(row) == len(rows[0])] if is_table else []


def _is_heading(rows: list[list[str]]) -> bool:
    """Whether the first line names the columns: a line of measurements has a number in it, and a day."""
    return not any(cell.strip()[:1].isdigit() for cell in rows[0]) and any(_DIGIT.search(cell) for cell in rows[1])
