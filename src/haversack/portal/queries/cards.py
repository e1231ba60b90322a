"""Which health cards were issued for a record, what could go on another, and what may anybody know of their keys?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef

from haversack.records.cards.minimal import may_be_on_card
from haversack.records.cards.revoking import revocation_list, updates

from ..models import CardKey, HealthCard
from ..models.cards import CARD
from ..models.keys import sealer
from ..rules.cards import SECTION_OF, TYPE_OF, CardKind, Revoked
from ..rules.staff import Duty, Worker
from .bodies import Shown, described
from .reader import Reader
from .visible import visible

MOST_OFFERED = 200


class NoSuchCard(Exception):
    """There is no card of that id that this reader may see."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A card that was issued. shown: what is on it; None where this reader does not see all of it any more."""

    uuid: UUID
    kind: CardKind
    made_at: datetime
    kid: str
    revoked_at: datetime | None
    why_revoked: Revoked | None
    shown: list[Shown] | None = field(repr=False)


def may_go_on_card(reader: Reader, kind: CardKind) -> list[Shown]:
    """What could go on a new card: the newest of what this reader sees, and another system would understand."""
    reader.require_section(SECTION_OF[kind])
    rows = visible(reader).filter(type=TYPE_OF[kind], section=SECTION_OF[kind]).order_by("-low", "-pk")
    return [one for one in described(reader, list(rows[:MOST_OFFERED])) if may_be_on_card(one.doc)]


def chosen_for_card(reader: Reader, kind: CardKind, records: Iterable[int]) -> list[Shown]:
    """Those of these rows that may go on one."""
    rows = visible(reader).filter(type=TYPE_OF[kind], section=SECTION_OF[kind], pk__in=list(records))
    return [one for one in described(reader, list(rows.order_by("low", "pk"))) if may_be_on_card(one.doc)]


def cards_of(reader: Reader) -> list[Issued]:
    """The cards that were issued for this record, the newest first. Of one whose facts are not all seen by this reader,
    whoever sees the whole record is told that there is one, and nobody else.
    """
    rows = HealthCard.objects.filter(patient_id=reader.patient).select_related("key").order_by("-made_at", "-pk")
    found = [_read(row, reader) for row in rows]
    return [one for one in found if one.shown is not None or reader.covers_all]


def card_of(reader: Reader, card: UUID) -> Issued:
    """One whose facts this reader sees. Raises NoSuchCard."""
    return _read(_row(reader, card), reader)


def body_of_card(reader: Reader, card: UUID) -> str:
    """The signed card, for whoever sees all that is on it. Raises NoSuchCard."""
    return sealer().open(bytes(_row(reader, card).body), CARD).decode()


def cards_for(by: Worker, patient: UUID) -> list[tuple[HealthCard, bool]]:
    """For the desk: the cards of a patient, without what is on them, and whether any of that was changed since."""
    by.require(Duty.CARDS)
    changed = HealthCard.records.through.objects.filter(
        healthcard=OuterRef("pk"), record__updated_at__gt=OuterRef("made_at")
    )
    rows = HealthCard.objects.filter(patient__uuid=patient).defer("body").annotate(changed=Exists(changed))
    return [(row, row.changed) for row in rows.order_by("-made_at", "-pk")]


def published_keys() -> list[dict[str, Any]]:
    """The public halves by which anybody checks a card, each with how often its list was changed."""
    keys = CardKey.objects.filter(withdrawn=None).order_by("-made")
    return [orjson.loads(key.public) | {"crlVersion": updates(len(_revoked(key)))} for key in keys]


def revoked_by_key(kid: str) -> dict[str, Any] | None:
    """The list of cards of a key that were taken back; None for a key that is not published."""
    key = CardKey.objects.filter(kid=kid, withdrawn=None).first()
    return revocation_list(kid, _revoked(key)) if key else None


def _revoked(key: CardKey) -> list[str]:
    return list(key.cards.exclude(revoked_at=None).values_list("rid", flat=True))


def _row(reader: Reader, card: UUID) -> HealthCard:
    row = HealthCard.objects.filter(patient_id=reader.patient, uuid=card).select_related("key").first()
    if row is None or _shown(row, reader) is None:
        raise NoSuchCard
    return row


def _read(row: HealthCard, reader: Reader) -> Issued:
    why = Revoked(row.why_revoked) if row.why_revoked else None
    return Issued(row.uuid, CardKind(row.kind), row.made_at, row.key.kid, row.revoked_at, why, _shown(row, reader))


def _shown(row: HealthCard, reader: Reader) -> list[Shown] | None:
    wanted = set(row.records.values_list("pk", flat=True))
    found = described(reader, list(visible(reader).filter(pk__in=wanted).order_by("-low", "-pk")))
    return found if {one.row.pk for one in found} == wanted else None
