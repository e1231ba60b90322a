"""How does a published list of providers enter the directory, and what happens to what it no longer names?

A directory never shows half of a list, and nobody waits for a long one. What is new is written first, a few hundred at
a time, and cannot be found yet; then one short transaction shows it, changes what stands there, and takes away what
only this list named and names no more. Where a portal now goes by another name, the old name stays as a former one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from haversack.smart.addresses import host_of
from haversack.smart.listings import Listing, Problem, ReadList, read_list

from ..models import Office, OfficePortal, Portal, PublishedList
from ..rules.finding import is_persons_name
from ..rules.merging import PortalFacts, former_names, joined, merged, office_key, place_key, portals_of
from .indexing import forget_words, write_words
from .own_names import put_behind
from .portals import batches, keep_portals, unlike

_TELL = ["former", "website", "npi", "city", "state", "zip", "part_of", "specialty", "place", "key"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one list."""

    listings: int
    added: int
    gone: int
    problems: Sequence[Problem]


def take_list(*, address: str, data: bytes, now: datetime, region: str = "", is_own: bool = False) -> Taken:
    """Take in a list's bytes, in the place of what the same address said before. After the last list, `count_words`.

    A file that is no list changes nothing: what the address said last stays.
    """
    found = read_list(data)
    if not found.listings:
        return Taken(0, 0, 0, found.problems)
    source, _ = PublishedList.objects.get_or_create(
        address=address[:500], base="", defaults={"region": region, "is_own": is_own}
    )
    source.region, source.is_own = region, is_own
    return take_edition(source, found, now)


def take_edition(source: PublishedList, found: ReadList, now: datetime) -> Taken:
    """Take in what was read, as the edition of this list that holds from now on."""
    keyed = _keyed(found.listings)
    try:
        return _take(source, keyed, found, now)
    except IntegrityError:  # another list that names the same was taken in between
        return _take(source, keyed, found, now)


def _keyed(listings: Sequence[Listing]) -> dict[bytes, Listing]:
    keyed: dict[bytes, Listing] = {}
    for listing in listings:
        key = office_key(listing)
        keyed[key] = joined(keyed[key], listing) if key in keyed else listing
    return keyed


def _take(source: PublishedList, keyed: Mapping[bytes, Listing], found: ReadList, now: datetime) -> Taken:
    before = set(source.offices.values_list("pk", flat=True))
    staged = _stage(source, keyed)
    with transaction.atomic():
        return _show(source, keyed, staged, before, found, now)


# First: what can be written without being seen ------------------------------------------------------------------------
@dataclass(slots=True)
class _Staged:
    """What could be written, and what has to change when the list is shown. kept: offices that stand as they are.
    to_tell: keys of listings that say something new of an office that is there; portals: facts that differ."""

    kept: set[int] = field(default_factory=set)
    to_tell: list[bytes] = field(default_factory=list)
    portals: dict[str, PortalFacts] = field(default_factory=dict)


def _stage(source: PublishedList, keyed: Mapping[bytes, Listing]) -> _Staged:
    staged = _Staged()
    for some in _batches(keyed):
        here = {bytes(office.key): office for office in Office.objects.filter(key__in=list(some))}
        met = _met(source, {key: one for key, one in some.items() if key not in here})
        fresh = {
            key: one
            for key, one in some.items()
            if key not in here and (place_key(one.name, one.zip) or b"-") not in met
        }
        facts = merged(portals_of(one) for one in some.values())
        portals = {portal.key: portal for portal in Portal.objects.filter(key__in=list(facts))}
        staged.portals |= unlike(facts, portals, is_own=source.is_own)
        with transaction.atomic():
            portals |= keep_portals({key: facts[key] for key in facts.keys() - portals.keys()}, is_own=source.is_own)
            new = [_office(key, one, standing=Office.Standing.COMING) for key, one in fresh.items()]
            Office.objects.bulk_create(new)
            _link(source, fresh, {bytes(office.key): office for office in new}, portals)
            write_words([office.pk for office in new])
        _sort_out(source, {key: one for key, one in some.items() if key not in fresh}, here, staged)
    return staged


