"""What is a health card worth: did somebody whom this site trusts sign it, and does it hold?

Asked anew wherever it is shown, of the card as it came: what an issuer takes back, and a card that is over, is told the
day it happens, and a key that becomes known later verifies what came before it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from haversack.records.bundle import read_file
from haversack.records.cards.checking import Card
from haversack.records.cards.trusting import Issuer, Verdict, judge
from haversack.records.formats.health_card import CardReading, begins_as_card, begins_as_picture, ids_in
from haversack.records.pieces import Reading
from haversack.records.unspoken import Unspoken

from ..models import CardIssuer
from .details import Behind

Judge = Callable[[str, Card], Verdict]
_LAST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True, repr=False)
class Standing(Unspoken):
    """Of the card that a record was made from. text: the card; issued: when it was signed."""

    verdict: Verdict
    text: str
    issued: datetime | None


def issuer_of(iss: str) -> Issuer | None:
    """The issuer that goes by this address, None for one that nobody listed."""
    row = CardIssuer.objects.filter(iss=iss).first()
    if row is None:
        return None
    return Issuer(row.iss, row.name, json.loads(row.keys) if row.keys else None, json.loads(row.lists or "{}"))


def name_of_issuer(iss: str) -> str:
    """What the issuer at this address is called, "" for none."""
    return CardIssuer.objects.filter(iss=iss).values_list("name", flat=True).first() or "" if iss else ""


def judge_now() -> Judge:
    """Says of each card what it is worth now. Every issuer is looked up once."""
    now = timezone.now().timestamp()
    known: dict[str, Issuer | None] = {}

    def judged(text: str, card: Card) -> Verdict:
        if card.issuer not in known:
            known[card.issuer] = issuer_of(card.issuer)
        return judge(text, card, known[card.issuer], now)

    return judged


def judge_cards(reading: Reading) -> None:
    """Have the cards of a file judged, if it carries any."""
    if isinstance(reading, CardReading):
        reading.judge(judge_now())


def standing(one: Behind) -> Standing | None:
    """What the card is worth that this record was made from; None for a record of another format."""
    if not one.face.made_from or not (begins_as_card(one.body) or begins_as_picture(one.body)):
        return None
    reading = read_file(io.BytesIO(one.body), size=len(one.body))
    if not isinstance(reading, CardReading):
        return None
    judged = judge_now()
    found = [(judged(text, card), text, card) for text, card in reading.cards if one.face.id in ids_in(card)]
    if not found:
        return None
    verdict, text, card = min(found, key=lambda one: one[0].wrong is not None)
    return Standing(verdict, text, datetime.fromtimestamp(card.issued, UTC) if 0 <= card.issued < _LAST else None)
