"""What does a hospital load in these tests, and who reads it? Small FHIR records of invented people."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from haversack.portal.actions.load import load
from haversack.portal.actions.load_report import LoadReport
from haversack.portal.actions.policy import set_policy
from haversack.portal.models import Patient
from haversack.portal.queries.policy import current_policy
from haversack.portal.queries.reader import Reader
from haversack.portal.rules.access import AccessClass
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.sections import Section
from haversack.records.archives import open_stream

Doc = dict[str, Any]


class Desk:
    """Whoever loads in these tests."""

    pseudonym = "desk"


def coded(code: str, system: str = "http://loinc.org", text: str = "") -> Doc:
    return {"coding": [{"system": system, "code": code}], **({"text": text} if text else {})}


def person(number: str = "1", **more: Any) -> Doc:
    name = [{"family": "Okafor", "given": ["Ngozi"]}]
    return {"resourceType": "Patient", "id": number, "name": name, "birthDate": "1971-05-06", **more}


def of(number: str = "1") -> Doc:
    return {"reference": f"Patient/{number}"}


def result(number: str, issued: str = "2026-01-05T10:00:00Z", **more: Any) -> Doc:
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": [coded("laboratory", "http://terminology.hl7.org/CodeSystem/observation-category")],
        "code": coded("2339-0", text="Glucose"),
        "subject": of(),
        "effectiveDateTime": issued[:10],
        "issued": issued,
        "valueQuantity": {"value": 98, "unit": "mg/dL"},
        **more,
    }


def report(number: str, *results: str, category: str = "LAB", issued: str = "2026-01-05T10:00:00Z", **more: Any) -> Doc:
    system = "http://terminology.hl7.org/CodeSystem/v2-0074" if category.isalpha() else "http://loinc.org"
    return {
        "resourceType": "DiagnosticReport",
        "id": number,
        "status": "final",
        "category": [coded(category, system)],
        "code": coded("58410-2", text="Panel"),
        "subject": of(),
        "effectiveDateTime": issued[:10],
        "issued": issued,
        "result": [{"reference": f"Observation/{one}"} for one in results],
        **more,
    }


def take_in(*docs: Doc | bytes, name: str = "hospital.ndjson") -> LoadReport:
    """Load these as one NDJSON file."""
    lines = b"\n".join(doc if isinstance(doc, bytes) else json.dumps(doc).encode() for doc in docs)
    return load_bytes(lines, name)


def load_bytes(content: bytes, name: str) -> LoadReport:
    return load(by=Desk(), files=open_stream(name, len(content), lambda: io.BytesIO(content)))


def bundle(*docs: Doc, type_: str = "transaction") -> bytes:
    """A transaction whose entries call each other by urn:uuid."""
    entries = [{"fullUrl": f"urn:uuid:{doc['id']}", "resource": doc} for doc in docs]
    return json.dumps({"resourceType": "Bundle", "type": type_, "entry": entries}).encode()


def let_hold(preset: str = "backus") -> int:
    return set_policy(by=Desk(), policy=PRESETS[preset])


def reader_of(number: str = "1", *, now: datetime | None = None, sections: set[Section] | None = None) -> Reader:
    """The patient themselves, at that moment; with fewer sections where given."""
    patient = Patient.objects.get(fhir_id=number)
    covered = frozenset(sections if sections is not None else Section)
    moment = now or datetime.now(UTC) + timedelta(seconds=1)
    number_of_policy = current_policy().number
    return Reader(patient.pk, patient.uuid, None, "reader", AccessClass.SELF, covered, moment, number_of_policy)
