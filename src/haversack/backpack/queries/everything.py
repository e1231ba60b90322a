"""What does the whole record say, without holding it all in memory?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from haversack.records.categories import CATEGORIES

from ..models import Record
from ..models.record import Kind, State
from ..rules.shelves import STANDINGS, shelf
from .lines import Line, Told, lines_by_ids, members_of
from .opened import Opened

_PAGE = 500


def all_lines(opened: Opened, *, state: State, category: str | None = None) -> Iterator[tuple[Line, list[Told]]]:
    """Every line with the members it groups, category by category, newest first; a page in memory at a time."""
    slugs = [category] if category else [one.slug for one in CATEGORIES]
    for slug in slugs:
        for standing in STANDINGS:
            rows = Record.objects.filter(
                person_id=opened.person,
                state=state,
                lead=True,
                kind=Kind.DISPLAYED,
                category=opened.label(shelf(slug, standing)),
            ).order_by("-date", "-id")
            after: tuple[int, int] | None = None
            while True:
                page = rows if after is None else rows.filter(Q(date__lt=after[0]) | Q(date=after[0], id__lt=after[1]))
                found = list(page.values_list("date", "id")[:_PAGE])
                if not found:
                    break
                lines = lines_by_ids(opened, [number for _, number in found])
                members = members_of(opened, lines)
                for line in lines:
                    yield line, members.get(line.id, [])
                after = found[-1]
