"""How does one line of the record read in a list: what, when, how much, from where?"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from haversack.records.codes import plain
from haversack.records.phrases import template_of
from haversack.web.words import Reading, Tag

from ..queries.lines import Line
from ..queries.opened import Opened
from .dates import said, span
from .source_words import detail_text
from .values import line_for, stands, value_words, with_unit

READINGS = frozenset({"labs", "vitals", "pregnancy", "social-history"})
SPANS = frozenset({"Encounter", "Condition", "Procedure", "MedicationStatement", "CarePlan", "Goal"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line without a number: name, one line of meta, a second one, a state."""

    name: str
    url: str
    meta: str
    more: str = ""
    tag: Tag | None = None


def title_of(line: Line) -> str:
    """The source's title; the few phrases of ours, around it or in its place, are translated."""
    ours, theirs = template_of(line.entry.title)
    if ours == "{}":
        return theirs
    phrase = template_of(theirs)[0]
    return _(ours).format(_(phrase) if phrase != "{}" else theirs)


def plain_of(line: Line) -> str:
    """The plain name beside the medical one, where there is one and it says something else."""
    medicine = line.entry.title if line.entry.category == "medications" else ""
    words = plain(line.entry.codes, get_language() or "en", medicine)
    return words if words.casefold() != line.entry.title.casefold() else ""


def address(opened: Opened, line: Line) -> str:
    """The page of a line."""
    return reverse("backpack:entry", args=[opened.uuid, line.id])


def trend_address(opened: Opened, line: Line) -> str:
    """The page that shows a result over time; the page of the line where there is nothing to draw over time."""
    if line.entry.type == "Observation" and line.entry.standing == "fact":
        return reverse("backpack:trend", args=[opened.uuid, line.id])
    return address(opened, line)


def when_and_where(line: Line) -> str:
    """ "11 November 2026, Riverside General Hospital"; for two sources "reported by 2"."""
    entry = line.entry
    date = span(entry.date, entry.end) if entry.type in SPANS else said(entry.date)
    told = line.reported_by
    source = line.source.name if told == 1 else ngettext("reported by %d", "reported by %d", told) % told
    return ", ".join(part for part in (date or _("date not known"), source) if part)


def reading(opened: Opened, line: Line) -> Reading:
    """A line with a number."""
    entry = line.entry
    value, unit = value_words(entry.value), entry.value.unit if entry.value else ""
    return Reading(
        name=title_of(line),
        url=trend_address(opened, line),
        value=value or _("No result given"),
        unit=unit,
        plain=plain_of(line),
        meta=when_and_where(line),
        verdict=stands(entry.value, entry.range, entry.flag),
        line=line_for(entry.value, entry.range, entry.flag),
    )


def row(opened: Opened, line: Line) -> Row:
    """A line without a number."""
    return Row(
        name=title_of(line),
        url=address(opened, line),
        meta=" – ".join(part for part in (plain_of(line), short_value(line)) if part),
        more=when_and_where(line),
        tag=state_tag(line),
    )


def short_value(line: Line) -> str:
    """What a list says beside the name: the value, a dose, a reaction."""
    entry = line.entry
    if entry.value is not None:
        return with_unit(entry.value)
    details = dict(entry.details)
    return next(
        (
            detail_text(key, details[key])
            for key in ("dosage", "reaction", "reason", "type", "result")
            if details.get(key)
        ),
        "",
    )


def state_tag(line: Line) -> Tag | None:
    """At most one state a line: withdrawn before not so before current."""
    entry = line.entry
    if line.is_withdrawn:
        return Tag(_("Withdrawn by the source"), "warn", "warning")
    if entry.standing == "entered-in-error":
        return Tag(_("Entered in error"), "warn", "warning")
    if entry.standing == "refuted":
        return Tag(_("Ruled out"))
    if entry.standing == "negated":
        return Tag(_("Not present or not done"))
    if entry.current and entry.category in ("medications", "conditions", "allergies"):
        return Tag(_("Current"), "info")
    return None
