"""What does the page of a table say: its first lines, what would come of them, and which of them cannot be read?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.records.formats.fhir_r4.describe import describe
from haversack.records.formats.measurement_csv import Table
from haversack.records.formats.measurement_csv.preview import Preview
from haversack.records.formats.measurement_csv.reading import Wrong, day
from haversack.wording.dates import said
from haversack.wording.entries import short_value, title
from haversack.wording.values import in_words

from . import troubles
from .work import grouped

SHOWN = 5
MEASURE_WORDS = {
    "weight": gettext_lazy("Body weight"),
    "height": gettext_lazy("Body height"),
    "waist": gettext_lazy("Waist circumference"),
    "body-fat": gettext_lazy("Body fat"),
    "temperature": gettext_lazy("Body temperature"),
    "heart-rate": gettext_lazy("Heart rate"),
    "resting-heart-rate": gettext_lazy("Resting heart rate"),
    "respiratory-rate": gettext_lazy("Respiratory rate"),
    "oxygen": gettext_lazy("Oxygen saturation"),
    "glucose": gettext_lazy("Blood glucose"),
    "systolic": gettext_lazy("Systolic (upper) pressure"),
    "diastolic": gettext_lazy("Diastolic (lower) pressure"),
    "steps": gettext_lazy("Steps in the day"),
    "distance": gettext_lazy("Distance in the day"),
    "floors": gettext_lazy("Floors climbed in the day"),
    "active-energy": gettext_lazy("Active energy in the day"),
    "exercise": gettext_lazy("Exercise in the day"),
    "heart-rate-of-day": gettext_lazy("Heart rate, mean of the day"),
    "sleep": gettext_lazy("Hours of sleep"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """One measurement of the preview."""

    when: str
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be read: which, why, and how it begins."""

    where: str
    why: str
    line: str


def read_as(cell: str, order: str) -> str:
    """The day of a cell as FHIR writes it; "" where it cannot be read in this order."""
    try:
        return day(cell, order)[0]
    except Wrong:
        return ""


def first_lines(table: Table) -> dict[str, Any]:
    """The first lines as they stand in the file."""
    return {
        "headings": [
            one[:80] or _("Column %(number)d") % {"number": place} for place, one in enumerate(table.headings, 1)
        ],
        "rows": [[cell[:80] for cell in row] for row in table.lines[:SHOWN]],
    }


def preview_context(found: Preview) -> dict[str, Any]:
    """What would come of the table."""
    made = ngettext("%s measurement", "%s measurements", found.number) % grouped(found.number)
    lines = ngettext("%s line", "%s lines", found.lines) % grouped(found.lines)
    words = _("%(made)s from %(lines)s.") if found.is_all else _("%(made)s from the first %(lines)s; the rest follows.")
    return {
        "made": [_made(doc) for doc in found.made],
        "lead": words % {"made": made, "lines": lines},
        "more_made": grouped(found.number - len(found.made)) if found.number > len(found.made) else "",
        "bad": [Bad(troubles.where(where), troubles.what(why), line) for where, why, line in found.bad],
        "bad_number": found.bad_number,
        "more_bad": found.bad_number - len(found.bad),
        "problems": [troubles.what(one) for one in found.problems],
    }


def _made(doc: dict[str, Any]) -> Made:
    entry = describe(doc, lambda _name: None)
    if entry is None:
        return Made("", "", "")
    return Made(said(entry.date, with_time=True), title(entry), short_value(entry) or in_words(entry))
