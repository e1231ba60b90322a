"""How is a health card issued and taken back, and how does a new key take over? (X7)"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from joserfc.jwk import ECKey

from haversack import audit
from haversack.audit import Actor
from haversack.records.cards.carrying import FITS_ONE_CODE
from haversack.records.cards.keys import new_key, published
from haversack.records.cards.minimal import claims
from haversack.records.cards.signing import sign

from ..models import CardKey, HealthCard, Patient
from ..models.cards import CARD, CARD_KEY
from ..models.keys import sealer
from ..queries.bodies import Shown
from ..queries.cards import NoSuchCard, chosen_for_card
from ..queries.profile import on_file
from ..queries.reader import Reader
from ..rules.cards import (
    NOT_THESE,
    REVOKED_ALREADY,
    SECTION_OF,
    CardKind,
    NotOnACard,
    Revoked,
    is_due,
    require_some,
    shared_out,
)
from ..rules.rights import Act
from ..rules.staff import Duty, Worker

_LONGEST_NAME = 60  # of who gave or made it: a code has no room for more


@transaction.atomic
def issue_cards(*, by: Reader, kind: CardKind, records: Sequence[int], issuer: str) -> list[HealthCard]:
    """Sign what was chosen, on as many cards as each fits one code. Raises NotAllowed, NotOnACard.

    issuer: the https address under which the keys are published. records: numbers of rows that the reader sees.
    """
    by.require(Act.EXPORT)
    by.require_section(SECTION_OF[kind])
    require_some(records)
    chosen = chosen_for_card(by, kind, records)
    if len(chosen) != len(set(records)):
        raise NotOnACard(NOT_THESE)
    key, signing = _signing_key(by.now)
    patient = on_file(Patient.objects.get(pk=by.patient)).doc

    def signed(facts: Sequence[Shown], rid: str) -> str:
        docs, doers = [one.doc for one in facts], [_doer(one) for one in facts]
        return sign(claims(issuer, int(by.now.timestamp()), patient, docs, rid=rid, by=doers), signing)

    def fits(facts: Sequence[Shown]) -> bool:
        return len(signed(facts, _new_rid())) <= FITS_ONE_CODE - 8  # compressed, another rid may be a little longer

    made = []
    for facts in shared_out(sorted(chosen, key=_alike), fits):
        rid = _new_rid()
        body = sealer().seal(signed(facts, rid).encode(), CARD)
        card = HealthCard.objects.create(
            patient_id=by.patient, key=key, rid=rid, kind=kind, made_at=by.now, by=by.pseudonym, body=body
        )
        card.records.set([one.row for one in facts])
        audit.record(by=by, act="card.issue", person=by.uuid, object=kind, count=len(facts))
        made.append(card)
    return made


@transaction.atomic
def revoke_card(*, by: Worker, patient: UUID, card: UUID, why: Revoked, now: datetime) -> HealthCard:
    """Take a card back: from now on whoever checks it is told. Raises NotYourDuty, NoSuchCard, NotOnACard."""
    by.require(Duty.CARDS)
    row = HealthCard.objects.select_for_update().filter(uuid=card, patient__uuid=patient).first()
    if row is None:
        raise NoSuchCard
    if row.revoked_at is not None:
        raise NotOnACard(REVOKED_ALREADY)
    row.revoked_at, row.revoked_by, row.why_revoked = now, by.pseudonym, why
    row.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])
    audit.record(by=by, act="card.revoke", person=patient, object=why)
    return row


@transaction.atomic
def replace_card_key(*, by: Actor, now: datetime, is_known_to_others: bool = False) -> CardKey:
    """Sign with a new key from now on; the old one's private half is destroyed. Where others may know it, its public
    half is not published any more either, and every card that it signed fails.
    """
    gone: dict[str, Any] = {"sealed": None, "retired": now}
    if is_known_to_others:
        gone["withdrawn"] = now
    CardKey.objects.filter(retired=None).update(**gone)
    audit.record(by=by, act="card-key.replaced")
    signing = new_key()
    sealed = sealer().seal(orjson.dumps(signing.as_dict(private=True)), CARD_KEY)
    public = orjson.dumps(published(signing, updates=1)).decode()
    return CardKey.objects.create(kid=signing.thumbprint(), sealed=sealed, public=public, made=now)


def _signing_key(now: datetime) -> tuple[CardKey, ECKey]:
    row = CardKey.objects.select_for_update().filter(retired=None).order_by("-made").first()
    if row is None or is_due(row.made, now):
        row = replace_card_key(by=_Portal(), now=now)
    assert row.sealed is not None
    return row, ECKey.import_key(orjson.loads(sealer().open(bytes(row.sealed), CARD_KEY)))


class _Portal:
    """The site itself: a year is over."""

    pseudonym = "portal"


def _new_rid() -> str:
    return secrets.token_urlsafe(8)


def _doer(one: Shown) -> str:
    names: Iterable[str] = one.entry.performers if one.entry else ()
    return next(iter(names), "")[:_LONGEST_NAME]


def _alike(one: Shown) -> tuple[str, str]:
    """Doses of the same vaccine, and results of the same test, beside each other, the earliest first."""
    codes = one.entry.codes if one.entry else ()
    return (codes[0].code if codes else "", one.entry.date if one.entry else "")
