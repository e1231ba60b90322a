"""How did one test go over time? Every accepted result of the test that a line is one of."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Record
from ..models.record import State
from .lines import Line, by_ids, lines_of
from .opened import Opened


def results_like(opened: Opened, record: int) -> int:
    """How many accepted results of the same test there are; 0 where the line is none of a test."""
    return _like(opened, record).count()


def page_of_results(opened: Opened, record: int, start: int, stop: int) -> list[Line]:
    """Some of them, newest first."""
    ids = list(_like(opened, record).order_by("-date", "-id").values_list("id", flat=True)[start:stop])
    return lines_of(opened, by_ids(opened, ids))


def _like(opened: Opened, record: int) -> QuerySet[Record]:
    mine = Record.objects.filter(person_id=opened.person, state=State.ACCEPTED, lead=True)
    code = by_ids(opened, [record]).filter(state=State.ACCEPTED).values_list("code", flat=True).first()
    return mine.filter(code=bytes(code)) if code is not None else mine.none()
