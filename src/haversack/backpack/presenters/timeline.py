"""What does the timeline say? Visits, newest first, year by year, each with what was found, given and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.paging import Paging
from haversack.web.words import Reading
from haversack.wording.dates import span

from ..queries.lines import Line, years_on_shelf
from ..queries.opened import Opened
from ..queries.sources import source_names
from ..queries.timeline import beside, visits, visits_number
from ..rules.order import sort_key, year_of
from .lines import Row, address, reading, row, title_of

PAGE = 12
CHIPS, ROWS = 8, 6  # results and other lines shown with a visit; its own page has all


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit with what belongs to it. `year` is set where a new year begins."""

    year: str
    when: str
    name: str
    url: str
    meta: str
    text: str
    chips: list[Reading] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    more: str = ""


def timeline_choices(opened: Opened) -> dict[str, Any]:
    """What the timeline can be narrowed to."""
    return {
        "years": years_on_shelf(opened, "visits"),
        "sources": [(key, one.name) for key, one in source_names(opened).items()],
        "has_tests": False,
    }


def timeline_context(opened: Opened, chosen: Mapping[str, str], asked: str) -> dict[str, Any]:
    """A page of visits."""
    year = int(chosen["year"]) if chosen.get("year") else None
    source = int(chosen["source"]) if chosen.get("source") else None
    total = visits_number(opened, year=year, source=source)
    paging = Paging.asked(asked, total, size=PAGE, filters=dict(chosen))
    found = visits(opened, year=year, source=source, start=paging.slice.start, stop=paging.slice.stop)
    belongs = beside(opened, found)
    items, last = [], ""
    for line in found:
        known = year_of(sort_key(line.entry.date))
        words = str(known) if known else _("Date not known")
        items.append(_visit(opened, line, belongs.get(line.id, []), words if words != last else ""))
        last = words
    lead = ngettext("%d visit, newest first", "%d visits, newest first", total) % total if total else ""
    return {"visits": items, "paging": paging, "lead": lead, "is_narrowed": bool(chosen)}


def _visit(opened: Opened, line: Line, lines: list[Line], year: str) -> Visit:
    entry = line.entry
    details = dict(entry.details)
    numbers = [one for one in lines if one.entry.category in ("labs", "vitals") and one.entry.value is not None]
    numbers.sort(key=lambda one: (not one.entry.current, one.entry.category != "labs"))  # out of range first
    others = [one for one in lines if one not in numbers]
    left = max(0, len(numbers) - CHIPS) + max(0, len(others) - ROWS)
    return Visit(
        year=year,
        when=span(entry.date[:10], entry.end[:10]),
        name=title_of(line),
        url=address(opened, line),
        meta=", ".join(
            dict.fromkeys(p for p in (line.source.name, details.get("location", ""), *entry.performers[:2]) if p)
        ),
        text=details.get("reason", ""),
        chips=[reading(opened, one) for one in numbers[:CHIPS]],
        rows=[row(opened, one) for one in others[:ROWS]],
        more=ngettext("and %d more", "and %d more", left) % left if left else "",
    )
