"""What does home show first? What is current, found by its keyed mark, so that no list is read through."""

from __future__ import annotations

from .lines import LINES, Line, lines_by_ids, lines_from
from .opened import Opened
from .straight import fetched

_LOOKED_AT = 24  # results out of range that are looked at to find a few tests whose latest result is one
_ACCEPTED = "person_id = %s AND state = 1 AND lead = 1"
_NEWEST = "ORDER BY date DESC, id DESC LIMIT %s"
_MARKED = f"{LINES} WHERE {_ACCEPTED} AND mark = %s {_NEWEST}"
_MARKED_NUMBER = f"SELECT count(*) FROM backpack_record WHERE {_ACCEPTED} AND mark = %s"  # noqa: S608
_CODED = f"{LINES} WHERE {_ACCEPTED} AND code = %s {_NEWEST}"
# Of the newest marked results those that are the newest of their test.
_LATEST_MARKED = f"""
SELECT marked.id FROM (
  SELECT id, code, date FROM backpack_record WHERE {_ACCEPTED} AND mark = %s {_NEWEST}
) AS marked
WHERE marked.id = (SELECT id FROM backpack_record WHERE {_ACCEPTED} AND code = marked.code
                   ORDER BY date DESC, id DESC LIMIT 1)
ORDER BY marked.date DESC, marked.id DESC LIMIT %s
"""  # noqa: S608


def current(opened: Opened, category: str, most: int) -> list[Line]:
    """The newest lines of a category that are current: medicines taken, active conditions, active allergies."""
    return lines_from(opened, fetched(_MARKED, [opened.person, opened.label("current:" + category), most]))


def current_number(opened: Opened, category: str) -> int:
    """How many lines of a category are current."""
    return int(fetched(_MARKED_NUMBER, [opened.person, opened.label("current:" + category)])[0][0])


def out_of_range(opened: Opened, most: int) -> list[Line]:
    """Tests whose latest result is out of the laboratory's own range, newest first."""
    values = [opened.person, opened.label("current:labs"), _LOOKED_AT, opened.person, most]
    return lines_by_ids(opened, [number for (number,) in fetched(_LATEST_MARKED, values)])


def latest_with_code(opened: Opened, coding: str, most: int) -> list[Line]:
    """The newest results of one test, given as "system|code"."""
    return lines_from(opened, fetched(_CODED, [opened.person, opened.label("trend:" + coding), most]))
