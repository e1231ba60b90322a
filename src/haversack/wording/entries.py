"""How does an entry read in a list: its name, its plain name, when, and the little that stands beside it?"""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haversack.records.codes import plain
from haversack.records.entry import Entry
from haversack.records.phrases import template_of
from haversack.web.words import Tag

from .bills import BILLS, in_short
from .dates import said, span
from .source_words import detail_text
from .values import with_unit

# In these the value is what a reader came for; in the others it stands in a line of words.
READINGS = frozenset({"labs", "vitals", "pregnancy", "social-history"})
SPANS = BILLS | {"Encounter", "Condition", "Procedure", "MedicationStatement", "CarePlan", "Goal", "Coverage"}


def title(entry: Entry) -> str:
    """The source's title; the few phrases of ours, around it or in its place, are translated."""
    ours, theirs = template_of(entry.title)
    if ours == "{}":
        return theirs
    phrase = template_of(theirs)[0]
    return _(ours).format(_(phrase) if phrase != "{}" else theirs)


def plain_name(entry: Entry) -> str:
    """The plain name beside the medical one, where there is one and it says something else."""
    medicine = entry.title if entry.category == "medications" else ""
    words = plain(entry.codes, get_language() or "en", medicine)
    return words if words.casefold() != entry.title.casefold() else ""


def dated(entry: Entry) -> str:
    """When: a day, or a stretch for what lasts."""
    return (span(entry.date, entry.end) if entry.type in SPANS else said(entry.date)) or _("date not known")


def short_value(entry: Entry) -> str:
    """What a list says beside the name: the value, a dose, a reaction."""
    if entry.value is not None:
        return with_unit(entry.value)
    if entry.type in BILLS:
        return in_short(entry)
    details = dict(entry.details)
    return next(
        (
            detail_text(key, details[key])
            for key in ("dosage", "reaction", "reason", "type", "result", "supply-lasts")
            if details.get(key)
        ),
        "",
    )


def standing_tag(entry: Entry) -> Tag | None:
    """At most one state: taken back before not so before current."""
    if entry.standing == "entered-in-error":
        return Tag(_("Entered in error"), "warn", "warning")
    if entry.standing == "refuted":
        return Tag(_("Ruled out"))
    if entry.standing == "claimed":
        return Tag(_("From a claim"))
    if entry.standing == "negated" and entry.type in BILLS | {"Coverage"}:
        return Tag(_("Cancelled"))
    if entry.standing == "negated":
        return Tag(_("Not present or not done"))
    if entry.current and entry.category in ("medications", "conditions", "allergies"):
        return Tag(_("Current"), "info")
    return None
