"""What does the review queue say?

What waits, grouped by category, what looks the same as something here, and how to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.charts.number_line import NumberLine
from haversack.web.paging import Paging
from haversack.web.words import Tag
from haversack.wording.dates import said
from haversack.wording.values import in_words, line_for

from ..models.record import State
from ..queries.lines import Line, lines_of
from ..queries.members import others_with_access
from ..queries.opened import Opened
from ..queries.twins import twins_of
from ..queries.waiting import background, pending_version, waiting_by_category, waiting_in
from ..rules.roles import Act, may
from .categories import WORDS
from .lab_reports import reports_to_look_at
from .lines import plain_of, short_value, state_tag, title_of, when_and_where

PAGE = 100  # what is on the screen is what one decision is about; more than this is decided on as a whole


@dataclass(frozen=True, slots=True)
class Twin:
    """The other wording of a fact that is here already."""

    waiting: str
    here: str
    words: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record that waits: what a person needs to decide on it."""

    id: int
    name: str
    url: str
    meta: str
    plain: str
    line: NumberLine | None
    tag: Tag | None
    twin: Twin | None


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one category that wait; `more` of them are not on this page."""

    slug: str
    name: str
    icon: str
    number: int
    items: list[Waiting]


def review_context(opened: Opened, asked: str) -> dict[str, Any]:
    """The queue, a hundred records a page, in the order of the categories."""
    groups = waiting_by_category(opened)
    total = sum(number for _slug, number in groups)
    paging = Paging.asked(asked, total, size=PAGE)
    lines = _page_of_lines(opened, groups, paging)
    twins = twins_of(opened, lines)
    by_slug: dict[str, list[Waiting]] = {}
    for line in lines:
        by_slug.setdefault(line.entry.category, []).append(_waiting(opened, line, twins.get(line.id)))
    sources = list(dict.fromkeys(line.source.name for line in lines))
    others = others_with_access(opened)
    answer = may(opened.role, Act.DECIDE)
    return {
        "total": total,
        "background": background(opened),
        "shown": pending_version(opened),
        "paging": paging,
        "groups": [
            Group(slug, str(WORDS[slug].name), WORDS[slug].icon, number, by_slug[slug])
            for slug, number in groups
            if slug in by_slug
        ],
        "lead": _lead(opened, total, sources),
        "others": others,
        "deciding": ([_("you")] if answer else []) + [one.name for one in others if one.decides],
        "why_not": "" if answer else _(answer.reason),
        "lab_reports": reports_to_look_at(opened),
        "remove_url": reverse("backpack:review_remove", args=[opened.uuid]),
    }


def _page_of_lines(opened: Opened, groups: list[tuple[str, int]], paging: Paging) -> list[Line]:
    """The lines of this page, category after category, each newest first."""
    start, stop = paging.slice.start, paging.slice.stop
    found: list[Line] = []
    offset = 0
    for slug, number in groups:
        first, last = max(start - offset, 0), min(stop - offset, number)
        if first < last:
            found.extend(lines_of(opened, waiting_in(opened, slug)[first:last]))
        offset += number
    return found


def _waiting(opened: Opened, line: Line, twin: Line | None) -> Waiting:
    entry = line.entry
    meta = ". ".join(part for part in (when_and_where(line), short_value(line), in_words(entry)) if part)
    tag = state_tag(line) if entry.standing != "fact" or line.is_withdrawn else None
    if line.replaces:
        tag = Tag(_("Changed since you added it"), "info", "refresh")
    return Waiting(
        id=line.id,
        name=title_of(line),
        url=reverse("backpack:entry", args=[opened.uuid, line.id]),
        meta=meta,
        plain=plain_of(line),
        line=line_for(entry.value, entry.range, entry.flag),
        tag=tag,
        twin=_twin(opened, line, twin) if twin else None,
    )


def _twin(opened: Opened, line: Line, here: Line) -> Twin:
    def told(one: Line) -> str:
        return ", ".join(p for p in (title_of(one), short_value(one), said(one.entry.date), one.source.name) if p)

    where = _("in the backpack") if here.state == State.ACCEPTED else _("waiting too")
    words = _("Looks the same as one %(where)s. Added, it shows once, “reported by 2”.") % {"where": where}
    return Twin(told(line), told(here), words)


def _lead(opened: Opened, total: int, sources: list[str]) -> str:
    if not total:
        return ""
    source = sources[0] if len(sources) == 1 else _("several sources")
    words = ngettext(
        "%(n)d new record for %(name)s, from %(source)s", "%(n)d new records for %(name)s, from %(source)s", total
    )
    return words % {"n": total, "name": opened.facts.name, "source": source}
