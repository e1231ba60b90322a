"""How are published lists of providers kept up to date? Asked at their addresses, and taken where they changed.

Only addresses that the operator named are asked, and those that a portal of somebody here names as its own. A list that
does not come, cannot be read, or names far less than before leaves the edition that is here, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from haversack.smart.listings import Problem, ReadList, own_listings, read_list

from ..http import Answer, Web, WebFault
from ..models import PublishedList
from ..rules.editions import LEASE, next_time, shrank
from .indexing import count_words
from .lists import take_edition
from .own_names import honest
from .sockets import web_for_long

MOST_BYTES, MOST_SECONDS = 128 << 20, 600.0
_NOT_MODIFIED, _DONE = 304, 200
_ACCEPT = "application/fhir+json, application/json, text/csv;q=0.9, */*;q=0.1"
NEW, CHANGED, UNCHANGED, KEPT = "new", "changed", "unchanged", "kept"  # kept: the edition from before, with a trouble
FEWER = "It names {now} providers where it named {before}: perhaps it was cut off, so what was known before stays."
Webs = Callable[[], Web]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of asking for one list. came: one of NEW, CHANGED, UNCHANGED, KEPT; trouble: why nothing was taken."""

    address: str
    region: str
    came: str
    listings: int
    added: int = 0
    gone: int = 0
    trouble: str = ""
    problems: Sequence[Problem] = field(default=())


def name_sources(now: datetime) -> list[PublishedList]:
    """The lists that the operator's settings name, in their order; one that is new there is due at once. What they
    name no more is not asked for again, and what it said stays until it is forgotten."""
    found = []
    for region, address in settings.DIRECTORIES:
        row, _ = PublishedList.objects.get_or_create(
            address=address, base="", defaults={"region": region, "due_at": now}
        )
        if row.region != region or row.due_at is None:
            row.region, row.due_at = region, row.due_at or now
            row.save(update_fields=["region", "due_at"])
        found.append(row)
    others = PublishedList.objects.filter(base="", due_at__isnull=False).exclude(pk__in=[row.pk for row in found])
    others.update(due_at=None)
    return found


def due(now: datetime) -> list[int]:
    """The lists whose turn it is."""
    return list(PublishedList.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True))


def update_if_due(number: int, now: datetime, web: Webs = web_for_long) -> Came | None:
    """Ask for a list, unless somebody else is at it or has been."""
    if not PublishedList.objects.filter(pk=number, due_at__lte=now).update(due_at=now + LEASE):
        return None
    return update(number, now, web=web)


def update(number: int, now: datetime, *, fewer: bool = False, web: Webs = web_for_long) -> Came:
    """Ask for a list now. fewer: take it even where it names far less than before."""
    source = PublishedList.objects.get(pk=number)
    before, is_new = source.listings, source.digest is None
    try:
        answer = _ask(source, web)
    except WebFault as fault:
        return _keep(source, str(fault), now)
    if answer.status == _NOT_MODIFIED:
        return _unchanged(source, now)
    if answer.status != _DONE:
        return _keep(source, f"The server answered {answer.status} and not with a list.", now)
    digest = hashlib.sha256(answer.body).digest()
    if source.digest is not None and digest == bytes(source.digest):
        return _unchanged(source, now, answer)
    found = read_list(answer.body)
    if source.base:
        found = honest(own_listings(found, source.base), source.base)
    if not found.listings or found.is_cut:
        words = found.problems[-1].what if found.problems else "It names nobody."
        return _keep(source, words, now, found.problems)
    if shrank(before, len(found.listings)) and not fewer:
        return _keep(source, FEWER.format(now=len(found.listings), before=before), now)
    source.digest = digest
    _remember(source, answer)
    source.trouble, source.due_at = "", next_time(now, trouble=False) if source.due_at else None
    taken = take_edition(source, found, now)
    count_words()
    came = NEW if is_new else CHANGED
    return Came(source.address, source.region, came, taken.listings, taken.added, taken.gone, problems=taken.problems)


def forget(number: int, now: datetime) -> int:
    """Take a list out of the directory, with what it alone named; returns how many offices and doctors went."""
    source = PublishedList.objects.get(pk=number)
    taken = take_edition(source, ReadList("", ()), now)
    source.delete()
    count_words()
    return taken.gone


def _ask(source: PublishedList, web: Webs) -> Answer:
    headers = {"Accept": _ACCEPT}
    if source.digest is not None:
        headers |= {"If-None-Match": source.etag} if source.etag else {}
        headers |= {"If-Modified-Since": source.changed} if source.changed else {}
    with web() as opener:
        return opener.get(source.address, headers=headers, most=MOST_BYTES, seconds=MOST_SECONDS)


def _remember(source: PublishedList, answer: Answer) -> None:
    etag, changed = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    source.etag = etag if len(etag) <= 200 and etag.isprintable() else ""
    source.changed = changed if len(changed) <= 64 and changed.isprintable() else ""


def _unchanged(source: PublishedList, now: datetime, answer: Answer | None = None) -> Came:
    if answer is not None:
        _remember(source, answer)
    source.read_at, source.trouble = now, ""
    return _put_back(source, Came(source.address, source.region, UNCHANGED, source.listings), now)


def _keep(source: PublishedList, trouble: str, now: datetime, problems: Sequence[Problem] = ()) -> Came:
    source.trouble = trouble[:300]
    came = Came(source.address, source.region, KEPT, source.listings, trouble=trouble, problems=problems)
    return _put_back(source, came, now)


def _put_back(source: PublishedList, came: Came, now: datetime) -> Came:
    if source.due_at is not None:
        source.due_at = next_time(now, trouble=bool(came.trouble))
    source.save()
    return came
