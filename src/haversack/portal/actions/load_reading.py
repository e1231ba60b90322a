"""How does what stands in a file become resources that can be stored: with an id, and references that lead somewhere?

A transaction's resources call each other by `urn:uuid:...` or ask for "the practitioner with this number"; stored, they
name each other by type and id (FHIR R4, RESTful API, 3.1.0.11.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from haversack.records import digits
from haversack.records.identity import content_hash
from haversack.records.pieces import Piece

from ..rules.facts import patient_of
from ..rules.sections import Section, section_of
from ..rules.ties import Key

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)
_REFERENCE = re.compile(rb'("(?:reference|url)"\s*:\s*")([^"\\]+)(")')
_NOT_KEPT = frozenset({"OperationOutcome", "Parameters", "CapabilityStatement", "Bundle"})

NO_ID = "Its id is not one that FHIR allows (letters, digits, - and ., at most 64), so that nothing could refer to it."
NOT_A_RECORD = "This is a message between servers, not a record. It was left out."

Lookup = Callable[[str], Key | None]  # of a conditional reference, "Practitioner?identifier=system|value"


@dataclass(slots=True)
class Incoming:
    """One resource on its way in. `raw` is what will be stored; `content` tells whether it changed."""

    file: str
    where: str
    key: Key
    raw: bytes
    doc: dict[str, Any]
    content: bytes
    section: Section
    patient: Key | None

    def __repr__(self) -> str:
        return f"<Incoming {self.key.type}>"


class Unstorable(Exception):
    """It cannot be stored; the text says why, for whoever made the file."""


def incoming(file: str, piece: Piece, aliases: Mapping[str, str], lookup: Lookup) -> Incoming:
    """A readable piece, ready to store. aliases: what each fullUrl of its file leads to. Raises Unstorable."""
    doc, raw = piece.doc, piece.raw
    assert doc is not None
    kind = str(doc["resourceType"])
    if kind in _NOT_KEPT:
        raise Unstorable(NOT_A_RECORD)
    wanting = aliases or b'"urn:' in raw or b"?identifier=" in raw
    written = _REFERENCE.sub(lambda found: _led(found, aliases, lookup), raw) if wanting else raw
    if b"\\" in written:  # a reference or a name spelled with escapes would not be found again by its bytes
        written = digits.encode(digits.decode(written))
    if written != raw:
        raw, doc = written, digits.decode(written)
    name = doc.get("id")
    if type(name) is not str:
        name = own_id(doc, piece.full_url, raw)
        doc = {"resourceType": kind, "id": name} | {key: value for key, value in doc.items() if key != "id"}
        raw = digits.encode(doc)
    if not _ID.fullmatch(name):
        raise Unstorable(NO_ID)
    content = content_hash(raw, doc)[:16]
    return Incoming(file, piece.where, Key(kind, name), raw, doc, content, section_of(doc), patient_of(doc))


def own_id(doc: dict[str, Any], full_url: str, raw: bytes) -> str:
    """The id of a resource that brings none: that of its address, else of its content, so that it is the same again."""
    given = doc.get("id")
    if type(given) is int:
        return str(given)
    return id_in(full_url) or content_hash(raw, doc).hex()[:32]


def id_in(full_url: str) -> str:
    """The id at the end of an address, "" where there is none."""
    last = re.split(r"[:/]", full_url)[-1]
    return last if _ID.fullmatch(last) else ""


def _led(found: re.Match[bytes], aliases: Mapping[str, str], lookup: Lookup) -> bytes:
    address = found[2].decode()
    leads = aliases.get(address)
    if leads is None and "?identifier=" in address:
        key = lookup(address)
        leads = str(key) if key else None
    return found[1] + leads.encode() + found[3] if leads else found[0]
