"""How does one record read in a list: what, when, how much, who ordered it?"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.web.charts.sparkline import Sparkline
from haversack.web.words import Reading, Tag
from haversack.wording import entries
from haversack.wording.entries import READINGS, dated, plain_name, standing_tag, title
from haversack.wording.values import line_for, stands, value_words

from ..queries.bodies import Shown
from ..rules.sections import Section

_NOT_FINAL = frozenset({"preliminary", "registered", "partial"})


def address(patient: UUID, shown: Shown) -> str:
    """The page of a record."""
    return reverse("portal:entry", args=[patient, shown.row.pk])


def is_reading(shown: Shown) -> bool:
    """Whether the value is what a reader came for."""
    return shown.entry is not None and shown.entry.category in READINGS


def reading(patient: UUID, shown: Shown, spark: Sparkline | None = None) -> Reading:
    """A line with a number."""
    entry = shown.entry
    assert entry is not None
    return Reading(
        name=title(entry),
        url=reverse("portal:trend", args=[patient, shown.row.pk]),
        value=value_words(entry.value) or _("No result given"),
        unit=entry.value.unit if entry.value else "",
        plain=plain_name(entry),
        meta=meta(shown),
        verdict=stands(entry.value, entry.range, entry.flag),
        line=line_for(entry.value, entry.range, entry.flag),
        spark=spark,
    )


def row(patient: UUID, shown: Shown) -> dict[str, object]:
    """A line without a number, as the `row` component takes it."""
    entry = shown.entry
    if entry is None:
        return {"name": shown.row.type, "url": address(patient, shown), "meta": "", "more": "", "tag": None}
    return {
        "name": title(entry),
        "url": address(patient, shown),
        "meta": " – ".join(part for part in (plain_name(entry), entries.short_value(entry)) if part),
        "more": meta(shown),
        "tag": state_tag(shown),
    }


def meta(shown: Shown) -> str:
    """ "11 November 2026, ordered by Dr. Nadia Osei, City Laboratory": when, who asked for it, and who did or wrote
    it, where the record says so.
    """
    entry = shown.entry
    assert entry is not None
    asked = dict(entry.details).get("ordered-by")
    ordered = _("ordered by %(who)s") % {"who": asked} if asked else ""
    return ", ".join(part for part in (dated(entry), ordered, *entry.performers[:2]) if part)


def state_tag(shown: Shown) -> Tag | None:
    """At most one state: not final yet before what the record says of itself."""
    entry = shown.entry
    if entry is None:
        return None
    if entry.status in _NOT_FINAL:
        return Tag(_("Not final yet"), "warn", "clock")
    tag = standing_tag(entry)
    listed_current = shown.row.section in (Section.ALLERGIES, Section.CONDITIONS, Section.MEDICATIONS)
    return None if listed_current and tag is not None and tag.kind == "info" else tag
