"""How does a published list of providers enter the directory, and what happens to what it no longer names?

A list is taken in whole, in one transaction: a directory never shows half of one. What only this list named and names
no more goes; where its portal now goes by another name, the old name stays as a former one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from haversack.smart.addresses import host_of
from haversack.smart.listings import Door as Told
from haversack.smart.listings import Listing, Problem, read_list

from ..models import Door, Office, OfficePortal, Portal, PublishedList
from ..rules.finding import is_persons_name
from ..rules.merging import PortalFacts, former_names, joined, office_key, place_key, portals_of
from .indexing import forget_words, write_words

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one list."""

    listings: int
    added: int
    gone: int
    problems: Sequence[Problem]


@transaction.atomic
def take_list(*, address: str, data: bytes, now: datetime, region: str = "", is_own: bool = False) -> Taken:
    """Take in a list's bytes, in the place of what the same address said before. After the last list, `count_words`.

    A file that is no list changes nothing: what the address said last stays.
    """
    found = read_list(data)
    if not found.listings:
        return Taken(0, 0, 0, found.problems)
    source, _ = PublishedList.objects.get_or_create(address=address[:500])
    source.shape, source.region, source.is_own, source.read_at = found.shape, region, is_own, now
    source.save()
    before = set(source.offices.values_list("pk", flat=True))
    seen: set[int] = set()
    fresh: set[int] = set()
    for start in range(0, len(found.listings), AT_ONCE):
        taken, new = _take_some(source, found.listings[start : start + AT_ONCE])
        seen |= taken
        fresh |= new
    gone = _let_go(source, before - seen, fresh)
    write_words(seen | gone.renamed)
    return Taken(len(found.listings), len(fresh), gone.number, found.problems)


def _take_some(source: PublishedList, listings: Sequence[Listing]) -> tuple[set[int], set[int]]:
    """The offices these listings speak of, and which of them are new."""
    keyed: dict[bytes, Listing] = {}
    for listing in listings:
        key = office_key(listing)
        keyed[key] = joined(keyed[key], listing) if key in keyed else listing
    portals = _portals([facts for listing in keyed.values() for facts in portals_of(listing)], is_own=source.is_own)
    here = {bytes(office.key): office for office in Office.objects.filter(key__in=list(keyed))}
    _meet(keyed, here)
    new = [_office(key, listing) for key, listing in keyed.items() if key not in here]
    Office.objects.bulk_create(new)
    told = []
    for key, office in here.items():
        if _tell(office, keyed[key]):
            told.append(office)
    Office.objects.bulk_update(told, _TOLD)
    offices = here | {bytes(office.key): office for office in new}
    _link(source, keyed, offices, portals)
    return {office.pk for office in offices.values()}, {office.pk for office in new}


_TOLD = ["former", "website", "npi", "city", "state", "zip", "part_of", "specialty", "place", "key"]


def _office(key: bytes, listing: Listing) -> Office:
    person = is_persons_name(listing.name)
    office = Office(key=key, kind=listing.kind, name=listing.name[:300], is_person=person)
    _tell(office, listing)
    return office


def _tell(office: Office, listing: Listing) -> bool:
    """Keep what a listing says and nobody has said yet. Whether anything was new."""
    before = [getattr(office, field) for field in _TOLD]
    office.former = former_names(office.name, office.former, listing.former, [listing.name])
    office.website = office.website or host_of(listing.website)
    office.npi = office.npi or listing.npi[:10]
    if not office.city and office.zip[:5] in ("", listing.zip[:5]):  # else the two may be in different towns
        office.city, office.zip = listing.city[:100], listing.zip[:16] or office.zip
        office.state = listing.state[:100] or office.state
    office.part_of = office.part_of or listing.part_of[:300]
    office.specialty = office.specialty or listing.specialty[:200]
    office.place = place_key(office.name, office.zip)
    return before != [getattr(office, field) for field in _TOLD]


def _meet(keyed: dict[bytes, Listing], here: dict[bytes, Office]) -> None:
    """Bring a listing together with an office that stands here under another key, where one of the two knows the
    portal and the other only the place. Two portals of one name in one town stay two choices."""
    wanted = {place: key for key, one in keyed.items() if key not in here and (place := place_key(one.name, one.zip))}
    found = Office.objects.filter(place__in=list(wanted), kind=Office.Kind.OFFICE).annotate(Count("portals"))
    for office in found.order_by("pk"):
        key = wanted.pop(bytes(office.place or b""), None)
        if key is None or keyed[key].kind != Office.Kind.OFFICE or (keyed[key].doors and office.portals__count):
            continue
        if keyed[key].doors:  # from now on it is told apart by its portal
            office.key = key
        else:
            keyed[bytes(office.key)] = keyed.pop(key)
        here[bytes(office.key)] = office


