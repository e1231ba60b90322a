"""Which cards did an issuer take back? One list a key, by identifiers that say nothing of anybody.

Framework, "Revocation": `/.well-known/crl/{kid}.json`. An entry may end in a moment: cards of that identifier that were
issued before it are taken back, later ones hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .refused import BadCard, Wrong

_RID = re.compile(r"[A-Za-z0-9_-]{1,24}")
_ENTRY = re.compile(r"([A-Za-z0-9_-]{1,24})(?:\.(\d{1,12}))?")


def is_rid(text: object) -> bool:
    """Whether a card may be named so."""
    return isinstance(text, str) and _RID.fullmatch(text) is not None


def revocation_list(kid: str, rids: Iterable[str]) -> dict[str, Any]:
    """The list of a key. Its counter begins at 1 and grows with each card, so it never goes back."""
    listed = sorted(rids)
    return {"kid": kid, "method": "rid", "ctr": updates(len(listed)), "rids": listed}


def updates(number: int) -> int:
    """What `ctr` and the key's `crlVersion` are when so many cards were taken back, one at a time."""
    return number + 1


def is_revoked(rid: str, issued: float, listed: Mapping[str, Any], *, kid: str) -> bool:
    """Whether a card of this identifier, issued at this moment (seconds since 1970), is on the list. Raises BadCard
    where the list is of another key or cannot be read.
    """
    entries = listed.get("rids")
    if listed.get("kid") != kid or listed.get("method") != "rid" or not isinstance(entries, list):
        raise BadCard(Wrong.LIST)
    for entry in entries:
        match = _ENTRY.fullmatch(entry) if isinstance(entry, str) else None
        if match is None:
            raise BadCard(Wrong.LIST)
        if match[1] == rid and (match[2] is None or issued < int(match[2])):
            return True
    return False
