"""Does a card show what it says: signed by its issuer, as it was signed, holding now, not taken back?

Keys and lists are given: whoever asks has fetched them from the issuer that the card names, and decides whether to
trust that issuer. Framework, "Protocol Details".
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from haversack.records.digits import Digits

from .keys import key_named
from .refused import BadCard, Wrong
from .revoking import is_revoked, is_rid
from .signing import Signed, read, require_signed

TYPE = "https://smarthealth.cards#health-card"
SKEW = 60  # seconds by which two clocks may differ
_ISSUER = re.compile(r"https://[^\s?#]+[^/\s?#]")


@dataclass(frozen=True, slots=True)
class Card:
    """A card that is sound. issued: seconds since 1970; rid: "" for one that cannot be taken back by itself."""

    issuer: str
    kid: str
    issued: float
    expires: float | None
    rid: str
    fhir_version: str
    bundle: dict[str, Any] = field(repr=False)


def said_by(card: str) -> Card:
    """What a card says and of whom, before anybody's keys are fetched. Raises BadCard."""
    return _claims(read(card))


def addresses(card: Card) -> tuple[str, str]:
    """Where the issuer publishes (its keys, the list of cards that it took back)."""
    return f"{card.issuer}/.well-known/jwks.json", f"{card.issuer}/.well-known/crl/{card.kid}.json"


def check(card: str, *, jwks: Mapping[str, Any], now: float, revoked: Mapping[str, Any] | None = None) -> Card:
    """The card, once everything about it holds. Raises BadCard.

    jwks: what the issuer publishes; revoked: its list for the key, which is needed where the key speaks of one.
    """
    signed = read(card)
    key, said = key_named(signed.kid, jwks)
    require_signed(card, key)
    found = _claims(signed)
    if found.issued > now + SKEW:
        raise BadCard(Wrong.NOT_YET)
    if found.expires is not None and found.expires < now - SKEW:
        raise BadCard(Wrong.EXPIRED)
    if found.rid and "crlVersion" in said:
        if revoked is None:
            raise BadCard(Wrong.LIST)
        if is_revoked(found.rid, found.issued, revoked, kid=signed.kid):
            raise BadCard(Wrong.REVOKED)
    return found


def _claims(signed: Signed) -> Card:
    claims = signed.claims
    issuer, vc = claims.get("iss"), claims.get("vc")
    subject = vc.get("credentialSubject") if isinstance(vc, dict) else None
    if not isinstance(vc, dict) or not isinstance(subject, dict) or TYPE not in _texts(vc.get("type")):
        raise BadCard(Wrong.CLAIMS)
    bundle, version, rid = subject.get("fhirBundle"), subject.get("fhirVersion"), vc.get("rid", "")
    issued = _moment(claims.get("nbf"))
    expires = _moment(claims["exp"]) if "exp" in claims else None
    if not isinstance(issuer, str) or not _ISSUER.fullmatch(issuer) or not (rid == "" or is_rid(rid)):
        raise BadCard(Wrong.CLAIMS)
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle" or not isinstance(version, str):
        raise BadCard(Wrong.CLAIMS)
    return Card(issuer, signed.kid, issued, expires, rid, version, bundle)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _moment(value: object) -> float:
    """Seconds since 1970; some issuers write parts of one."""
    if isinstance(value, int | Digits) and not isinstance(value, bool):
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
        if math.isfinite(found):
            return found
    raise BadCard(Wrong.CLAIMS)
