"""What does home show first? What is current, found by its keyed mark, so that no list is read through."""

from __future__ import annotations

from ..models import Record
from ..models.record import State
from .lines import Line, by_ids, lines_of
from .opened import Opened

_LOOKED_AT = 24  # results out of range that are looked at to find a few tests whose latest result is one


def current(opened: Opened, category: str, most: int) -> list[Line]:
    """The newest lines of a category that are current: medicines taken, active conditions, active allergies."""
    rows = Record.objects.filter(
        person_id=opened.person, mark=opened.label("current:" + category), state=State.ACCEPTED, lead=True
    )
    return lines_of(opened, rows.order_by("-date", "-id")[:most])


def current_number(opened: Opened, category: str) -> int:
    """How many lines of a category are current."""
    return Record.objects.filter(
        person_id=opened.person, mark=opened.label("current:" + category), state=State.ACCEPTED, lead=True
    ).count()


def out_of_range(opened: Opened, most: int) -> list[Line]:
    """Tests whose latest result is out of the laboratory's own range, newest first."""
    marked = Record.objects.filter(
        person_id=opened.person, mark=opened.label("current:labs"), state=State.ACCEPTED, lead=True
    ).order_by("-date", "-id")
    found: list[int] = []
    seen: set[bytes] = set()
    for number, code in marked.values_list("id", "code")[:_LOOKED_AT]:
        if code is None or bytes(code) in seen:
            continue
        seen.add(bytes(code))
        if latest_of(opened, bytes(code)) == number:
            found.append(number)
        if len(found) == most:
            break
    return lines_of(opened, by_ids(opened, found))


def latest_of(opened: Opened, code: bytes) -> int | None:
    """The newest accepted result of a test."""
    return (
        Record.objects.filter(person_id=opened.person, code=code, state=State.ACCEPTED, lead=True)
        .order_by("-date", "-id")
        .values_list("id", flat=True)
        .first()
    )


def latest_with_code(opened: Opened, coding: str, most: int) -> list[Line]:
    """The newest results of one test, given as "system|code"."""
    rows = Record.objects.filter(
        person_id=opened.person, code=opened.label("trend:" + coding), state=State.ACCEPTED, lead=True
    )
    return lines_of(opened, rows.order_by("-date", "-id")[:most])