def _met(source: PublishedList, fresh: Mapping[bytes, Listing]) -> set[bytes]:
    """The places of new listings where an office stands already that may be the same."""
    if source.base:  # a portal's own word makes nobody's office its own
        return set()
    places = [place for one in fresh.values() if (place := place_key(one.name, one.zip))]
    return {bytes(place) for place in _offices_at(places).values_list("place", flat=True) if place}


def _sort_out(
    source: PublishedList, known: Mapping[bytes, Listing], here: Mapping[bytes, Office], staged: _Staged
) -> None:
    """Which of the listings that are known say something new."""
    numbers = [here[key].pk for key in known if key in here]
    linked: dict[int, set[str]] = {}
    for number, portal in OfficePortal.objects.filter(office__in=numbers).values_list("office", "portal__key"):
        linked.setdefault(number, set()).add(portal)
    listed = set(
        Office.lists.through.objects.filter(office__in=numbers, publishedlist=source).values_list("office", flat=True)
    )
    for key, listing in known.items():
        office = here.get(key)
        if (
            office is None
            or office.pk not in listed
            or not {facts.key for facts in portals_of(listing)} <= linked.get(office.pk, set())
            or _tell(office, listing, is_own=source.is_own)
        ):
            staged.to_tell.append(key)
        else:
            staged.kept.add(office.pk)


# Then, in one piece: the new edition in the place of the former -------------------------------------------------------
def _show(
    source: PublishedList,
    keyed: Mapping[bytes, Listing],
    staged: _Staged,
    before: set[int],
    found: ReadList,
    now: datetime,
) -> Taken:
    source.shape, source.listings, source.read_at = found.shape, len(found.listings), now
    source.save()
    changed = _change_portals(source, staged.portals)
    seen = set(staged.kept)
    fresh: set[int] = set()
    for some in _batches({key: keyed[key] for key in staged.to_tell}):
        told, new = _tell_some(source, some)
        seen |= told
        fresh |= new
        changed |= told
    coming = Office.objects.filter(standing=Office.Standing.COMING, lists=source)
    vanished = before - seen
    fresh |= set(coming.values_list("pk", flat=True)) - vanished
    gone = _let_go(source, vanished, fresh)
    coming.update(standing=Office.Standing.SHOWN)
    write_words((changed | gone.renamed | put_behind()) - gone.offices)
    return Taken(len(found.listings), len(fresh), len(gone.offices), found.problems)


def _change_portals(source: PublishedList, facts: Mapping[str, PortalFacts]) -> set[int]:
    """Keep what the list says anew of portals that are there. The offices that have one of them."""
    offices: set[int] = set()
    for some in batches(list(facts)):
        keep_portals({key: facts[key] for key in some}, is_own=source.is_own)
        offices.update(OfficePortal.objects.filter(portal__key__in=some).values_list("office", flat=True))
    return offices


def _tell_some(source: PublishedList, told: Mapping[bytes, Listing]) -> tuple[set[int], set[int]]:
    """The offices these listings speak of, and which of them are new."""
    keyed = dict(told)
    facts = merged(portals_of(listing) for listing in keyed.values())
    portals = keep_portals(facts, is_own=source.is_own)
    here = {bytes(office.key): office for office in Office.objects.filter(key__in=list(keyed))}
    if not source.base:
        _meet(keyed, here)
    new = [_office(key, listing) for key, listing in keyed.items() if key not in here]
    Office.objects.bulk_create(new)
    told_of = [office for key, office in here.items() if _tell(office, keyed[key], is_own=source.is_own)]
    Office.objects.bulk_update(told_of, [*_TELL, "name"])
    offices = here | {bytes(office.key): office for office in new}
    _link(source, keyed, offices, portals)
    return {office.pk for office in offices.values()}, {office.pk for office in new}


def _office(key: bytes, listing: Listing, standing: str = Office.Standing.SHOWN) -> Office:
    person = is_persons_name(listing.name)
    office = Office(key=key, kind=listing.kind, name=listing.name[:300], is_person=person, standing=standing)
    _tell(office, listing, is_own=False)
    return office


