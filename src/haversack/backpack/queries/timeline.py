"""What happened when? The visits of a page, and what stands on the record on the days they cover."""

from __future__ import annotations

from collections import defaultdict

from haversack.records.entry import Link

from ..models import Record
from ..models.record import State
from ..rules.order import sort_key
from ..rules.shelves import CLAIMS, shelf
from .lines import Line, identity_key, lines_by_ids, lines_of, on_shelf
from .opened import Opened

# What a visit on the timeline shows beside its name.
BESIDE = ("labs", "vitals", "medications", "vaccines", "procedures", "conditions", "documents")
_MOST = 400  # lines looked at for one page


def visits(opened: Opened, *, year: int | None, source: int | None, start: int, stop: int) -> list[Line]:
    """Accepted visits, newest first."""
    rows = on_shelf(opened, "visits", year=year, source=source)
    ids = list(rows.values_list("id", flat=True)[start:stop])
    return lines_by_ids(opened, ids)


def visits_number(opened: Opened, *, year: int | None, source: int | None) -> int:
    """How many."""
    return on_shelf(opened, "visits", year=year, source=source).count()


def beside(opened: Opened, found: list[Line]) -> dict[int, list[Line]]:
    """What belongs to each visit, by the visit's line id: what links to it, else what stands on its day."""
    dated = [(line, sort_key(line.entry.date), sort_key(line.entry.end or line.entry.date)) for line in found]
    dated = [one for one in dated if one[1]]
    if not dated:
        return {}
    first = min(start for _line, start, _end in dated) // 10**6 * 10**6
    last = (max(max(start, end) for _line, start, end in dated) // 10**6 + 1) * 10**6
    shelves = [opened.label(shelf(slug, "fact")) for slug in BESIDE]
    around = Record.objects.filter(
        person_id=opened.person, state=State.ACCEPTED, lead=True, date__gte=first, date__lt=last
    ).order_by("-date", "-id")
    bills = around.filter(mark=opened.label(CLAIMS), category=opened.label(shelf("other", "fact")))
    by_identity = {
        identity_key(opened, told.source.text, f"{told.type}/{told.id}"): line.id
        for line in found
        for told in line.told
    }
    days = defaultdict(list)
    for line, start, _end in dated:
        days[start // 10**6].append(line.id)
    belongs: dict[int, list[Line]] = defaultdict(list)
    on_shelves = lines_of(opened, around.filter(category__in=shelves)[:_MOST])
    for line in on_shelves + [one for one in lines_of(opened, bills[:_MOST]) if one.entry.type != "Coverage"]:
        visit = _linked(opened, line, by_identity)
        if visit is None:
            same_day = days.get(sort_key(line.entry.date) // 10**6, [])
            visit = same_day[0] if len(same_day) == 1 and not _has_visit(line) else None
        if visit is not None:
            belongs[visit].append(line)
    return belongs


def _linked(opened: Opened, line: Line, by_identity: dict[bytes, int]) -> int | None:
    for link in line.entry.links:
        if link.role == "visit":
            found = by_identity.get(identity_key(opened, line.source.text, link.reference))
            if found is not None:
                return found
    return None


def _has_visit(line: Line) -> bool:
    return any(isinstance(link, Link) and link.role == "visit" for link in line.entry.links)
