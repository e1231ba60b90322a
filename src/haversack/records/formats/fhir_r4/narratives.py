"""What does a narrative in XHTML say, as plain lines? Mark-up of whatever kind is read and never passed on."""

from __future__ import annotations

import html
import re

from haversack.records.formats.fhir_r4.attachments import shown

LONGEST = 200_000
_NOTHING = "–"
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)?[^<>]*>")
_CELLS = frozenset({"td", "th"})
_ROWS = frozenset({"tr", "table", "thead", "tbody", "tfoot"})
_BLOCKS = _ROWS | frozenset({
    "blockquote", "br", "caption", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "section", "ul",
})  # fmt: skip


def lines_in(marked: str) -> list[str]:
    """Its lines, without empty ones; the cells of a row are parted by " | ", the lines of a cell by semicolons."""
    lines: list[str] = []
    row: list[str] = []  # cells of the row, or the one line, that is being read
    said: list[str] = []
    in_cell, at, length = False, 0, 0
    text = shown(marked)

    def end_part() -> None:
        nonlocal length
        part = " ".join(html.unescape("".join(said)).split()).strip("; ")
        said.clear()
        if part and length < LONGEST:
            row.append(part[:LONGEST])
            length += len(part)

    def end_cell() -> None:
        """One that is empty keeps its place: what stands behind it belongs under another heading."""
        before = len(row)
        end_part()
        if len(row) == before:
            row.append(_NOTHING)

    def end_line() -> None:
        end_part()
        while row and row[-1] == _NOTHING:
            row.pop()
        if row:
            lines.append(" | ".join(row))
            row.clear()

    for tag in _TAG.finditer(text):
        said.append(text[at : tag.start()])
        at, name = tag.end(), (tag[2] or "").lower()
        if name in _CELLS:
            end_cell() if in_cell else end_part()
            in_cell = not tag[1]
        elif name in _BLOCKS and (name in _ROWS or not in_cell):
            end_line()
            in_cell = False
        elif name in _BLOCKS:
            said.append("; " if said and "".join(said[-1:]).strip(" ;") else " ")
    said.append(text[at:])
    end_line()
    return lines
