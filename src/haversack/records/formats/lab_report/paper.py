"""Which words stand where on the pages of a report? The same for a PDF and for a text in columns."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from haversack.records.unspoken import Unspoken

# A text is laid out as a typewriter would.
_WIDE, _HIGH = 6.0, 12.0
_LINES = 66
_TAB = 8
MOST_LINES = 6_000
_LONGEST_LINE = 400


class Word(NamedTuple):
    """In points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Page(Unspoken, msgspec.Struct):
    """width, height: in points. words: in the order of reading."""

    width: float
    height: float
    words: list[Word] = []


class Row(Unspoken, msgspec.Struct):
    """The words that stand on one line, from left to right. page: from 0; number: of the line on it, from 1."""

    page: int
    number: int
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom."""
        words = self.words
        return (
            min(one.left for one in words), min(one.top for one in words),
            max(one.right for one in words), max(one.bottom for one in words),
        )  # fmt: skip


def sheets_of(text: str) -> list[list[str]]:
    """The lines of a text, a page each: at every form feed, and where a page of a typewriter would be full."""
    sheets: list[list[str]] = []
    left = MOST_LINES
    for sheet in text.split("\f"):
        lines = sheet.splitlines()[:left]
        left -= len(lines)
        for start in range(0, len(lines), _LINES):
            sheets.append([line[:_LONGEST_LINE].expandtabs(_TAB).rstrip() for line in lines[start : start + _LINES]])
        if left <= 0:
            break
    return sheets


def pages_of_text(text: str) -> list[Page]:
    """The pages of a text, with the places of its words."""
    pages: list[Page] = []
    for lines in sheets_of(text):
        words = [word for number, line in enumerate(lines) for word in _typed(line, number)]
        pages.append(Page(max([80, *map(len, lines)]) * _WIDE, len(lines) * _HIGH, words))
    return pages


def line_at(top: float) -> int:
    """Which line of its page (from 0) of a text begins at this height."""
    return int(top / _HIGH)


def _typed(line: str, number: int) -> list[Word]:
    found, at = [], 0
    top = number * _HIGH
    for part in line.split(" "):
        if part:
            found.append(Word(part, at * _WIDE, top, (at + len(part)) * _WIDE, top + _HIGH))
        at += len(part) + 1
    return found


def rows_of(number: int, page: Page) -> list[Row]:
    """The lines of a page, from the top."""
    rows: list[list[Word]] = []
    for word in sorted(
        (one for one in page.words if one.text.strip()), key=lambda one: ((one.top + one.bottom) / 2, one.left)
    ):
        if rows and _is_beside(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(number, at, sorted(row, key=lambda one: one.left)) for at, row in enumerate(rows, 1)]


def _is_beside(row: list[Word], word: Word) -> bool:
    """Whether a word stands on this line: their middles are closer than half a letter."""
    first = row[0]
    middle = (first.top + first.bottom) / 2
    height = min(first.bottom - first.top, word.bottom - word.top)
    return abs((word.top + word.bottom) / 2 - middle) < max(0.45 * height, 1.0)


def segments(row: Row) -> list[list[Word]]:
    """The parts of a line between which there is more room than between words."""
    found: list[list[Word]] = []
    for word in row.words:
        before = found[-1][-1] if found else None
        if before is not None and word.left - before.right < 0.75 * (before.bottom - before.top):
            found[-1].append(word)
        else:
            found.append([word])
    return found
