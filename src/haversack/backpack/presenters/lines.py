"""How does one line of the record read in a list: what, when, how much, from where?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Reading, Tag
from haversack.wording import entries
from haversack.wording.entries import dated, plain_name, standing_tag, title
from haversack.wording.values import line_for, stands, value_words

from ..queries.lines import Line
from ..queries.opened import Opened


@dataclass(frozen=True, slots=True)
class Row:
    """A line without a number: name, one line of meta, a second one, a state."""

    name: str
    url: str
    meta: str
    more: str = ""
    tag: Tag | None = None


def title_of(line: Line) -> str:
    """What the line is called."""
    return title(line.entry)


def plain_of(line: Line) -> str:
    """Its plain name, where that says something else."""
    return plain_name(line.entry)


def address(opened: Opened, line: Line) -> str:
    """The page of a line."""
    return _page("backpack:entry", opened, line)


def trend_address(opened: Opened, line: Line) -> str:
    """The page that shows a result over time; the page of the line where there is nothing to draw over time."""
    if line.entry.type == "Observation" and line.entry.standing == "fact":
        return _page("backpack:trend", opened, line)
    return address(opened, line)


def _page(name: str, opened: Opened, line: Line) -> str:
    before, after = _around(name, opened.uuid, get_script_prefix())
    return f"{before}{line.id}{after}"


@lru_cache(maxsize=512)
def _around(name: str, person: UUID, prefix: str) -> tuple[str, str]:
    """What stands before and after a line's number in an address: the router need not make each of fifty."""
    before, _number, after = reverse(name, args=[person, 0]).rpartition("0")
    return before, after


def when_and_where(line: Line) -> str:
    """ "11 November 2026, Riverside General Hospital"; for two sources "reported by 2"."""
    told = line.reported_by
    source = line.source.name if told == 1 else ngettext("reported by %d", "reported by %d", told) % told
    return ", ".join(part for part in (dated(line.entry), source) if part)


def reading(opened: Opened, line: Line) -> Reading:
    """A line with a number. It has no tag, so it says beside its source that this one shares it no more."""
    entry = line.entry
    where = when_and_where(line)
    value, unit = value_words(entry.value), entry.value.unit if entry.value else ""
    return Reading(
        name=title_of(line),
        url=trend_address(opened, line),
        value=value or _("No result given"),
        unit=unit,
        plain=plain_of(line),
        meta=where if line.is_shared else _("%(where)s, no longer shared") % {"where": where},
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
    """What a list says beside the name."""
    return entries.short_value(line.entry)


def state_tag(line: Line) -> Tag | None:
    """At most one state a line: withdrawn by its source before what that source said of it, and before that it is
    shared no more.
    """
    if line.is_withdrawn:
        return Tag(_("Withdrawn by the source"), "warn", "warning")
    said = standing_tag(line.entry)
    if said is None and not line.is_shared:
        return Tag(_("No longer shared"), "info", "info")
    return said
