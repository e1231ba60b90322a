"""Whose pages are looked at in these tests? Ngozi's: a record with something in every section, and providers."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from haversack.accounts.models import User
from haversack.portal.models import Patient, Provider
from haversack.portal.queries.reader import Reader, open_reader
from haversack.portal.rules.staff import Role, Worker

from .hospital import Doc, coded, of, person, report, result, take_in
from .patients import a_user

RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race"
CLERK = Worker("june", Role.CLERK)


def _category(code: str, system: str) -> list[Doc]:
    return [coded(code, f"http://terminology.hl7.org/CodeSystem/{system}")]


def ngozi(**more: Any) -> Doc:
    """A Patient with a profile."""
    kin = {
        "relationship": [coded("N", "http://terminology.hl7.org/CodeSystem/v2-0131"), {"text": "husband"}],
        "name": {"text": "Emeka Okafor"},
        "telecom": [{"system": "phone", "value": "555-0182"}],
    }
    return person(
        address=[{"use": "home", "line": ["118 Mill Lane", "Apt 4"], "city": "Springfield", "postalCode": "01101"}],
        telecom=[
            {"system": "phone", "use": "home", "value": "555-0182"},
            {"system": "email", "value": "ngozi@example.org"},
        ],
        maritalStatus=coded("M", "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"),
        contact=[kin],
        **more,
    )


OSEI = {
    "resourceType": "Practitioner",
    "id": "osei",
    "name": [{"family": "Osei", "given": ["Nadia"], "prefix": ["Dr."]}],
}
LUND = {"resourceType": "Practitioner", "id": "lund", "name": [{"family": "Lund", "given": ["Per"], "prefix": ["Dr."]}]}
RECORDS: list[Doc] = [
    OSEI,
    LUND,
    result("a1", issued="2025-01-05T10:00:00Z", performer=[{"reference": "Practitioner/osei"}]),
    result("a2", valueQuantity={"value": 142, "unit": "mg/dL"}, performer=[{"reference": "Practitioner/osei"}],
           referenceRange=[{"low": {"value": 70}, "high": {"value": 99}}]),
    {"resourceType": "AllergyIntolerance", "id": "al", "patient": of(), "code": {"text": "Penicillin"},
     "clinicalStatus": coded("active"), "recordedDate": "2020-02-03"},
    {"resourceType": "Condition", "id": "co", "subject": of(), "code": {"text": "Asthma"},
     "clinicalStatus": coded("active"), "category": _category("problem-list-item", "condition-category")},
    {"resourceType": "MedicationRequest", "id": "me", "status": "active", "intent": "order", "subject": of(),
     "medicationCodeableConcept": {"text": "Salbutamol inhaler"}, "authoredOn": "2026-02-01"},
    {"resourceType": "Immunization", "id": "im", "status": "completed", "patient": of(),
     "vaccineCode": {"text": "Influenza"}, "occurrenceDateTime": "2025-10-01"},
    {"resourceType": "Encounter", "id": "en", "status": "finished", "subject": of(),
     "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
     "period": {"start": "2026-01-05", "end": "2026-01-05"}},
    report("ra", category="RAD", code={"text": "Chest X-ray"}, conclusion="No fracture."),
    {"resourceType": "DocumentReference", "id": "le", "status": "current", "subject": of(),
     "type": coded("68609-7", text="Hospital letter"), "category": _category("clinical-note", "x"),
     "date": "2026-01-09T08:00:00Z",
     "content": [{"attachment": {"contentType": "text/plain", "title": "Letter",
                                 "data": base64.b64encode(b"Dear Ngozi, all is well.").decode()}}]},
]  # fmt: skip


def admit(**more: Any) -> tuple[Patient, User]:
    """Load Ngozi's record, name who takes messages, and give her an account."""
    take_in(ngozi(**more), *RECORDS)
    Provider.objects.filter(fhir_id="osei").update(
        participates=True, specialty="Endocrinology", place="Riverside Clinic"
    )
    Provider.objects.filter(fhir_id="lund").update(why_not="Dr. Lund works in the emergency department only.")
    user = a_user("ngozi")
    patient = Patient.objects.get(fhir_id="1")
    patient.user = user
    patient.save()
    return patient, user


def reading(user: User, patient: Patient, *, days: int = 0) -> Reader:
    """This user at this record, some days from now."""
    reader = open_reader(user, patient.uuid, datetime.now(UTC) + timedelta(seconds=1))
    return replace(reader, now=reader.now + timedelta(days=days))
