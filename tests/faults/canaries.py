"""Which words are planted where, so that any trace of a record, a name or a file can be recognised later?

Each canary is a word (or number) of its own behind a mark that stands nowhere else: finding the mark is enough. They
stand in every kind of place that holds health data or says whose it is.
"""

from __future__ import annotations

import base64
import json
import random
import string
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORD_MARK = "kanarienvogel"
NUMBER_MARK = "7703194825"


@dataclass
class Nest:
    """Makes canaries, and remembers where each was put."""

    seed: int
    made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def word(self, where: str) -> str:
        return self._keep(WORD_MARK + "".join(self._random.choices(string.ascii_lowercase, k=10)), where)

    def number(self, where: str) -> str:
        return self._keep(NUMBER_MARK + "".join(self._random.choices(string.digits, k=6)), where)

    def _keep(self, canary: str, where: str) -> str:
        self.made[canary] = where
        return canary


def _coded(nest: Nest, where: str) -> dict[str, Any]:
    coding = {"system": "http://snomed.info/sct", "code": nest.number(f"{where} code"), "display": nest.word(where)}
    return {"coding": [coding], "text": nest.word(f"{where} text")}


def _document(nest: Nest, kind: str, letter: bytes, content_type: str) -> dict[str, Any]:
    attachment = {
        "contentType": content_type, "title": nest.word(f"{kind} title"), "data": base64.b64encode(letter).decode(),
        "url": f"https://portal.example/{nest.word('address')}",
    }  # fmt: skip
    return {"status": "current", "type": _coded(nest, kind), "content": [{"attachment": attachment}]}


def _resources(nest: Nest, turn: int) -> list[dict[str, Any]]:
    """One of each kind of place; about thirty canaries."""
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{nest.word("narrative")} <b>{nest.word("narrative")}</b></div>'
    letter = f"Dear Sir, {nest.word('document text')}".encode()
    page = f"<html><body>{nest.word('document html')}</body></html>".encode()
    note = [{"text": nest.word("note"), "authorString": nest.word("author")}]
    quantity = {"value": int(nest.number("value")), "unit": nest.word("unit")}
    text_range = [{"text": nest.word("range")}]
    found: list[dict[str, Any]] = [
        {"resourceType": "Condition", "code": _coded(nest, "condition"), "note": note,
         "text": {"status": "additional", "div": div}},
        {"resourceType": "Observation", "status": "final", "code": _coded(nest, "result"), "valueQuantity": quantity,
         "category": [{"coding": [{"code": "laboratory"}]}], "referenceRange": text_range},
        {"resourceType": "Observation", "status": "final", "code": _coded(nest, "answer"),
         "valueString": nest.word("value"),
         "component": [{"code": _coded(nest, "part"), "valueString": nest.word("part value")}]},
        {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
         "medicationCodeableConcept": _coded(nest, "medicine"), "dosageInstruction": [{"text": nest.word("dosage")}]},
        {"resourceType": "AllergyIntolerance", "code": _coded(nest, "allergy"),
         "reaction": [{"manifestation": [_coded(nest, "reaction")]}]},
        {"resourceType": "Immunization", "status": "completed", "vaccineCode": _coded(nest, "vaccine"),
         "lotNumber": nest.number("lot")},
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}, "type": [_coded(nest, "visit")],
         "serviceProvider": {"display": nest.word("hospital")}},
        {"resourceType": "DocumentReference", **_document(nest, "letter", letter, "text/plain")},
        {"resourceType": "DocumentReference", **_document(nest, "page", page, "text/html")},
        {"resourceType": "Practitioner", "name": [{"family": nest.word("doctor")}],
         "telecom": [{"value": nest.number("telephone")}]},
        {"resourceType": "Organization", "name": nest.word("organisation")},
        {"resourceType": "Claim", "status": "active", "item": [{"productOrService": _coded(nest, "claim")}]},
        {"resourceType": "Basic", "code": _coded(nest, "unknown thing")},
    ]  # fmt: skip
    for number, one in enumerate(found):
        one["id"] = f"{nest.word('id')}-{turn}-{number}"
        one["subject" if one["resourceType"] not in ("AllergyIntolerance", "Immunization") else "patient"] = {
            "reference": "Patient/p"
        }
    return found


def _patient(nest: Nest) -> dict[str, Any]:
    return {
        "resourceType": "Patient", "id": "p", "birthDate": "1970-01-01",
        "name": [{"family": nest.word("family name"), "given": [nest.word("given name")]}],
        "address": [{"line": [nest.word("street")], "city": nest.word("city")}],
        "telecom": [{"system": "phone", "value": nest.number("telephone")}],
        "identifier": [{"value": nest.number("medical record number")}],
    }  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """What to bring in: files to accept, one to leave waiting, one to remove for good; names to give."""

    person: str
    source: str
    accepted: Path
    waiting: Path
    removed: Path
    shown: tuple[str, ...]  # canaries that the entries of the accepted file show


def plant(nest: Nest, folder: Path, number: int) -> Planted:
    """Write files with at least this many canaries in them and in their names."""
    folder.mkdir()
    person, source = f"Zed {nest.word('person')}", nest.word("source name")
    accepted, waiting, removed = (folder / f"{nest.word('file name')}.{end}" for end in ("json", "ndjson", "json"))
    patient = _patient(nest)
    waits: list[dict[str, Any]] = []
    goes: list[dict[str, Any]] = []
    shown: list[str] = []
    taken: list[dict[str, Any]] = [patient]
    turn = 0
    while len(nest.made) < number or not goes:
        some = _resources(nest, turn)
        (taken if turn % 3 == 0 else waits if turn % 3 == 1 else goes).extend(some)
        if turn % 3 == 0:
            shown += [one["code"]["text"] for one in some if one["resourceType"] in ("Condition", "Observation")]
        turn += 1
    accepted.write_text(_bundle(nest, taken))
    torn = f'{{"resourceType": "Observation", "note": "{nest.word("unreadable")}", \n'
    waiting.write_text("".join(json.dumps(one) + "\n" for one in waits) + torn)
    removed.write_text(_bundle(nest, goes))
    return Planted(person, source, accepted, waiting, removed, tuple(shown))


def _bundle(nest: Nest, resources: list[dict[str, Any]]) -> str:
    entries = [{"fullUrl": f"urn:{nest.word('full url')}", "resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}, indent=2)