def _portals(told: Iterable[PortalFacts], *, is_own: bool) -> dict[str, Portal]:
    """The portals of these keys, made or completed. What a portal says of itself goes before what others say."""
    facts: dict[str, PortalFacts] = {}
    doors: dict[str, tuple[str, Door]] = {}
    for one in told:
        facts.setdefault(one.key, one)
        for door in one.doors:
            doors.setdefault(door.base, (one.key, _door(door)))
    here = {portal.key: portal for portal in Portal.objects.filter(key__in=list(facts))}
    new = [
        Portal(key=key[:300], name=one.name[:300], web=one.web[:500]) for key, one in facts.items() if key not in here
    ]
    Portal.objects.bulk_create(new)
    Portal.objects.bulk_update(
        [portal for portal in here.values() if _tell_portal(portal, facts[portal.key], is_own=is_own)], ["name", "web"]
    )
    every = here | {portal.key: portal for portal in new}
    _keep_doors(doors, every)
    return every


def _tell_portal(portal: Portal, told: PortalFacts, *, is_own: bool) -> bool:
    before = portal.name, portal.web
    said, other = (told.name[:300], told.web[:500]), before
    first, second = (said, other) if is_own else (other, said)
    portal.name, portal.web = first[0] or second[0], first[1] or second[1]
    return (portal.name, portal.web) != before


def _door(told: Told) -> Door:
    return Door(base=told.base[:500], version=told.version[:16], authorize=told.authorize[:500], token=told.token[:500])


def _keep_doors(doors: dict[str, tuple[str, Door]], portals: dict[str, Portal]) -> None:
    here = {door.base: door for door in Door.objects.filter(base__in=list(doors))}
    new, told = [], []
    for base, (key, door) in doors.items():
        known = here.get(base)
        if known is None:
            door.portal = portals[key]
            new.append(door)
        elif (door.authorize and not known.authorize) or (door.version and not known.version):
            known.authorize, known.token = known.authorize or door.authorize, known.token or door.token
            known.version = known.version or door.version
            told.append(known)
    Door.objects.bulk_create(new)
    Door.objects.bulk_update(told, ["authorize", "token", "version"])


def _link(
    source: PublishedList, keyed: dict[bytes, Listing], offices: dict[bytes, Office], portals: dict[str, Portal]
) -> None:
    OfficePortal.objects.bulk_create(
        [
            OfficePortal(office=offices[key], portal=portals[facts.key])
            for key, listing in keyed.items()
            for facts in portals_of(listing)
        ],
        ignore_conflicts=True,
    )
    through = Office.lists.through
    through.objects.bulk_create(
        [through(office_id=office.pk, publishedlist_id=source.pk) for office in offices.values()], ignore_conflicts=True
    )


@dataclass(frozen=True, slots=True)
class _Gone:
    number: int
    renamed: set[int]


def _let_go(source: PublishedList, vanished: set[int], fresh: set[int]) -> _Gone:
    """Take away what this list alone named and names no more."""
    if not vanished:
        return _Gone(0, set())
    source.offices.remove(*Office.objects.filter(pk__in=vanished))
    left = list(Office.objects.filter(pk__in=vanished, lists=None).prefetch_related("portals"))
    renamed = _keep_as_former(left, fresh)
    forget_words([office.pk for office in left])
    Office.objects.filter(pk__in=[office.pk for office in left]).delete()
    Portal.objects.filter(offices=None).delete()
    return _Gone(len(left), renamed)


def _keep_as_former(left: Sequence[Office], fresh: set[int]) -> set[int]:
    """A portal whose one office vanished while one new office appeared there was given a new name."""
    renamed: set[int] = set()
    for office in left:
        heirs = {heir for portal in office.portals.all() for heir in portal.offices.filter(pk__in=fresh)}
        if len(heirs) == 1:
            heir = heirs.pop()
            heir.former = former_names(heir.name, heir.former, [office.name], office.former)
            heir.save(update_fields=["former"])
            renamed.add(heir.pk)
    return renamed
