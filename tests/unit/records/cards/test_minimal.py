"""Is on a card what says the fact, and nothing else?"""

from __future__ import annotations

import pytest

from haversack.records.cards.minimal import claims, may_be_on_card
from haversack.records.cards.signing import read
from haversack.records.digits import decode

from .examples import PATIENT, SHOT, card

RESULT = {
    "resourceType": "Observation",
    "id": "a1",
    "status": "final",
    "category": [{"text": "Laboratory"}],
    "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0", "display": "Glucose"}], "text": "Sugar"},
    "subject": {"reference": "Patient/1"},
    "effectiveDateTime": "2026-01-05",
    "valueQuantity": {"value": 98, "unit": "mg/dL", "extension": []},
    "interpretation": [{"coding": [{"system": "urn:x", "code": "H", "display": "High"}], "text": "High"}],
    "referenceRange": [{"low": {"value": 70}, "high": {"value": 99}, "appliesTo": []}],
    "note": [{"text": "fasting"}],
}


def on_card(*facts):
    said = claims("https://h.example", 1, PATIENT, facts, rid="r", by=("General Hospital",))
    return [entry["resource"] for entry in said["vc"]["credentialSubject"]["fhirBundle"]["entry"]]


def test_a_vaccination_is_its_code_its_day_its_lot_and_who_gave_it():
    assert on_card(SHOT) == [
        {
            "resourceType": "Patient",
            "name": [{"family": "Núñez", "given": ["Ana", "María"]}],
            "birthDate": "1971-05-06",
        },
        {
            "resourceType": "Immunization",
            "status": "completed",
            "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "140"}]},
            "patient": {"reference": "resource:0"},
            "occurrenceDateTime": "2025-10-01",
            "lotNumber": "A1",
            "performer": [{"actor": {"display": "General Hospital"}}],
        },
    ]


def test_a_result_is_its_code_its_value_its_range_and_who_made_it():
    assert on_card(RESULT)[1] == {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0"}]},
        "subject": {"reference": "resource:0"},
        "effectiveDateTime": "2026-01-05",
        "valueQuantity": {"value": 98, "unit": "mg/dL"},
        "interpretation": [{"coding": [{"system": "urn:x", "code": "H"}]}],
        "referenceRange": [{"low": {"value": 70}, "high": {"value": 99}}],
        "performer": [{"display": "General Hospital"}],
    }


@pytest.mark.parametrize("fact", [SHOT, RESULT])
def test_no_words_ids_or_narrative_are_in_it(fact):
    def keys(value):
        if isinstance(value, dict):
            return set(value) | {key for one in value.values() for key in keys(one)}
        return {key for one in value for key in keys(one)} if isinstance(value, list) else set()

    resource = on_card(fact)[1]
    resource.pop("performer")
    assert not keys(resource) & {"id", "meta", "text", "display", "note", "extension", "telecom", "identifier"}


def test_digits_stay_as_they_came():
    fact = RESULT | decode(b'{"valueQuantity":{"value":1.10,"unit":"%"}}')
    bundle = read(card(fact)).claims["vc"]["credentialSubject"]["fhirBundle"]
    assert bundle["entry"][1]["resource"]["valueQuantity"]["value"] == "1.10"


@pytest.mark.parametrize(
    ("change", "may"),
    [
        ({}, True),
        ({"status": "corrected"}, True),
        ({"status": "preliminary"}, False),
        ({"status": "entered-in-error"}, False),
        ({"code": {"text": "Glucose"}}, False),
        ({"code": {"coding": [{"system": "urn:local", "code": "GLU"}]}}, False),
        ({"valueQuantity": None}, False),
        ({"valueQuantity": {"unit": "mg/dL"}}, False),
        ({"valueQuantity": None, "valueCodeableConcept": {"text": "Positive"}}, False),
        ({"valueQuantity": None, "valueString": "Positive"}, True),
    ],
)
def test_only_what_another_system_understands_goes_on_one(change, may):
    assert may_be_on_card(RESULT | change) is may


@pytest.mark.parametrize(
    ("change", "may"), [({}, True), ({"status": "not-done"}, False), ({"vaccineCode": {"text": "Flu shot"}}, False)]
)
def test_only_vaccinations_that_were_given_go_on_one(change, may):
    assert may_be_on_card(SHOT | change) is may


def test_what_is_neither_goes_on_none():
    assert not may_be_on_card({"resourceType": "Condition", "code": {"coding": [{"system": "x", "code": "y"}]}})


def test_a_name_in_one_text_is_kept_as_it_is():
    said = claims("https://h.example", 1, {"name": [{"text": "Ana N."}]}, (SHOT,), rid="r")
    first = said["vc"]["credentialSubject"]["fhirBundle"]["entry"][0]["resource"]
    assert first == {"resourceType": "Patient", "name": [{"text": "Ana N."}]}