def _tell(office: Office, listing: Listing, *, is_own: bool) -> bool:
    """Keep what a listing says and nobody has said yet, or, where it is the portal's own word, what it says. Whether
    anything was new."""
    before = [office.name, *(getattr(office, field) for field in _TELL)]
    if is_own:
        office.name = listing.name[:300]
        office.part_of = listing.part_of[:300] or office.part_of
        if listing.city or listing.zip:
            office.city, office.zip, office.state = listing.city[:100], listing.zip[:16], listing.state[:100]
    first, second = (listing.former, office.former) if is_own else (office.former, listing.former)
    office.former = former_names(office.name, first, second, [listing.name])
    office.website = office.website or host_of(listing.website)
    office.npi = office.npi or listing.npi[:10]
    if not office.city and office.zip[:5] in ("", listing.zip[:5]):  # else the two may be in different towns
        office.city, office.zip = listing.city[:100], listing.zip[:16] or office.zip
        office.state = listing.state[:100] or office.state
    office.part_of = office.part_of or listing.part_of[:300]
    office.specialty = office.specialty or listing.specialty[:200]
    office.place = place_key(office.name, office.zip)
    return before != [office.name, *(getattr(office, field) for field in _TELL)]


def _offices_at(places: Iterable[bytes]) -> QuerySet[Office]:
    return Office.objects.filter(place__in=list(places), kind=Office.Kind.OFFICE)


def _meet(keyed: dict[bytes, Listing], here: dict[bytes, Office]) -> None:
    """Bring a listing together with an office that stands here under another key, where one of the two knows the
    portal and the other only the place. Two portals of one name in one town stay two choices."""
    wanted = {place: key for key, one in keyed.items() if key not in here and (place := place_key(one.name, one.zip))}
    for office in _offices_at(wanted).annotate(Count("portals")).order_by("pk"):
        key = wanted.pop(bytes(office.place or b""), None)
        if key is None or keyed[key].kind != Office.Kind.OFFICE or (keyed[key].doors and office.portals__count):
            continue
        if keyed[key].doors:  # from now on it is told apart by its portal
            office.key = key
        else:
            keyed[bytes(office.key)] = keyed.pop(key)
        here[bytes(office.key)] = office


def _link(
    source: PublishedList,
    keyed: Mapping[bytes, Listing],
    offices: Mapping[bytes, Office],
    portals: Mapping[str, Portal],
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


def _batches(keyed: Mapping[bytes, Listing]) -> Iterator[dict[bytes, Listing]]:
    for keys in batches(list(keyed)):
        yield {key: keyed[key] for key in keys}


@dataclass(frozen=True, slots=True)
class _Gone:
    offices: set[int]
    renamed: set[int]


def _let_go(source: PublishedList, vanished: set[int], fresh: set[int]) -> _Gone:
    """Take away what this list alone named and names no more."""
    if not vanished:
        return _Gone(set(), set())
    left: list[Office] = []
    for some in batches(sorted(vanished)):
        Office.lists.through.objects.filter(publishedlist=source, office__in=some).delete()
        left += Office.objects.filter(pk__in=some, lists=None).prefetch_related("portals")
    renamed = _keep_as_former(left, fresh)
    forget_words([office.pk for office in left])
    for rows in batches(left):
        Office.objects.filter(pk__in=[office.pk for office in rows]).delete()
    Portal.objects.filter(offices=None).delete()
    return _Gone({office.pk for office in left}, renamed)


def _keep_as_former(left: Sequence[Office], fresh: set[int]) -> set[int]:
    """A portal whose one office vanished while one new office appeared there was given a new name."""
    renamed: set[int] = set()
    for office in left:
        heirs = {heir for portal in office.portals.all() for heir in portal.offices.all() if heir.pk in fresh}
        if len(heirs) == 1:
            heir = heirs.pop()
            heir.former = former_names(heir.name, heir.former, [office.name], office.former)
            heir.save(update_fields=["former"])
            renamed.add(heir.pk)
    return renamed
