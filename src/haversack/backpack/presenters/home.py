"""What does home say, in which order? Whose record, what waits, what is current, and the way to everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.records.trends import moment as at_day
from haversack.web.charts.sparkline import Sparkline, sparkline
from haversack.web.shell import Person

from ..models.record import State
from ..queries.home import current, current_number, latest_with_code, out_of_range
from ..queries.lines import Line, counts, lines_of
from ..queries.opened import Opened
from ..queries.persons import held_by, persons_of
from ..queries.sources import source_names
from ..queries.waiting import waiting
from ..rules.shelves import shelf
from .categories import ORDER, WORDS
from .currency import sources_with_times
from .lines import Row, reading, row
from .lists import with_shape
from .people import name_tag

_BLOOD_PRESSURE = ("http://loinc.org|85354-9", "http://loinc.org|55284-4")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One category on home: where it is, how it is called, how much is on it."""

    url: str
    name: str
    icon: str
    number: int


def home_context(opened: Opened) -> dict[str, Any]:
    """Everything home shows, from counters, marks and at most a few dozen rows."""
    held = counts(opened)
    total = sum(held.values())
    pending = sum(counts(opened, State.PENDING).values())
    return {
        "people": _chips(opened, timezone.localdate()),
        "pending": pending,
        "pending_from": _pending_from(opened) if pending else "",
        "total": total,
        "results": with_shape(opened, out_of_range(opened, 4)),
        "labs": held.get("labs", 0),
        "medicines": _distinct(opened, "medications"),
        "medicines_number": current_number(opened, "medications"),
        "conditions": _distinct(opened, "conditions"),
        "conditions_number": current_number(opened, "conditions"),
        "allergies": _distinct(opened, "allergies"),
        "allergies_number": current_number(opened, "allergies"),
        "shelves": shelves(opened, held),
        "pressure": _pressure(opened),
        "sources": sources_with_times(opened, list(source_names(opened).values())[-5:]),
    }


def _chips(opened: Opened, today: date) -> list[Person]:
    """Everybody whose record can be opened from here, and whether anything waits there."""
    people = persons_of(opened.viewer)
    held = held_by(people)
    return [
        replace(name_tag(one, today, current=one.uuid == opened.uuid), about=_waits(*held[one.person]))
        for one in people
    ]


def _waits(entries: int, pending: int) -> str:
    if pending:
        return ngettext("%d to review", "%d to review", pending) % pending
    return _("Up to date") if entries else _("New")


def shelves(opened: Opened, held: dict[str, int]) -> list[Shelf]:
    """The ten categories always; documents and other where there is something in them."""
    found = []
    for slug in ORDER:
        number = held.get(slug, 0)
        if slug in ("documents", "other") and not number and not held.get(shelf(slug, "refuted")):
            continue
        words = WORDS[slug]
        url = reverse("backpack:category", args=[opened.uuid, slug])
        found.append(Shelf(url, str(words.name), words.icon, number))
    return found


def _distinct(opened: Opened, category: str, most: int = 4) -> list[Row]:
    """The newest current lines of a category, each name once: home says what there is, the list says who said
    it when.
    """
    named: dict[str, Line] = {}
    for line in current(opened, category, 4 * most):
        named.setdefault(line.entry.title.casefold(), line)
    return [row(opened, line) for line in list(named.values())[:most]]


def _pending_from(opened: Opened) -> str:
    lines = lines_of(opened, waiting(opened)[:30])
    names = list(dict.fromkeys(line.source.name for line in lines))
    return names[0] if len(names) == 1 else ngettext("%d source", "%d sources", len(names)) % len(names)


def _pressure(opened: Opened) -> dict[str, Any] | None:
    for coding in _BLOOD_PRESSURE:
        lines = latest_with_code(opened, coding, 12)
        if lines:
            break
    else:
        return None
    newest = lines[0]
    upper = [
        (at, float(line.entry.components[0].value.text))
        for line in reversed(lines)
        if line.source == newest.source  # a shape joins what one source measured
        and (at := at_day(line.entry.date)) is not None
        and line.entry.components
        and line.entry.components[0].value
        and _is_number(line.entry.components[0].value.text)
    ]
    spark: Sparkline | None = sparkline(upper, width=280, height=56) if len(upper) > 1 else None
    numbers = [value for _, value in upper]
    return {
        "reading": reading(opened, newest),
        "spark": spark,
        "number": len(numbers),
        "lowest": f"{min(numbers):g}" if numbers else "",
        "highest": f"{max(numbers):g}" if numbers else "",
    }


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
