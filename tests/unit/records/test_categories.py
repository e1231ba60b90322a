"""Does each resource go to the one list a person would look for it in?"""

import pytest

from haversack.records.categories import category_of

SNOMED = "http://snomed.info/sct"
LOINC, KINDS = "http://loinc.org", "http://terminology.hl7.org/CodeSystem/observation-category"


def observation(code="", *kinds, system=KINDS, **more):
    category = [{"coding": [{"system": system, "code": kind} if system else {"code": kind}]} for kind in kinds]
    coded = {"coding": [{"system": LOINC, "code": code}]} if code else {"text": "Something"}
    return {"resourceType": "Observation", "code": coded, "category": category, **more}


@pytest.mark.parametrize(
    ("record", "display", "strict"),
    [
        (observation("82810-3", "social-history"), "pregnancy", "pregnancy"),
        (observation("86645-9", "social-history"), "social-history", "social-history"),
        (observation("2118-8", "laboratory"), "labs", "labs"),
        (observation("72166-2"), "social-history", "social-history"),
        (observation("8867-4"), "vitals", "vitals"),
        (observation("8867-4", "laboratory"), "vitals", "vitals"),
        (observation("8867-4", "social-history"), "social-history", "social-history"),
        (observation("59408-5"), "vitals", None),
        (observation("59408-5", "exam"), "other", None),
        (observation("") | {"code": {"coding": [{"system": SNOMED, "code": "365980008"}]}}, "social-history", None),
        (observation("59408-5", "vital-signs"), "vitals", "vitals"),
        (observation("4548-4", "laboratory", "vital-signs"), "vitals", "vitals"),
        (observation("44261-6", "survey"), "other", None),
        (observation("4548-4", "laboratory", system="http://hl7.org/fhir/observation-category"), "labs", None),
        (observation("4548-4", "Lab", system=""), "labs", None),
        (observation("4548-4", "laboratory", system="urn:somewhere"), "labs", None),
        (observation("44261-6", "laboratory", system="urn:somewhere"), "other", None),
        (observation("4548-4"), "labs", None),
        (observation("4548-4", "exam"), "other", None),
        (observation("10230-1"), "other", None),
        (observation("", specimen={"reference": "Specimen/1"}), "labs", None),
        (observation("", "procedure", specimen={"reference": "Specimen/1"}), "other", None),
        (observation("4548-4") | {"category": [{"text": "Laboratory"}]}, "labs", None),
        (observation("4548-4") | {"category": {"coding": {"system": KINDS, "code": "laboratory"}}}, "labs", "labs"),
        (observation("") | {"code": {"coding": [{"system": "http://LOINC.org", "code": "8867-4"}]}}, "other", None),
        (observation("") | {"component": [{"code": {"coding": [{"system": LOINC, "code": "8867-4"}]}}]}, "other", None),
        (observation("") | {"category": "laboratory", "code": 7}, "other", None),
        ({"resourceType": "MedicationDispense"}, "medications", None),
        ({"resourceType": "Medication"}, None, "medications"),
        ({"resourceType": "Location"}, None, "visits"),
        ({"resourceType": "Patient"}, None, "personal-details"),
        ({"resourceType": "PractitionerRole"}, None, "practitioner-details"),
        ({"resourceType": "DocumentReference"}, "documents", None),
        ({"resourceType": "DiagnosticReport", "category": [{"coding": [{"code": "LAB"}]}]}, "labs", None),
        ({"resourceType": "DiagnosticReport", "category": [{"coding": [{"code": "RAD"}]}]}, "documents", None),
        ({"resourceType": "DiagnosticReport"}, "documents", None),
        (observation("58410-2") | {"resourceType": "DiagnosticReport"}, "labs", None),
        (observation("11526-1") | {"resourceType": "DiagnosticReport"}, "documents", None),
        ({"resourceType": "Device", "patient": {"reference": "Patient/1"}}, "other", None),
        ({"resourceType": "Device", "deviceName": [{"name": "The writing system"}]}, None, None),
        ({"resourceType": "ExplanationOfBenefit"}, "other", None),
        ({"resourceType": "Claim"}, None, None),
        ({"resourceType": "ExplanationOfBenefit", "item": [{"sequence": 1}]}, "other", None),
        ({"resourceType": "ExplanationOfBenefit", "item": [{"encounter": [{"reference": "E/1"}]}]}, None, None),
        ({"resourceType": "NotOfThisWorld"}, None, None),
        ({"resourceType": ["Observation"]}, None, None),
        ({}, None, None),
    ],
)
def test_the_list_of_a_resource(record, display, strict):
    assert category_of(record) == display
    assert category_of(record, strict=True) == strict
