"""How does a record that is shown not tell of one that is not? What it says about that one is left out of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from haversack.records import digits

from .facts import WITHDRAWN, status_of
from .ties import Key, key_of

_REFERENCES = re.compile(rb'"reference"\s*:\s*"([^"\\]+)"')
_NOT_A_RECORD = frozenset({"Practitioner", "PractitionerRole", "Organization", "Location", "Medication"})
_GONE = object()


def references_in(body: bytes) -> Iterator[Key]:
    """Which records of patients the bytes of a resource refer to: not who works where."""
    for found in _REFERENCES.findall(body):
        if (key := key_of(found.decode())) and key.type not in _NOT_A_RECORD:
            yield key


def directory_in(body: bytes) -> Iterator[Key]:
    """Who, where and which medicines the bytes of a resource refer to."""
    for found in _REFERENCES.findall(body):
        if (key := key_of(found.decode())) and key.type in _NOT_A_RECORD:
            yield key


def names_any(body: bytes, hidden: Collection[Key]) -> bool:
    """Whether the bytes of a resource refer to any of these."""
    return any(key in hidden for key in references_in(body))


def without(body: bytes, hidden: Collection[Key]) -> bytes | None:
    """The resource without what it says about these; None where nothing is left that it is about."""
    doc = digits.decode(body)
    kept = _part(doc, hidden)
    if doc.get("resourceType") == "Provenance" and not (type(kept) is dict and kept.get("target")):
        return None
    return digits.encode(kept)


def stub(body: bytes) -> bytes:
    """What is left of a record that was entered in error: which one it was, and that (US Core, entered-in-error)."""
    doc = digits.decode(body)
    if status_of(doc) != WITHDRAWN:
        return body
    kept = ("resourceType", "id", "status", "verificationStatus", "subject", "patient")
    return digits.encode({name: doc[name] for name in kept if name in doc})


def _part(value: Any, hidden: Collection[Key]) -> Any:
    if type(value) is list:
        parts = [part for one in value if (part := _part(one, hidden)) is not _GONE]
        return parts if parts or not value else _GONE
    if type(value) is not dict:
        return value
    if "reference" in value and key_of(value["reference"]) in hidden:
        return _GONE
    kept = {name: part for name, one in value.items() if (part := _part(one, hidden)) is not _GONE}
    return kept if kept or not value else _GONE
