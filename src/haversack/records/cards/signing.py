"""How is a card signed, and what does one say before and after its signature was looked at?

A compact JWS (RFC 7515) with ES256, whose payload is raw DEFLATE (RFC 1951) of minified JSON. Everything is read
strictly: a text that spells the same bytes in another way is another text, and no card.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from haversack.records.compact import Damaged, TooMuch, bytes_of, inflated
from haversack.records.digits import decode, encode

from .keys import ALGORITHM
from .refused import BadCard, Wrong

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_MOST_TEXT = 2_000_000  # characters; what fits a code has 1,195
_MOST_JSON = 5_000_000  # bytes, once inflated


@dataclass(frozen=True, slots=True)
class Signed:
    """A card as it was read. kid: the key that it names; claims: what it says, numbers with the digits that came."""

    kid: str
    claims: dict[str, Any] = field(repr=False)


def sign(claims: Mapping[str, Any], key: ECKey) -> str:
    """The card."""
    squeezing = zlib.compressobj(level=9, wbits=-15)
    payload = squeezing.compress(encode(claims)) + squeezing.flush()
    header = {"zip": "DEF", "alg": ALGORITHM, "kid": key.thumbprint()}
    return jws.serialize_compact(header, payload, key, registry=_registry())


def read(card: str) -> Signed:
    """What a card says, with nobody's word for it. Raises BadCard."""
    if len(card) > _MOST_TEXT:
        raise BadCard(Wrong.TOO_LARGE)
    if not _COMPACT.fullmatch(card):
        raise BadCard(Wrong.NOT_A_CARD)
    try:
        parts = [bytes_of(part) for part in card.split(".")]
    except Damaged:
        raise BadCard(Wrong.UNREADABLE) from None
    header = _json(parts[0])
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or header.get("zip") != "DEF" or not isinstance(kid, str):
        raise BadCard(Wrong.HEADER)
    try:
        return Signed(kid, _json(inflated(parts[1], _MOST_JSON)))
    except TooMuch:
        raise BadCard(Wrong.TOO_LARGE) from None
    except Damaged:
        raise BadCard(Wrong.UNREADABLE) from None


def require_signed(card: str, key: ECKey) -> None:
    """Raises BadCard unless this key signed exactly this text."""
    try:
        jws.deserialize_compact(card.encode(), key, registry=_registry())
    except (JoseError, ValueError):
        raise BadCard(Wrong.SIGNATURE) from None


def _registry() -> jws.JWSRegistry:
    """The library knows no compressed payloads, and need not: what is signed are the compressed bytes."""
    registry = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
    registry.max_payload_length = _MOST_TEXT
    return registry


def _json(raw: bytes) -> dict[str, Any]:
    try:
        found = decode(raw)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise BadCard(Wrong.UNREADABLE) from None
    if not isinstance(found, dict):
        raise BadCard(Wrong.UNREADABLE)
    return found
