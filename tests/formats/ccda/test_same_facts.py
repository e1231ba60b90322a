"""Do a C-CDA document and FHIR that state the same facts of the same person merge, and nothing that differs?"""

from __future__ import annotations

from pathlib import Path

import pytest

from haversack.records.facts import fact_key
from haversack.records.formats.fhir_r4.describe import describe, name_of

from ..written import pieces_of

ODDITIES = Path(__file__).parent / "oddities"
LOINC, RXNORM, UCUM = "http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm", "http://unitsofmeasure.org"
STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
LAB = [
    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}
]  # fmt: skip


def facts_of(oddity: str) -> set[str]:
    pieces, _reading = pieces_of((ODDITIES / f"{oddity}.xml").read_bytes())
    docs = [piece.doc for piece in pieces if piece.doc]
    names = {f"{doc['resourceType']}/{doc['id']}": name_of(doc) for doc in docs}
    entries = [entry for doc in docs if (entry := describe(doc, names.get))]
    return {key for entry in entries if (key := fact_key(entry))}


def fact(doc: dict) -> str | None:
    entry = describe(doc, lambda _reference: None)
    return fact_key(entry) if entry else None


ALLERGY = {
    "resourceType": "AllergyIntolerance",
    "clinicalStatus": {"coding": [{"system": STATUS, "code": "active"}]},
    "code": {"coding": [{"system": RXNORM, "code": "7980", "display": "Penicillin"}]},
    "onsetDateTime": "2019-04-12",
}
RESULT = {
    "resourceType": "Observation",
    "status": "final",
    "category": LAB,
    "code": {"coding": [{"system": LOINC, "code": "2160-0"}], "text": "Creatinine, blood"},
    "effectiveDateTime": "2024-03-04T10:15",
    "valueQuantity": {"value": "1.10", "unit": "mg/dL", "system": UCUM, "code": "mg/dL"},
}
VACCINE = {
    "resourceType": "Immunization",
    "status": "completed",
    "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "140"}], "text": "Flu shot"},
    "occurrenceDateTime": "2023-10-15",
}


@pytest.mark.parametrize(
    ("oddity", "doc"),
    [
        ("allergy_named_by_its_code", ALLERGY),
        ("zero_at_the_end_of_a_result_stays", RESULT),
        ("vaccine_with_its_lot", VACCINE),
    ],
)
def test_the_same_fact_told_in_fhir_merges(oddity, doc):
    assert fact(doc) in facts_of(oddity)


@pytest.mark.parametrize(
    ("oddity", "doc"),
    [
        ("allergy_named_by_its_code", {**ALLERGY, "onsetDateTime": "2019-04"}),
        (
            "zero_at_the_end_of_a_result_stays",
            {**RESULT, "valueQuantity": {**RESULT["valueQuantity"], "value": "1.20"}},
        ),
        ("vaccine_with_its_lot", {**VACCINE, "status": "not-done"}),
        ("vaccine_was_refused", VACCINE),
        ("medicine_that_is_only_planned", {**VACCINE, "resourceType": "MedicationStatement"}),
    ],
)
def test_what_differs_does_not(oddity, doc):
    assert fact(doc) not in facts_of(oddity)
