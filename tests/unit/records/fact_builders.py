"""The resources that the pairs of facts are made of, each a plain case that a pair changes in one respect."""

from __future__ import annotations

from typing import Any

from haversack.records.digits import Digits

Doc = dict[str, Any]

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
RXNORM, CVX = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx"
ICD10, CPT = "http://hl7.org/fhir/sid/icd-10-cm", "http://www.ama-assn.org/go/cpt"
NDC, UCUM = "http://hl7.org/fhir/sid/ndc", "http://unitsofmeasure.org"
LOCAL = "urn:oid:2.999.7.1"
_OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/{}-clinical"
_VERIFIED = "http://terminology.hl7.org/CodeSystem/{}-verification"
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def concept(*codes: tuple[str, str] | tuple[str, str, str], text: str = "") -> Doc:
    found = [dict(zip(("system", "code", "display"), code, strict=False)) for code in codes]
    return ({"coding": found} if found else {}) | ({"text": text} if text else {})


def quantity(value: object, unit: str = "mg/dL", code: str = "", **more: Any) -> Doc:
    number = Digits(value) if isinstance(value, str) else value
    coded = {"system": UCUM, "code": code} if code else {}
    return {"value": number} | ({"unit": unit} if unit else {}) | coded | more


def _with(doc: Doc, changes: Doc) -> Doc:
    """The changes made to it; None takes a member out."""
    return {name: value for name, value in (doc | changes).items() if value is not None}


def lab(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [concept((_OBSERVATION_CATEGORY, "laboratory"))],
            "code": concept((LOINC, "2345-7", "Glucose"), text="Glucose"),
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": "2024-03-05T08:30:00Z",
            "valueQuantity": quantity("5.10", "mmol/L", "mmol/L"),
        },
        changes,
    )


def vital(**changes: Any) -> Doc:
    weight = {
        "category": [concept((_OBSERVATION_CATEGORY, "vital-signs"))],
        "code": concept((LOINC, "29463-7", "Body weight")),
        "valueQuantity": quantity("71.50", "kg", "kg"),
    }
    return lab(**(weight | changes))


def part(loinc: str, value: str, **changes: Any) -> Doc:
    return {"code": concept((LOINC, loinc)), "valueQuantity": quantity(value, "mmHg", "mm[Hg]")} | changes


def pressure(*parts: Doc, **changes: Any) -> Doc:
    held = list(parts) or [part("8480-6", "120"), part("8462-4", "80")]
    return vital(**({"code": concept((LOINC, "85354-9")), "valueQuantity": None, "component": held} | changes))


def smoking(**changes: Any) -> Doc:
    former = {
        "category": [concept((_OBSERVATION_CATEGORY, "social-history"))],
        "code": concept((LOINC, "72166-2")),
        "valueQuantity": None,
        "valueCodeableConcept": concept((SNOMED, "8517006", "Former smoker")),
    }
    return lab(**(former | changes))


def status(kind: str, code: str) -> Doc:
    return concept((_CLINICAL.format(kind), code))


def verified(kind: str, code: str, display: str = "") -> Doc:
    return concept((_VERIFIED.format(kind), code, display) if display else (_VERIFIED.format(kind), code))


def allergy(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "AllergyIntolerance",
            "clinicalStatus": status("allergyintolerance", "active"),
            "verificationStatus": verified("allergyintolerance", "confirmed"),
            "code": concept((RXNORM, "723", "Amoxicillin")),
            "patient": {"reference": "Patient/p"},
        },
        changes,
    )


def reaction(*codes: str, **more: Any) -> Doc:
    return {"manifestation": [concept((SNOMED, code, f"Reaction {code}")) for code in codes]} | more


def condition(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "Condition",
            "clinicalStatus": status("condition", "active"),
            "verificationStatus": verified("condition", "confirmed"),
            "code": concept((SNOMED, "44054006", "Type 2 diabetes")),
            "subject": {"reference": "Patient/p"},
            "onsetDateTime": "2015-06-01",
        },
        changes,
    )


def vaccine(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "Immunization",
            "status": "completed",
            "vaccineCode": concept((CVX, "140", "Influenza")),
            "patient": {"reference": "Patient/p"},
            "occurrenceDateTime": "2023-10-10",
        },
        changes,
    )


def procedure(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "Procedure",
            "status": "completed",
            "code": concept((SNOMED, "80146002", "Appendectomy")),
            "subject": {"reference": "Patient/p"},
            "performedDateTime": "2009-04-12",
        },
        changes,
    )


def medicine(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": concept((RXNORM, "860975", "Metformin 500 mg")),
            "subject": {"reference": "Patient/p"},
            "authoredOn": "2022-01-15",
            "dosageInstruction": [{"text": "1 tablet twice a day"}],
        },
        changes,
    )


def visit(**changes: Any) -> Doc:
    return _with(
        {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"system": _ACT, "code": "AMB"},
            "type": [concept((SNOMED, "185349003", "Check-up"))],
            "subject": {"reference": "Patient/p"},
            "period": {"start": "2024-02-01T09:00:00Z", "end": "2024-02-01T09:20:00Z"},
        },
        changes,
    )


def in_class(code: str) -> Doc:
    return {"system": _ACT, "code": code}
