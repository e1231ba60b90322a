"""What is in the files, before anything is taken in?

Whose they are, what things in them are called, and which source each is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from haversack.records.bundle import Piece, SourceFile, read_file
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.describe import Named, name_of
from haversack.records.origins import as_they_came
from haversack.records.people import PersonIdentity, identity_of_patient

# Types whose names other resources need. Looked for in the raw bytes, since decoding every resource twice would be
# slow.
_NAMING = re.compile(
    rb'"resourceType"\s*:\s*"(?:Patient|Medication|Practitioner|PractitionerRole|Organization|Location|Substance|Device)"'
)


@dataclass(slots=True)
class Surveyed:
    """One file: its digest, its own server base, the people in it, and the names in it by reference."""

    file: SourceFile
    digest: str = ""
    base: str = ""
    patients: dict[str, PersonIdentity] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def survey(file: SourceFile, *, on_bytes: Callable[[int], None] | None = None) -> Surveyed:
    """Read one file through once, keeping only names, people and the digest of its bytes (hex sha256)."""
    found = Surveyed(file)
    if file.problem is not None:
        found.problem = file.problem
        return found
    with file.open() as stream:
        digest = hashlib.sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
            if on_bytes:
                on_bytes(len(block))
        found.digest = digest.hexdigest()
    with file.open() as stream:
        reading = read_file(stream, size=file.size)
        for piece in as_they_came(reading, file.origin):
            if piece.doc is not None and piece.full_url:
                kind = piece.doc["resourceType"]
                found.aliases[piece.full_url] = f"{kind}/{piece.doc.get('id') or piece.full_url}"
            if piece.doc is not None and _NAMING.search(piece.raw):
                _note(found, piece)
        found.base = reading.base
    return found


def _note(found: Surveyed, piece: Piece) -> None:
    doc = piece.doc
    assert doc is not None
    reference = f"{doc['resourceType']}/{doc.get('id') or ''}"
    if doc["resourceType"] == "Patient":
        found.patients[piece.full_url or reference] = identity_of_patient(doc)
    named = name_of(doc)
    if named is not None:
        found.names[reference] = named
        if piece.full_url:
            found.names[piece.full_url] = named
