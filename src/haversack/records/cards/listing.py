"""Which issuers does a list of trusted ones name?

In the shape of the VCI directory ("participating_issuers"), of its daily snapshot with keys and lists of cards taken
back ("issuerInfo"), or as the keys of one issuer (a JWK Set, RFC 7517).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_ISSUERS = 50_000
_LONGEST = 300
_ISS = re.compile(r"https://[^\s?#\x00-\x20\x7f]+[^/\s?#\x00-\x20\x7f]")


class NoList(Exception):
    """The file names no issuers in any shape that is known; the message says so. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One issuer as a list gives it. jwks: None where the list has no keys; lists: cards taken back, by key."""

    iss: str
    name: str
    jwks: dict[str, Any] | None = None
    lists: dict[str, Any] = field(default_factory=dict)


def issuers_in(content: bytes, *, iss: str = "", name: str = "") -> list[Listed]:
    """The issuers of a list; of a JWK Set the one that `iss` and `name` tell. Raises NoList."""
    try:
        doc = json.loads(content)
    except (ValueError, RecursionError):
        raise NoList("The file is not JSON.") from None
    if not isinstance(doc, dict):
        raise NoList("The file is no list of issuers.")
    if isinstance(doc.get("keys"), list):
        if not is_issuer(iss):
            raise NoList("The file holds keys. Say whose they are: --issuer https://...")
        return [Listed(iss, name or iss, {"keys": doc["keys"]})]
    found = {one.iss: one for one in [*_directory(doc), *_snapshot(doc)]}
    if not found:
        raise NoList("The file names no issuers.")
    if len(found) > MOST_ISSUERS:
        raise NoList(f"The file names more than {MOST_ISSUERS:,} issuers.")
    return list(found.values())


def is_issuer(iss: object) -> bool:
    """Whether an issuer may go by this address: https, and no slash at its end."""
    return isinstance(iss, str) and len(iss) <= _LONGEST and _ISS.fullmatch(iss) is not None


def _directory(doc: dict[str, Any]) -> Iterator[Listed]:
    for one in _dicts(doc.get("participating_issuers")):
        if is_issuer(one.get("iss")):
            yield Listed(one["iss"], _name(one))


def _snapshot(doc: dict[str, Any]) -> Iterator[Listed]:
    for one in _dicts(doc.get("issuerInfo")):
        issuer = one.get("issuer")
        if isinstance(issuer, dict) and is_issuer(issuer.get("iss")):
            lists = {str(crl["kid"]): crl for crl in _dicts(one.get("crls")) if isinstance(crl.get("kid"), str)}
            keys = _dicts(one.get("keys"))
            yield Listed(issuer["iss"], _name(issuer), {"keys": keys} if keys else None, lists)


def _name(one: dict[str, Any]) -> str:
    name = one.get("name")
    told = "".join(letter for letter in name if letter.isprintable()) if isinstance(name, str) else ""
    return " ".join(told.split())[:_LONGEST] or str(one["iss"])


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
