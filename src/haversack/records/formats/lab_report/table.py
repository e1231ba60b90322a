"""Where are the columns of a table of results, and what does each of its lines say?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from haversack.records.formats.lab_report import report as kinds
from haversack.records.formats.lab_report.cells import (
    NO_UNIT,
    is_unit,
    range_in,
    result_in,
    unit_behind,
)  # fmt: skip
from haversack.records.formats.lab_report.days import days_in
from haversack.records.formats.lab_report.paper import Row, Word, segments
from haversack.records.formats.lab_report.report import Line
from haversack.records.formats.lab_report.terms import COMMENTS, RESULT_WORDS, Column, flag_in, headings

_LEADER = re.compile(r"\.{3,}|…+|_{3,}|(?:\. ){3,}")
_BEHIND = re.compile(
    r"\s*[(\[]([^()\[\]]+)[)\]]\s*$|\s(?:ref\.?|reference|referenz|rango)\s*:?\s*(\S.*)$", re.IGNORECASE
)
_LOINC = re.compile(r"\d{1,5}-\d", re.ASCII)
_WAIT = re.compile(r"[a-zß-ÿ(,;]")
_GOES_ON = re.compile(r"(?:[-,/(]|\b(?:and|with|of|for|by|und|mit|de|con|y))$", re.IGNORECASE)


class Place(NamedTuple):
    """A column, and where the words stand that head it."""

    kind: Column
    left: float
    right: float


def columns_of(row: Row) -> list[Place] | None:
    """The columns that a line heads; None for a line that heads no table of results."""
    if len(row.words) > 20:
        return None
    found = headings([word.text for word in row.words])
    if not found:
        return None
    each = [kind for kind, _start, _end in found if kind != "other"]
    if len(set(each)) != len(each) or not {"test", "value"} <= set(each):
        return None
    if not {"unit", "range", "flag"} & set(each):
        return None
    return [Place(kind, row.words[start].left, row.words[end - 1].right) for kind, start, end in found]


def without_leaders(row: Row) -> tuple[Row, bool]:
    """The line without the dots that lead from a name to its value."""
    words: list[Word] = []
    led = False
    for word in row.words:
        if not word.text.strip(". …_") and len(word.text) > 1:
            led = True
            continue
        parts = _LEADER.split(word.text)
        if len(parts) == 1:
            words.append(word)
            continue
        led = True
        wide = (word.right - word.left) / max(len(word.text), 1)
        at = 0
        for part in parts:
            start = word.text.index(part, at)
            if part.strip(". "):
                words.append(
                    Word(part, word.left + start * wide, word.top, word.left + (start + len(part)) * wide, word.bottom)
                )
            at = start + len(part)
    lone = [one for one in words if one.text != "."]
    led = led or len(words) - len(lone) > 3
    return (Row(row.page, row.number, lone if led else words), led) if words else (row, False)


def cells_of(row: Row, columns: list[Place]) -> dict[Column, str] | None:
    """What a line says in each column. None where a part of it reaches over several, as a sentence does."""
    found: dict[int, list[str]] = {}
    last = 0
    for segment in _cut(segments(row), columns):
        left, right = segment[0].left, segment[-1].right
        if _reaches_over(left, right, columns):
            return None
        place = _nearest(left, right, columns, last)
        found.setdefault(place, []).append(" ".join(word.text for word in segment))
        last = place
    return {columns[place].kind: " ".join(said) for place, said in found.items()}


def _cut(parts: list[list[Word]], columns: list[Place]) -> list[list[Word]]:
    """The parts of a line, cut where a word begins exactly below the head of a column."""
    found: list[list[Word]] = []
    for part in parts:
        start = 0
        for at in range(1, len(part)):
            if any(abs(part[at].left - one.left) < 1.0 and one.left > part[start].left + 2 for one in columns):
                found.append(part[start:at])
                start = at
        found.append(part[start:])
    return found


def _reaches_over(left: float, right: float, columns: list[Place]) -> bool:
    """Whether a part covers the heads of two columns, or begins before one and ends behind it."""
    covered = [one for one in columns if left < one.left + 1 and right > one.right + 1]
    return len(covered) > 1 or (bool(covered) and covered[0] != columns[0] and left < columns[0].right)


def _nearest(left: float, right: float, columns: list[Place], last: int) -> int:
    middle = (left + right) / 2

    def away(one: Place) -> float:
        return min(abs(left - one.left), abs(right - one.right), abs(middle - (one.left + one.right) / 2))

    return min(range(last, len(columns)), key=lambda at: away(columns[at]))


def line_of(row: Row, cells: dict[Column, str], decimal: str) -> Line:
    """A line of the table: a result, or not read, with the reason."""
    test, said = cells.get("test", "").strip(" ."), cells.get("value", "").strip()
    is_out = not said and bool(
        cells.get("out", "").strip()
    )  # laboratories that print what is outside in a column apart
    said = said or cells.get("out", "").strip()
    line = Line(kinds.UNREAD, row.page, row.number, row.box, row.text)
    if not said:
        line.doubt = kinds.NO_VALUE
        return line
    found = result_in(said, decimal)
    if not any(map(str.isalpha, test)):
        line.doubt = kinds.NO_TEST
        return line
    if found is None:
        line.doubt = kinds.NOT_A_VALUE
        return line
    named, inside = unit_behind(test)
    limits, behind = range_in(cells.get("range", ""), decimal)
    unit = cells.get("unit", "").strip() or found.unit or inside or behind
    line.kind, line.test, line.value, line.unit = kinds.RESULT, named if inside else test, found.written, unit
    line.range, line.doubt = limits, found.doubt
    flag = cells.get("flag", "").strip()
    line.flag = flag_in(flag) or found.flag or ("A" if is_out else "")
    if flag and not flag_in(flag):
        line.doubt = line.doubt or "flag"
    if unit and not is_unit(unit):
        line.doubt = line.doubt or NO_UNIT
    if days := days_in(cells.get("date", "")):
        line.date = days[0] if len(days) == 1 else ""
    code = cells.get("code", "").strip()
    line.code = code if _LOINC.fullmatch(code) and _checks(code) else ""
    return line


def led_line(row: Row, decimal: str) -> Line | None:
    """A line whose name is led to its value by dots, without a table around it."""
    parts = segments(row)
    if len(parts) < 2:
        return None
    name = " ".join(word.text for word in parts[0]).strip(" :")
    rest = " ".join(word.text for part in parts[1:] for word in part)
    said, limits = rest, ""
    if found := _BEHIND.search(rest):
        said, limits = rest[: found.start()], found[1] or found[2]
    cells: dict[Column, str] = {"test": name, "value": said, "range": limits}
    line = line_of(row, cells, decimal)
    if line.kind != kinds.RESULT or not (line.unit or line.range or line.value.lower() in RESULT_WORDS):
        return None
    return line


def is_comment(text: str) -> bool:
    """Whether a line says itself that it is a remark."""
    first = re.split(r"[:\s]", text.strip().lower(), maxsplit=1)[0]
    return (first.strip("*") in COMMENTS and bool(re.match(r"\W*\w+\s*:", text))) or text.lstrip().startswith(
        ("* ", "** ", "#")
    )


def goes_on(before: str, after: str) -> bool:
    """Whether a name that stands alone on a line and the next words are one name that was wrapped."""
    return bool(_WAIT.match(after)) or bool(_GOES_ON.search(before.strip()))


def decimal_of(texts: Iterable[str]) -> str:
    """Which mark stands before the decimals of these cells, as far as they show it without doubt."""
    points = commas = 0
    for text in texts:
        for number in re.findall(r"(?<![\d.,])\d+[.,]\d+(?![\d.,])", text):
            whole, behind = re.split(r"[.,]", number)
            if len(behind) != 3 or whole == "0" or len(whole) > 3:
                points += "." in number
                commas += "," in number
    if bool(points) == bool(commas):
        return ""
    return "." if points else ","


def _checks(code: str) -> bool:
    """Whether the last digit of a LOINC code is the one that its others give (mod 10)."""
    digits, check = code.split("-")
    odd = digits[::-1][::2][::-1]
    total = sum(int(one) for one in str(int(odd) * 2)) + sum(int(one) for one in digits[::-1][1::2])
    return (10 - total % 10) % 10 == int(check)
