"""What does the page of one category say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.web.paging import Paging
from haversack.web.words import Reading
from haversack.wording.entries import READINGS
from haversack.wording.shapes import spark

from ..models import Record
from ..models.record import State
from ..queries.lines import Line, counts, lines_by_ids, lines_of, on_shelf, years_on_shelf
from ..queries.opened import Opened
from ..queries.sources import source_names
from ..queries.tests import latest_of_each, recent
from ..rules.shelves import CLAIMS, shelf
from .categories import WORDS
from .currency import freshness
from .lines import reading, row

PAGE, TESTS = 50, 25  # rows a page; tests a page, each with the shape of what came before
LATEST, OUT, ALL, CLAIMED = "latest", "out", "all", "claims"
_CLAIMED_SHOWN = 5  # of what only claims tell of, below the facts; a list of its own has the rest
_WITH_TESTS = frozenset({"labs", "vitals"})


def choices(opened: Opened, slug: str) -> dict[str, Any]:
    """What the list of a category can be narrowed to."""
    return {
        "years": years_on_shelf(opened, slug),
        "sources": [(key, one.name) for key, one in source_names(opened).items()],
        "has_tests": slug in _WITH_TESTS,
        "has_claims": _claimed(opened, slug).exists(),
    }


def list_context(opened: Opened, slug: str, chosen: Mapping[str, str], number: str) -> dict[str, Any]:
    """The list of one category: count, lines, what is not so, what waits, how fresh. `number`: the page asked for."""
    names = source_names(opened)
    has_tests = slug in _WITH_TESTS
    show = chosen.get("show") or (LATEST if has_tests and not chosen else ALL)
    held = counts(opened)
    ids, paging = _page(opened, slug, show, chosen, number, held.get(slug, 0))
    lines = lines_by_ids(opened, ids)
    is_reading = slug in READINGS
    return {
        "words": WORDS[slug],
        "slug": slug,
        "paging": paging,
        "is_reading": is_reading,
        "items": _readings(opened, lines, show) if is_reading else [row(opened, line) for line in lines],
        "not_so": [row(opened, line) for line in lines_of(opened, on_shelf(opened, slug, standing="refuted")[:PAGE])]
        if held.get(slug + ":not") and paging.number == 1
        else [],
        "claimed": [row(opened, line) for line in lines_of(opened, _claimed(opened, slug)[:_CLAIMED_SHOWN])]
        if held.get(shelf(slug, "claimed")) and show == ALL and paging.number == 1
        else [],
        "claimed_number": held.get(shelf(slug, "claimed"), 0),
        "is_of_claims": show == CLAIMED,
        "pending": counts(opened, State.PENDING).get(slug, 0),
        "fresh": freshness(opened, list(names.values())),
        "held": held.get(slug, 0),
        "is_narrowed": bool(chosen),
        "back": reverse("backpack:home", args=[opened.uuid]),
    }


def _page(
    opened: Opened, slug: str, show: str, chosen: Mapping[str, str], number: str, held: int
) -> tuple[list[int], Paging]:
    """The lines of the page that was asked for. Without filters the counter tells how many there are in all."""
    if show == LATEST and not chosen.get("year") and not chosen.get("source"):
        found = latest_of_each(opened, slug)
        note = _("%(tests)s tests, %(results)s entries in all") % {"tests": len(found), "results": intcomma(held)}
        paging = replace(Paging.asked(number, len(found), size=TESTS, filters=chosen), note=note)
        return found[paging.slice], paging
    year = int(chosen["year"]) if chosen.get("year") else None
    source = int(chosen["source"]) if chosen.get("source") else None
    rows = on_shelf(opened, slug, year=year, source=source)
    if show == CLAIMED:
        rows = _claimed(opened, slug, year=year, source=source)
    if show == OUT:
        rows = rows.filter(mark=opened.label("current:" + slug))
    total = held if not chosen or (set(chosen) == {"show"} and show not in (OUT, CLAIMED)) else rows.count()
    paging = Paging.asked(number, total, size=PAGE, filters=chosen)
    return list(rows.values_list("id", flat=True)[paging.slice]), paging  # read off the index, before any row is opened


def _claimed(opened: Opened, slug: str, *, year: int | None = None, source: int | None = None) -> QuerySet[Record]:
    """What came of insurance: among the others bills and plans, in any list what only bills tell of."""
    if slug == "other":
        return on_shelf(opened, slug, year=year, source=source).filter(mark=opened.label(CLAIMS))
    return on_shelf(opened, slug, standing="claimed", year=year, source=source)


def _readings(opened: Opened, lines: list[Line], show: str) -> list[Reading]:
    if show != LATEST:
        return [reading(opened, line) for line in lines]
    return with_shape(opened, lines)


def with_shape(opened: Opened, lines: list[Line]) -> list[Reading]:
    """Readings, each with the shape of the results of the same test before it."""
    before = recent(opened, [line.id for line in lines])
    return [replace(reading(opened, line), spark=spark(line.entry, before.get(line.id, []))) for line in lines]
