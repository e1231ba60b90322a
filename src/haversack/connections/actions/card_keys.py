"""Which keys do the issuers of health cards publish, and which cards did they take back?

Asked of every issuer on the operator's list alike and in its own time, never of one because somebody has a card of it:
no issuer learns from this site whose cards are here. Framework, "Determining keys associated with an issuer".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from haversack.backpack.actions.card_issuers import keep_keys, put_off
from haversack.backpack.models import CardIssuer

from ..http import Web
from .sockets import web_for_long

AT_ONCE = 25  # issuers in one sweep; a list of some hundred is through in a day
_MOST_KEYS = 50
_MOST_BYTES = 8 << 20


def ask_due(now: datetime, *, web: Callable[[], Web] = web_for_long, most: int = AT_ONCE) -> tuple[int, int]:
    """Ask the issuers whose turn it is. Returns how many answered, and how many did not."""
    due = list(CardIssuer.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:most])
    answered = 0
    if due:
        with web() as opener:
            for row in due:
                answered += ask(row, opener, now)
    return answered, len(due) - answered


def ask(row: CardIssuer, web: Web, now: datetime) -> bool:
    """Ask one issuer for its keys, and for the list of each that has one; says whether it answered."""
    jwks = web.document(f"{row.iss}/.well-known/jwks.json", most=_MOST_BYTES)
    keys = jwks.get("keys") if jwks is not None else None
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        put_off(issuer=row.pk, now=now)
        return False
    lists = {}
    for key in keys:
        kid = key.get("kid") if isinstance(key, dict) else None
        if isinstance(kid, str) and "crlVersion" in key:
            listed = web.document(f"{row.iss}/.well-known/crl/{kid}.json", most=_MOST_BYTES)
            if listed is not None:
                lists[kid] = listed
    keep_keys(issuer=row.pk, jwks={"keys": keys}, lists=lists, now=now)
    return True
