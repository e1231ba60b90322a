"""How did one test go over time? Every accepted result of the test that a line is one of."""

from __future__ import annotations

from .lines import LINES, Line, lines_from
from .opened import Opened
from .straight import fetched

_LIKE = "WHERE person_id = %s AND state = 1 AND lead = 1 AND code = %s"
_NUMBER = f"SELECT count(*) FROM backpack_record {_LIKE}"  # noqa: S608
_PAGE = f"{LINES} {_LIKE} ORDER BY date DESC, id DESC LIMIT %s OFFSET %s"
_CODE = "SELECT code FROM backpack_record WHERE id = %s AND person_id = %s AND state = 1 AND code IS NOT NULL"


def results_like(opened: Opened, record: int) -> int:
    """How many accepted results of the same test there are; 0 where the line is none of a test."""
    code = _code(opened, record)
    return int(fetched(_NUMBER, [opened.person, code])[0][0]) if code is not None else 0


def page_of_results(opened: Opened, record: int, start: int, stop: int) -> list[Line]:
    """Some of them, newest first."""
    return lines_from(opened, fetched(_PAGE, [opened.person, _code(opened, record), stop - start, start]))


def _code(opened: Opened, record: int) -> bytes | None:
    found = fetched(_CODE, [record, opened.person])
    return bytes(found[0][0]) if found else None
