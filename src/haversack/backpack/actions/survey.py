"""What is in the files, before anything is taken in?

Whose they are, what things in them are called, and which source each is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from haversack.records.bundle import SourceFile, read_file
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.describe import Named, name_of
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.formats.fhir_r4.sections import sections_of
from haversack.records.formats.health_card import CardReading
from haversack.records.formats.moving import RENAMED
from haversack.records.glance import glance
from haversack.records.origins import as_they_came
from haversack.records.people import PersonIdentity, identity_of_patient
from haversack.records.pieces import Reading

from ..queries.cards import judge_cards, name_of_issuer
from .import_watch import NOBODY, Watch

# Types whose names other resources need.
NAMING = frozenset(
    {
        "CareTeam", "Condition", "Device", "HealthcareService", "Location", "Medication", "Organization", "Patient",
        "Practitioner", "PractitionerRole", "Questionnaire", "Specimen", "Substance",
    }
)  # fmt: skip
COMPOSITION = "Composition"


@dataclass(slots=True)
class Surveyed:
    """One file: its digest, its own server base, the people in it, the names in it by reference, how many records,
    and what whoever signed them is called. sections: reference to the list that a document in it puts it on.
    met: of each patient what the resource goes by, and its content hash. of_cards: it carries health cards, of which
    only those about `only` count, where that is somebody.
    """

    file: SourceFile
    pieces: int = 0
    digest: str = ""
    base: str = ""
    patients: dict[str, PersonIdentity] = field(default_factory=dict)
    met: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    called: str = ""
    of_cards: bool = False
    only: PersonIdentity | None = None
    problem: Problem | None = None


def survey(file: SourceFile, *, watch: Watch = NOBODY) -> Surveyed:
    """Read one file through once, keeping only names, people, how much there is, and the bytes' digest (hex sha256)."""
    found = Surveyed(file)
    if file.problem is not None:
        found.problem = file.problem
        return found
    with file.open() as stream:
        digest = hashlib.sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
            watch.look(0)
        found.digest = digest.hexdigest()
    if file.origin is not None:
        with file.open() as stream:
            found.base = _read_whole(found, read_file(stream, size=file.size))
        return found
    reading, resources = glance(file.open, size=file.size)
    if isinstance(reading, CardReading):
        found.of_cards = True
        found.base = _read_whole(found, reading)
        return found
    for one in resources:
        found.pieces += 1
        if not found.pieces % 100:
            watch.look(100)
        if one.full_url:
            found.aliases[one.full_url] = f"{RENAMED.get(one.type, one.type)}/{one.id or one.full_url}"
        if one.type in NAMING:
            _note(found, one.full_url, one.raw)
        elif one.type == COMPOSITION and (doc := read_resource(one.raw)[0]) is not None:
            found.sections |= sections_of(doc)
    found.base = reading.base
    return found


def _read_whole(found: Surveyed, reading: Reading) -> str:
    """The same for a file of an export of ours, whose resources stand as they came, and for one of health cards, of
    which the forged do not count. Returns its base."""
    judge_cards(reading)
    found.called = name_of_issuer(reading.base) if isinstance(reading, CardReading) else ""
    for piece in as_they_came(reading, found.file.origin):
        found.pieces += 1
        if piece.doc is None:
            continue
        kind = piece.doc["resourceType"]
        if piece.full_url:
            found.aliases[piece.full_url] = f"{kind}/{piece.doc.get('id') or piece.full_url}"
        if kind in NAMING:
            _note(found, piece.full_url, piece.raw)
        elif kind == COMPOSITION:
            found.sections |= sections_of(piece.doc)
    return reading.base


def _note(found: Surveyed, full_url: str, raw: bytes) -> None:
    read = read_resource(raw)
    doc = read.doc
    if doc is None:
        return
    reference = f"{doc['resourceType']}/{doc.get('id') or ''}"
    if doc["resourceType"] == "Patient":
        found.patients[full_url or reference] = identity_of_patient(doc)
        found.met[full_url or reference] = (f"Patient|{doc.get('id') or full_url}", read.content)
    named = name_of(doc)
    if named is not None:
        found.names[reference] = named
        if full_url:
            found.names[full_url] = named
