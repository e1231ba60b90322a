"""What does a report say, from the words on its pages? None where it holds no table of results."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from haversack.records.formats.lab_report import report as kinds
from haversack.records.formats.lab_report.head import head_of, is_head
from haversack.records.formats.lab_report.paper import Page, Row, rows_of
from haversack.records.formats.lab_report.report import Line, Report
from haversack.records.formats.lab_report.table import (
    Place,
    cells_of,
    columns_of,
    decimal_of,
    goes_on,
    is_comment,
    led_line,
    line_of,
    without_leaders,
)  # fmt: skip

MOST_LINES = 4_000
_FEWEST_LED = 3  # results without a table, before a text counts as a report
_FOOT = re.compile(
    r"(?:page|seite|página|hoja)\s*:?\s*\d+|\*{3,}|end of report|ende des befund|fin del informe", re.IGNORECASE
)
_MOST_COMMENT = 2_000
_LONGEST_TITLE = 120


def report_of(pages: Sequence[Page], more: int = 0) -> Report | None:
    """Read a report. Raises nothing, whatever is on the pages."""
    rows = [row for number, page in enumerate(pages) for row in rows_of(number, page)][:MOST_LINES]
    reader = _Reader(rows)
    lines = reader.read()
    if not reader.is_report:
        return None
    first = next(at for at, line in enumerate(lines) if line.kind in (kinds.RESULT, kinds.HEADING))
    head = head_of([*rows[:first], *(row for row, line in zip(rows, lines, strict=True) if line.kind == kinds.HEAD)])
    for line in lines[:first]:
        if line.kind == kinds.UNREAD and head.laboratory and head.laboratory in line.text:
            line.kind = kinds.HEAD
    return Report(head, tuple(lines), tuple((page.width, page.height) for page in pages), reader.decimal, more)


def title_of(pages: Sequence[Page]) -> str:
    """The first line with words in it, which is what a document is mostly called; "" without one."""
    rows = rows_of(0, pages[0])[:8] if pages else []
    return next((row.text[:_LONGEST_TITLE] for row in rows if sum(map(str.isalpha, row.text)) > 3), "")


class _Reader:
    """Goes down the lines with what is known from those above: the columns, the section, the result a comment is of."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._columns: list[Place] | None = None
        self._section = ""
        self._last: Line | None = None  # the result above
        self._waiting: Line | None = None  # a name without a value, directly above
        self._comments = False
        self._has_table = False
        self.decimal = decimal_of(row.text for row in rows if columns_of(row) is None and not is_head(row))
        self._lines: list[Line] = []

    @property
    def is_report(self) -> bool:
        results = [one for one in self._lines if one.kind == kinds.RESULT]
        return bool(results) and (self._has_table or len(results) >= _FEWEST_LED)

    def read(self) -> list[Line]:
        for at, row in enumerate(self._rows):
            self._lines.append(self._line(row, self._rows[at - 1] if at else None))
        self._settle()
        return self._lines

    def _line(self, row: Row, above: Row | None) -> Line:
        plain = Line(kinds.UNREAD, row.page, row.number, row.box, row.text, section=self._section)
        if (columns := columns_of(row)) is not None:
            self._columns, self._has_table = columns, True
            return self._passed(plain, kinds.HEADING)
        if self._columns is None:
            bare, led = without_leaders(row)
            line = led_line(bare, self.decimal) if led else None
            if line is not None:
                return self._found(line, row)
            return plain if not is_head(row) else self._passed(plain, kinds.HEAD)
        if _FOOT.match(row.text.strip()) or (is_head(row) and not is_comment(row.text)):
            return self._passed(plain, kinds.HEAD)
        if is_comment(row.text):
            return self._comment(plain)
        bare, _led = without_leaders(row)
        cells = cells_of(bare, self._columns)
        if cells is None:
            return self._comment(plain) if self._comments else self._passed(plain, kinds.UNREAD, kinds.OUTSIDE)
        if set(cells) == {"test"}:
            return self._alone(plain, row, above)
        if set(cells) == {"other"}:
            return self._passed(plain, kinds.HEAD)
        return self._found(line_of(bare, cells, self.decimal), row)

    def _passed(self, line: Line, kind: str, doubt: str = "") -> Line:
        line.kind, line.doubt = kind, doubt
        if kind != kinds.HEAD:
            self._comments = False
        self._waiting = None
        return line

    def _found(self, line: Line, row: Row) -> Line:
        line.section, line.text = self._section, row.text
        if line.kind != kinds.RESULT:
            self._waiting = None
            return line
        if self._waiting is not None and self._waiting.page == line.page and goes_on(self._waiting.text, line.test):
            above, line.test = self._waiting, f"{self._waiting.text.strip(' .')} {line.test}"
            above.kind, above.doubt = kinds.COMMENT, ""
            line.box = _around(above.box, line.box)
        self._waiting, self._comments, self._last = None, False, line
        return line

    def _alone(self, line: Line, row: Row, above: Row | None) -> Line:
        """A name without anything beside it: the rest of the name above, a heading, or words that go on a comment."""
        last = self._last
        if self._comments and not row.text.strip(" :").isupper():
            return self._comment(line)
        is_next = above is not None and above.page == row.page and last is not None and last.number == above.number
        if is_next and last is not None and last.page == row.page and goes_on(last.test, row.text):
            last.test = f"{last.test} {row.text.strip()}"
            last.box = _around(last.box, row.box)
            line.kind = kinds.COMMENT
            return line
        line.doubt = kinds.NO_VALUE
        self._waiting = line
        return line

    def _comment(self, line: Line) -> Line:
        if self._last is not None and len(self._last.comment) < _MOST_COMMENT:
            self._last.comment = f"{self._last.comment}\n{line.text.strip()}".strip()
        line.kind, line.doubt = kinds.COMMENT, ""
        self._comments, self._waiting = True, None
        return line

    def _settle(self) -> None:
        """A name that stands alone above results heads them: every result below it, up to the next, is told so."""
        section = ""
        number: Counter[int] = Counter()
        following = [*self._lines[1:], None][: len(self._lines)]
        for line, after in zip(self._lines, following, strict=True):
            stands_above = after is not None and after.kind in (kinds.RESULT, kinds.HEADING, kinds.COMMENT)
            is_alone = line.doubt == kinds.NO_VALUE or (not line.doubt and line.text.strip(" :").isupper())
            if line.kind == kinds.UNREAD and is_alone and stands_above and _is_title(line.text):
                line.kind, line.doubt, section = kinds.SECTION, "", line.text.strip(" :")
            elif line.kind == kinds.RESULT:
                line.section = section
                number[line.page] += 1
                if number[line.page] > kinds.MOST_ON_A_PAGE:
                    line.kind, line.doubt = kinds.UNREAD, kinds.TOO_MANY


def _is_title(text: str) -> bool:
    bare = text.strip(" :-=*")
    return (
        bool(bare)
        and len(bare) <= 60
        and (bare.isupper() or text.rstrip().endswith(":") or bare.istitle() or bare[0].isupper())
    )


def _around(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
