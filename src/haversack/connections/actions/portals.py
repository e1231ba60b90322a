"""How are portals and their doors kept, as one list or several speak of them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from haversack.smart.listings import Door as Told

from ..models import Door, Portal
from ..rules.merging import PortalFacts

AT_ONCE = 500
_Row = TypeVar("_Row")


def batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    """As many as one statement takes, one after the other."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def keep_portals(facts: Mapping[str, PortalFacts], *, is_own: bool) -> dict[str, Portal]:
    """The portals of these keys, made or completed. What a portal says of itself goes before what others say."""
    here = {portal.key: portal for portal in Portal.objects.filter(key__in=list(facts))}
    new = [
        Portal(key=key[:300], name=one.name[:300], web=one.web[:500]) for key, one in facts.items() if key not in here
    ]
    Portal.objects.bulk_create(new)
    told = [portal for portal in here.values() if _tell(portal, facts[portal.key], is_own=is_own)]
    Portal.objects.bulk_update(told, ["name", "web"])
    every = here | {portal.key: portal for portal in new}
    _keep_doors({door.base: (every[key], door) for key, one in facts.items() for door in reversed(one.doors)})
    return every


def unlike(facts: Mapping[str, PortalFacts], portals: Mapping[str, Portal], *, is_own: bool) -> dict[str, PortalFacts]:
    """Those of the facts that say something new of a portal that is there. Changes nothing."""
    known = {door.base: door for door in Door.objects.filter(portal__in=list(portals.values()))}
    return {
        key: facts[key]
        for key, portal in portals.items()
        if _tell(Portal(name=portal.name, web=portal.web), facts[key], is_own=is_own)
        or any(door.base[:500] not in known or _says_more(door, known[door.base[:500]]) for door in facts[key].doors)
    }


def _tell(portal: Portal, told: PortalFacts, *, is_own: bool) -> bool:
    before = portal.name, portal.web
    said, other = (told.name[:300], told.web[:500]), before
    first, second = (said, other) if is_own else (other, said)
    portal.name, portal.web = first[0] or second[0], first[1] or second[1]
    return (portal.name, portal.web) != before


def _keep_doors(doors: Mapping[str, tuple[Portal, Told]]) -> None:
    here = {door.base: door for door in Door.objects.filter(base__in=[base[:500] for base in doors])}
    new, told = [], []
    for base, (portal, door) in doors.items():
        known = here.get(base[:500])
        if known is None:
            fresh = Door(portal=portal, base=base[:500], version=door.version[:16], authorize=door.authorize[:500])
            fresh.token = door.token[:500]
            new.append(fresh)
        elif _says_more(door, known):
            known.authorize, known.token = known.authorize or door.authorize[:500], known.token or door.token[:500]
            known.version = known.version or door.version[:16]
            told.append(known)
    Door.objects.bulk_create(new)
    Door.objects.bulk_update(told, ["authorize", "token", "version"])


def _says_more(door: Told, known: Door) -> bool:
    return bool((door.authorize and not known.authorize) or (door.version and not known.version))
