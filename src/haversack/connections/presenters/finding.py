"""What did the directory find, and what can be done with each of it? One line a provider, with its portals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act, may
from haversack.web.paging import Paging
from haversack.web.words import Tag

from ..queries.connections import Seen, connections_of
from ..queries.directory import Hit, find, is_empty
from ..rules.finding import ADDRESS, DOCTOR, OFFICE, understand
from ..rules.states import Reason, State
from .connections import host_in
from .words import Words, tag, words_for

A_PAGE = 10
# In which way what is typed may be meant.
WAYS = ((OFFICE, gettext_lazy("Office")), (DOCTOR, gettext_lazy("Doctor")), (ADDRESS, gettext_lazy("Portal address")))
_OVER = (State.DISCONNECTED, State.NOT_SUPPORTED)


@dataclass(frozen=True, slots=True)
class Choice:
    """One portal of a provider. address: to connect to, "" where nobody knows one; url: of the connection that is there
    already; same_as: the provider above that has the same portal."""

    host: str
    address: str
    url: str = ""
    tag: Tag | None = None
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One provider. meta: what tells it from others of its name."""

    office: int
    name: str
    meta: str
    choices: tuple[Choice, ...]


def find_context(opened: Opened, words: str, way: str, page: str, *, refused: Reason | None = None) -> dict[str, Any]:
    """What the page of the directory shows. refused: why the portal that was chosen cannot be connected."""
    paging = Paging.asked(page, 0, size=A_PAGE)
    found: list[Found] = []
    is_all = True
    if words:
        first = max(int(page) - 1, 0) * A_PAGE if page.isascii() and page.isdigit() else 0
        hits = find(words, way=way, first=first, count=A_PAGE)
        paging = Paging.asked(page, hits.total, size=A_PAGE)
        if hits.total and not hits.hits:  # beyond the last page
            hits = find(words, way=way, first=paging.slice.start, count=A_PAGE)
        found, is_all = _found(opened, hits.hits), hits.is_all
    asked = understand(words, way)
    answer = may(opened.role, Act.CONNECT)
    return {
        "words": words,
        "by": way,
        "ways": [(key, name, key == way) for key, name in WAYS],
        "paging": paging,
        "found": found,
        "is_all": is_all,
        "knows_none": is_empty(),
        "address": words if asked.host or "://" in words else "",
        "refusal": _refusal(refused, words),
        "why_not": "" if answer else _(answer.reason),
    }


def _refusal(reason: Reason | None, typed: str) -> Words | None:
    if reason is None:
        return None
    if reason is Reason.NONE:
        return Words(_("That is not the address of a web server."), _("Type it as it stands in a browser’s top line."))
    return words_for(reason)


def _found(opened: Opened, hits: tuple[Hit, ...]) -> list[Found]:
    mine = {one.facts.base: one for one in connections_of(opened) if one.facts.base and one.state not in _OVER}
    first: dict[str, str] = {}  # by portal: the provider that it stood with first on this page
    rows = []
    for hit in hits:
        office = hit.office
        choices = tuple(_choice(opened, hit, portal, mine, first) for portal in hit.portals)
        rows.append(Found(office.pk, office.name, _meta(hit), choices))
        for portal in hit.portals:
            first.setdefault(portal.key, office.name)
    return rows


def _choice(opened: Opened, hit: Hit, portal: Any, mine: Mapping[str, Seen], first: Mapping[str, str]) -> Choice:
    doors = sorted(portal.doors.all(), key=lambda door: str(door.version), reverse=True)
    address = doors[0].base if doors else portal.web
    shown = host_in(portal.web or address)
    there = next((mine[door.base] for door in doors if door.base in mine), None)
    if there is not None:
        url = reverse("connections:connection", args=[opened.uuid, there.number])
        return Choice(shown, address, url, tag(there.state))
    return Choice(shown, address, tag=_support(portal.state), same_as=first.get(portal.key, ""))


def _support(state: str) -> Tag | None:
    if state == "registration needed":
        return Tag(_("Takes a few days"), "wait", "clock")
    return tag(State.NOT_SUPPORTED) if state == "not supported" else None


def _meta(hit: Hit) -> str:
    office = hit.office
    place = ", ".join(part for part in (office.city, office.state) if part)
    former = _("formerly %(name)s") % {"name": office.former[0]} if office.former else ""
    return " · ".join(part for part in (office.specialty, office.part_of, place, former) if part)
