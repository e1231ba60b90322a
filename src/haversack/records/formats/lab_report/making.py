"""Which FHIR resources are the lines of a report that a person has looked at?

Each is an Observation of the category laboratory, derived from the document, with the line it was read from; one
Provenance says who confirmed them (FHIR R4, observation.html, provenance.html).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec

from haversack.records import digits
from haversack.records.digits import Digits
from haversack.records.formats.lab_report.cells import limits_in
from haversack.records.formats.lab_report.head import Head
from haversack.records.unspoken import Unspoken

_NAMESPACE = UUID("c2f2bb1e-6a55-5e0b-9d0b-0a4d3a6d7f10")  # ours, for results read from papers
_LOINC = "http://loinc.org"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_FLAGS = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_TAG = {"system": "urn:haversack:read-from", "code": "paper", "display": "Read from a document, confirmed by a person"}
_QUANTITY = re.compile(r"(<=|>=|<|>)?\s*(-?\d{1,15}(?:\.\d{1,12})?(?:[eE][-+]?\d{1,2})?)", re.ASCII)

Doc = dict[str, Any]


class Confirmed(Unspoken, msgspec.Struct, frozen=True):
    """A line as it is to be taken. place: counted from 0 among all lines of the report; date: ISO 8601, "" unknown;
    note: where it was read and who confirmed it, in words; comment: what the report says below it.
    """

    place: int
    test: str
    value: str
    unit: str = ""
    range: str = ""
    flag: str = ""
    date: str = ""
    code: str = ""
    comment: str = ""
    note: str = ""


class Confirming(Unspoken, msgspec.Struct, frozen=True):
    """Who confirmed, as they are called; at: an instant (ISO 8601 with a zone)."""

    who: str
    at: str


def bundle_of(document: str, file: str, head: Head, lines: Sequence[Confirmed], confirming: Confirming) -> bytes:
    """The lines as a Bundle. document: the id of the DocumentReference that shows the report."""
    source = {"reference": f"DocumentReference/{document}", "display": file}
    made = [_observation(document, source, head, line) for line in lines]
    entries = [{"resource": one} for one in [*made, _provenance(document, source, made, confirming)]]
    return digits.encode({"resourceType": "Bundle", "type": "collection", "entry": entries})


def is_quantity(value: str) -> bool:
    """Whether a result is a number, with or without a sign before it."""
    return _QUANTITY.fullmatch(value.strip()) is not None


def _observation(document: str, source: Doc, head: Head, line: Confirmed) -> Doc:
    coding = [{"system": _LOINC, "code": line.code}] if line.code else []
    found: Doc = {
        "resourceType": "Observation",
        "id": _id(document, str(line.place)),
        "meta": {"tag": [_TAG]},
        "status": head.status,
        "category": [{"coding": [{"system": _CATEGORY, "code": "laboratory", "display": "Laboratory"}]}],
        "code": {"coding": coding, "text": line.test} if coding else {"text": line.test},
    }
    if line.date:
        found["effectiveDateTime"] = line.date
    if head.laboratory:
        found["performer"] = [{"display": head.laboratory}]
    found |= _value(line)
    if line.flag:
        found["interpretation"] = [{"coding": [{"system": _FLAGS, "code": line.flag}]}]
    if line.range:
        found["referenceRange"] = [_range(line)]
    notes = [{"text": text} for text in (line.comment, line.note) if text]
    if notes:
        found["note"] = notes
    return found | {"derivedFrom": [source]}


def _value(line: Confirmed) -> Doc:
    found = _QUANTITY.fullmatch(line.value.strip())
    if found is None:
        return {"valueString": f"{line.value} {line.unit}".strip()}
    quantity: Doc = {"value": _number(found[2])}
    if found[1]:
        quantity["comparator"] = found[1]
    if line.unit:
        quantity["unit"] = line.unit
    return {"valueQuantity": quantity}


def _range(line: Confirmed) -> Doc:
    low, high, text = limits_in(line.range)
    unit = {"unit": line.unit} if line.unit else {}
    found: Doc = {}
    if low is not None:
        found["low"] = {"value": _number(low), **unit}
    if high is not None:
        found["high"] = {"value": _number(high), **unit}
    return found or {"text": text}


def _number(text: str) -> Digits:
    """As JSON writes it: no zeros in front ("007"), the digits behind the point as they came."""
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, mark, behind = bare.partition(".")
    return Digits(f"{sign}{whole.lstrip('0') or '0'}{mark}{behind}")


def _provenance(document: str, source: Doc, made: Sequence[Doc], confirming: Confirming) -> Doc:
    kind = {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "verifier"}
    return {
        "resourceType": "Provenance",
        "id": _id(document, *(one["id"] for one in made)),
        "target": [{"reference": f"Observation/{one['id']}"} for one in made],
        "recorded": confirming.at,
        "agent": [{"type": {"coding": [kind]}, "who": {"display": confirming.who}}],
        "entity": [{"role": "source", "what": source}],
    }


def _id(document: str, *key: str) -> str:
    return str(uuid5(_NAMESPACE, "\x1f".join((document, *key))))
