"""How does this site learn whom to trust with health cards, and with which keys they sign?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from haversack import audit
from haversack.records.cards.listing import Listed

from ..models import CardIssuer
from ..rules.asking import AGAIN, next_try
from ..rules.roles import Viewer


@dataclass(frozen=True, slots=True)
class Trusted:
    """How many issuers a list told of, how many of them are new, and how many keys are known of."""

    listed: int
    added: int
    with_keys: int


def trust(*, by: Viewer, listed: Sequence[Listed], now: datetime) -> Trusted:
    """Take these issuers for good; their keys, too, where the list has them. Those of other lists stay."""
    with transaction.atomic():
        before = {row.iss: row for row in CardIssuer.objects.all()}
        added = 0
        for one in listed:
            row = before.get(one.iss) or CardIssuer(iss=one.iss, due_at=now)
            added += row.pk is None
            row.name = one.name
            if one.jwks is not None:
                row.keys, row.keys_at = json.dumps(one.jwks), now
            if one.lists:
                row.lists = json.dumps({**json.loads(row.lists or "{}"), **one.lists})
            row.save()
        audit.record(by=by, act="cards.trust", count=len(listed))
    return Trusted(len(listed), added, sum(one.jwks is not None for one in listed))


def distrust(*, by: Viewer, iss: str) -> bool:
    """Take nothing for verified any more that this issuer signed; False where it was not on the list."""
    with transaction.atomic():
        gone, _rows = CardIssuer.objects.filter(iss=iss).delete()
        if gone:
            audit.record(by=by, act="cards.distrust")
    return bool(gone)


def keep_keys(*, issuer: int, jwks: Mapping[str, Any], lists: Mapping[str, Any], now: datetime) -> None:
    """What an issuer publishes: from now on its cards are judged by that. A list that did not come stays as it was."""
    row = CardIssuer.objects.get(pk=issuer)
    kept = {**json.loads(row.lists or "{}"), **lists}
    CardIssuer.objects.filter(pk=issuer).update(
        keys=json.dumps(jwks), lists=json.dumps(kept), keys_at=now, due_at=now + AGAIN, failures=0
    )


def put_off(*, issuer: int, now: datetime) -> None:
    """It did not answer: the keys that are known stay, and it is asked again ever later."""
    row = CardIssuer.objects.get(pk=issuer)
    wait = next_try(row.failures)
    CardIssuer.objects.filter(pk=issuer).update(due_at=now + wait, failures=row.failures + 1)
