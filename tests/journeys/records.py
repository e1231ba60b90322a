"""Which files do journeys add? Small FHIR bundles about an invented Ada Ferris, one resource for each thing to see."""

from __future__ import annotations

import json
from typing import Any

PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"family": "Ferris", "given": ["Ada"]}],
    "birthDate": "1970-01-01",
}
OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"


def _coded(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def lab(
    number: str, value: str, day: str = "2024-03-05", name: str = "Glucose", code: str = "2339-0"
) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": [{"coding": [{"system": OBSERVATION, "code": "laboratory"}]}],
        "code": _coded("http://loinc.org", "2339-0", "Glucose"),
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": f"@{value}@", "unit": "mg/dL"},
        "referenceRange": [{"low": {"value": 70, "unit": "mg/dL"}, "high": {"value": 99, "unit": "mg/dL"}}],
    }


def vaccine(number: str, name: str, code: str, day: str) -> dict[str, Any]:
    return {
        "resourceType": "Immunization",
        "id": number,
        "status": "completed",
        "vaccineCode": _coded("http://hl7.org/fhir/sid/cvx", code, name),
        "patient": {"reference": "Patient/p"},
        "occurrenceDateTime": day,
    }


def condition(number: str, name: str, code: str, day: str = "2020-06-01") -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": number,
        "clinicalStatus": _coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"),
        "code": _coded("http://snomed.info/sct", code, name),
        "subject": {"reference": "Patient/p"},
        "onsetDateTime": day,
    }


def flag(number: str, words: str) -> dict[str, Any]:
    """A kind of record that none of the ten categories shows."""
    return {
        "resourceType": "Flag",
        "id": number,
        "status": "active",
        "code": {"text": words},
        "subject": {"reference": "Patient/p"},
        "period": {"start": "2022-05-04"},
    }


def unheard_of(number: str, words: str) -> dict[str, Any]:
    """A kind of record that no version of FHIR knows."""
    return {"resourceType": "StarChart", "id": number, "note": words, "subject": {"reference": "Patient/p"}}


def practitioner(number: str, family: str) -> dict[str, Any]:
    """What no page displays by itself."""
    return {"resourceType": "Practitioner", "id": number, "name": [{"family": family}]}


def bundle(*resources: dict[str, Any], patient: dict[str, Any] = PATIENT) -> bytes:
    """As a hospital would send it; a value "@1.10@" is written as the number 1.10."""
    everything = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": r} for r in (patient, *resources)],
    }
    return json.dumps(everything, indent=1).replace('"@', "").replace('@"', "").encode()


THREE = bundle(
    lab("g1", "98"),
    vaccine("v1", "Tetanus and diphtheria", "139", "2023-10-02"),
    condition("c1", "Asthma", "195967001"),
)
