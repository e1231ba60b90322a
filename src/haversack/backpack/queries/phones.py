"""Which phones are paired with a backpack, and what does each share?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from haversack.records.unspoken import Unspoken

from ..models import Phone, PhoneSource, Shared
from ..models.phone import PHONE, PHONE_SOURCE, SHARED, decode_phone, decode_phone_source, decode_shared
from ..rules.roles import Act
from .chosen import by_ids
from .opened import Opened


@dataclass(frozen=True, slots=True, repr=False)
class PhoneSeen(Unspoken):
    """A phone as its page shows it. sources: (name, base, how many it shares, when it last sent something).

    gone: how many records the phone shares no longer.
    """

    uuid: UUID
    name: str
    granted: tuple[str, ...]
    paired_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    sources: tuple[tuple[str, str, int, datetime | None], ...] = ()
    gone: int = 0


def phones(opened: Opened) -> list[PhoneSeen]:
    """Those that may hand something in, then those taken back; the latest first."""
    opened.require(Act.SEE)
    rows = Phone.objects.filter(person_id=opened.person).order_by("-paired_at", "-pk")
    seen = [_seen(opened, row) for row in rows]
    return [one for one in seen if not one.revoked_at] + [one for one in seen if one.revoked_at]


def phone(opened: Opened, uuid: UUID) -> PhoneSeen | None:
    """One of them, with what it shares."""
    opened.require(Act.SEE)
    row = Phone.objects.filter(person_id=opened.person, uuid=uuid).first()
    return None if row is None else _seen(opened, row, whole=True)


def _seen(opened: Opened, row: Phone, *, whole: bool = False) -> PhoneSeen:
    facts = decode_phone(opened.key.open(bytes(row.sealed), PHONE))
    found, gone = [], 0
    if whole:
        counted = PhoneSource.objects.filter(phone=row).annotate(
            here=Count("shared", filter=Q(shared__is_shared=True)),
            gone=Count("shared", filter=Q(shared__is_shared=False)),
        )
        for source in counted.order_by("pk"):
            gone += source.gone
            if source.deleted_at is None:
                said = decode_phone_source(opened.key.open(bytes(source.sealed), PHONE_SOURCE))
                found.append((said.name, said.base, source.here, source.data_at))
    return PhoneSeen(
        row.uuid, facts.name, facts.granted, row.paired_at, row.seen_at, row.revoked_at, tuple(found), gone
    )


def shared_page(opened: Opened, source: PhoneSource, *, after: int, size: int) -> tuple[list[tuple[str, str]], int]:
    """(type, id) of what the phone shares from this source, so many behind the row `after`, and the last row of these
    (0 where nothing is left)."""
    rows = list(Shared.objects.filter(source=source, is_shared=True, pk__gt=after).order_by("pk")[: size + 1])
    shown = rows[:size]
    named = [decode_shared(opened.key.open(bytes(row.sealed), SHARED)) for row in shown]
    return named, shown[-1].pk if len(rows) > size else 0


def no_longer_shared(opened: Opened, records: Iterable[int]) -> set[int]:
    """Of these records, those that came from a phone which does not share them any more, and no other phone does."""
    wanted = list(records)
    if not wanted:
        return set()
    rows = by_ids(opened, wanted).values_list("pk", "identity")
    keys = {bytes(identity): number for number, identity in rows}
    told = Shared.objects.filter(source__phone__person_id=opened.person, identity__in=list(keys))
    states: dict[bytes, bool] = {}
    for identity, is_shared in told.values_list("identity", "is_shared"):
        key = bytes(identity)
        states[key] = states.get(key, False) or is_shared
    return {keys[key] for key, is_shared in states.items() if not is_shared}
