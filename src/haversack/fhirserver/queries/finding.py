"""What does a reader find? The store is asked, held to the scopes; what it answers is looked at once more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import orjson

from ..rules.narrowing import only, within
from ..rules.references import pointed_at
from ..rules.searching import Wanted
from ..store import Found, Only, Query, Reach, Ref, Stored, Token, record_store


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what was searched for, what came along, how many there are in all, and the store's own next cursor."""

    matches: Sequence[Stored]
    included: Sequence[Stored]
    total: int | None
    next: str
    at: datetime


def read_one(reach: Reach, resource_type: str, id: str) -> Stored | None:  # noqa: A002
    """One record, if it is there for this reader."""
    found = record_store().read(reach, resource_type, id)
    return found if found and _allowed(reach, "r", found) else None


def find(reach: Reach, resource_type: str, wanted: Wanted, cursor: str) -> Page:
    """A page of a search. With a count of 0 only how many there are."""
    query = Query(
        resource_type,
        wanted.criteria,
        only(reach.scopes, "s", resource_type),
        max(wanted.count, 1),
        cursor,
        wanted.total,
    )
    found = record_store().find(reach, query)
    if not wanted.count:
        return Page((), (), found.total, "", reach.at)
    matches = [each for each in found.entries if _allowed(reach, "s", each)]
    return Page(matches, _along(reach, matches, wanted), found.total, found.next, reach.at)


def everything(
    reach: Reach, types: Iterable[str], *, since: datetime | None, cursor: str, count: int, total: bool = False
) -> Page:
    """A page of all that a patient's record holds, of these types."""
    found = record_store().everything(reach, readable(reach, types), since=since, cursor=cursor, count=count)
    return _page(reach, found)


def exported(reach: Reach, group: str, types: Iterable[str], *, since: datetime | None) -> Iterator[Stored]:
    """Everything of these types of everybody in a group, as far as the scopes go."""
    for each in record_store().group_export(reach, group, readable(reach, types), since=since):
        if _allowed(reach, "r", each):
            yield each


def docref(reach: Reach, *, start: date | None, end: date | None, kind: Token | None) -> Page:
    """The documents about care between two days."""
    return _page(reach, record_store().docref(reach, start=start, end=end, type=kind))


def readable(reach: Reach, types: Iterable[str]) -> Mapping[str, Only]:
    """Of these types, those that the scopes allow to read, each with the categories that they are held to."""
    allowed = [each for each in types if any(scope.may("r", each) for scope in reach.scopes)]
    return {each: only(reach.scopes, "r", each) for each in allowed}


def _page(reach: Reach, found: Found) -> Page:
    matches = [each for each in found.entries if _allowed(reach, "r", each)]
    return Page(matches, (), found.total, found.next, reach.at)


def _along(reach: Reach, matches: Sequence[Stored], wanted: Wanted) -> list[Stored]:
    """What `_include` and `_revinclude` bring: only what the app could have read by itself."""
    wishes = {
        Ref(resource_type, identity)
        for match in matches
        for include in wanted.includes
        if include.partition(":")[0] == match.type
        for resource_type, identity in pointed_at(orjson.loads(match.body), include)
    }
    store = record_store()
    asked = [ref for ref in sorted(wishes, key=str) if any(scope.may("r", ref.type) for scope in reach.scopes)]
    found = list(store.many(reach, asked)) if asked else []
    for kind in dict.fromkeys(each.partition(":")[0] for each in wanted.revincludes):
        if matches and any(scope.may("r", kind) for scope in reach.scopes):
            found += store.referring(reach, kind, [match.ref for match in matches])
    seen = {match.ref for match in matches}
    return [
        each
        for each in found
        if _allowed(reach, "r", each) and each.ref not in seen and not seen.add(each.ref)  # type: ignore[func-returns-value]
    ]


def _allowed(reach: Reach, right: str, stored: Stored) -> bool:
    """Whether the scopes let this record out, whatever the store thought."""
    if not any(scope.may(right, stored.type) for scope in reach.scopes):
        return False
    categories = only(reach.scopes, right, stored.type)
    return categories is None or within(orjson.loads(stored.body), categories)
