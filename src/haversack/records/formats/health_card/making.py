"""Which resources does a card hold, as FHIR R4 resources that stand by themselves?

A card names its entries "resource:0", "resource:1" (framework, "Health Cards are Compact"), which says nothing outside
of it. Each gets an id made of what it says: the same vaccination on the next card of an issuer is the same record.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from haversack.records import digits
from haversack.records.canonical import canonical
from haversack.records.cards.checking import Card
from haversack.records.formats.fhir_r4.read import Read, read_resource
from haversack.records.formats.fhir_r4.versions import R4_TYPES

Doc = dict[str, Any]
_LONGEST_ID = 32  # characters of a digest
_VERSIONS = {"1": "DSTU2", "3": "STU3", "5": "R5", "6": "R5"}
_DEEPEST = 200


def version_of(card: Card) -> str:
    """The version of FHIR that a card says it is written in, "" for R4 and for what nobody knows."""
    return _VERSIONS.get(card.fhir_version[:1], "")


def made_of(card: Card) -> Iterator[tuple[str, Read, bytes]]:
    """(place in the card, the resource as it was read, its bytes) of each entry that is a resource."""
    entries = _entries(card)
    named = {url: f"{doc['resourceType']}/{_id(doc)}" for url, doc in entries if url and _is_typed(doc)}
    for number, (_url, doc) in enumerate(entries, 1):
        try:
            told = {"resourceType": doc.get("resourceType"), "id": _id(doc), **_pointing(doc, named)}
            raw = digits.encode(told)
        except (RecursionError, ValueError):
            continue
        yield f"entry {number} of {len(entries)}", read_resource(raw), raw


def ids_in(card: Card) -> frozenset[str]:
    """The ids that the resources of this card got."""
    return frozenset(_id(doc) for _url, doc in _entries(card))


def _entries(card: Card) -> list[tuple[str, Doc]]:
    listed = card.bundle.get("entry")
    found = []
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        doc = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(doc, dict):
            url = entry.get("fullUrl")
            found.append((url if isinstance(url, str) and url else f"resource:{number}", doc))
    return found


def _id(doc: Doc) -> str:
    try:
        return sha256(canonical(doc)[0]).hexdigest()[:_LONGEST_ID]
    except (RecursionError, ValueError):
        return "unreadable"


def _is_typed(doc: Doc) -> bool:
    kind = doc.get("resourceType")
    return isinstance(kind, str) and kind in R4_TYPES


def _pointing(value: Any, named: dict[str, str], depth: int = 0) -> Any:
    """The same, with references to entries of the card written as "Type/id"."""
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {
            name: named.get(inner, inner)
            if name == "reference" and isinstance(inner, str)
            else _pointing(inner, named, depth + 1)
            for name, inner in value.items()
            if depth or name not in ("resourceType", "id")
        }
    if isinstance(value, list):
        return [_pointing(inner, named, depth + 1) for inner in value]
    return value
