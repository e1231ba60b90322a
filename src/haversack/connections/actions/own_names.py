"""Which names does a portal's own list put into the background (SMART 2.2, brands.html)?

An app follows what a portal says of itself where a collector says otherwise. What collectors call it is then found as
a former name; where they know so many names that these would be lost, all of them stay as they are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz

from haversack.smart.addresses import portal_key
from haversack.smart.listings import ReadList

from ..models import Door, Office, OfficePortal, PublishedList, words
from ..rules.finding import folded_name
from ..rules.merging import MOST_FORMER, former_names

_SHOWN, _BEHIND = Office.Standing.SHOWN, Office.Standing.BEHIND
_MOST_OF_A_NAME = 500
_LONGEST = 500


def want_own(base: str, brands: str, now: datetime) -> None:
    """A portal that was looked at names a list of its own: have it read soon, where some list names the portal.

    The directory is everybody's here: a portal that nobody has listed stays out of it, since it would tell all who look
    that somebody here goes there.
    """
    if not brands or len(brands) > _LONGEST or not Door.objects.filter(base=base).exists():
        return
    row, made = PublishedList.objects.get_or_create(base=base, is_own=True, defaults={"address": brands, "due_at": now})
    if not made and row.address != brands:
        row.address, row.etag, row.changed, row.digest = brands, "", "", None
    row.due_at = now
    row.save()


def honest(found: ReadList, base: str) -> ReadList:
    """Without the names that collectors know as those of others alone: nobody goes by a hospital's name on their own
    word, since people would type their password there."""
    own = portal_key(base)
    return replace(found, listings=[one for one in found.listings if not is_anothers(one.name, own)])


def is_anothers(name: str, own: str) -> bool:
    """Whether lists know offices of this name, and none of them at the portal of the key `own`."""
    folded = folded_name(name)
    wanted = folded.split()
    if not wanted:
        return True
    ids = words.matching(
        [[word] for word in wanted], "names", every=True, only="office.kind = 'office'", most=_MOST_OF_A_NAME
    )
    theirs = [office for office in Office.objects.filter(pk__in=ids) if folded_name(office.name) == folded]
    return bool(theirs) and not any(own in office.keys for office in theirs)


def put_behind() -> set[int]:
    """Let every portal that speaks for itself go by its own names, and the others come back where it does no more.
    Returns the offices whose words have to be written anew."""
    own = set(Office.objects.filter(lists__is_own=True, portals__isnull=False).values_list("pk", flat=True))
    behind: set[int] = set()
    renamed: set[int] = set()
    for here, others in _by_portal(own):
        if len(others) <= MOST_FORMER * len(here):
            behind |= {office.pk for office in others}
            renamed |= {heir for office in others if (heir := _hand_on(office, here))}
    Office.objects.filter(standing=_BEHIND).exclude(pk__in=behind).update(standing=_SHOWN)
    Office.objects.filter(pk__in=behind, standing=_SHOWN).update(standing=_BEHIND)
    return renamed


def _by_portal(own: set[int]) -> list[tuple[list[Office], list[Office]]]:
    """For each portal that speaks for itself: the offices it names, and those that only others name and that have no
    other portal. Doctors stay, of whom brands say nothing."""
    spoken = set(OfficePortal.objects.filter(office__in=own).values_list("portal", flat=True))
    pairs = list(OfficePortal.objects.filter(portal__in=spoken).values_list("office", "portal"))
    numbers = {office for office, _ in pairs}
    elsewhere = set(
        OfficePortal.objects.filter(office__in=numbers).exclude(portal__in=spoken).values_list("office", flat=True)
    )
    offices = Office.objects.filter(pk__in=numbers, kind=Office.Kind.OFFICE).in_bulk()
    at: dict[int, list[Office]] = {}
    for number, portal in pairs:
        if number in offices:
            at.setdefault(portal, []).append(offices[number])
    found = []
    for there in at.values():
        others = [office for office in there if office.pk not in own | elsewhere]
        found.append(([office for office in there if office.pk in own], others))
    return found


def _hand_on(office: Office, heirs: list[Office]) -> int | None:
    """Keep the names of an office as former ones of the likest; which one it was, None where it had them already."""
    name = folded_name(office.name)
    heir = max(heirs, key=lambda one: (fuzz.token_sort_ratio(name, folded_name(one.name)), -one.pk))
    former = former_names(heir.name, heir.former, [office.name], office.former)
    if former == heir.former:
        return None
    heir.former = former
    heir.save(update_fields=["former"])
    return heir.pk
