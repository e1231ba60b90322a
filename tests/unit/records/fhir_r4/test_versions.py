"""Which version of FHIR is a resource written in? Only said when sure."""

from __future__ import annotations

from typing import Any

import pytest

from haversack.records.categories import UNDISPLAYED
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.formats.fhir_r4.versions import R4_TYPES, other_version, stated_version, version_of_type
from haversack.records.identity import content_hash


def test_r4_has_146_types_of_resource() -> None:
    """hl7.org/fhir/R4/valueset-resource-types.html has 148, of which Resource and DomainResource are abstract."""
    assert len(R4_TYPES) == 146
    assert UNDISPLAYED <= R4_TYPES
    assert not any(version_of_type(kind) for kind in R4_TYPES)


@pytest.mark.parametrize(
    ("kind", "version"),
    [
        ("MedicationOrder", "DSTU2"),
        ("DiagnosticOrder", "DSTU2"),
        ("ProcedureRequest", "DSTU2 or STU3"),
        ("ReferralRequest", "DSTU2 or STU3"),
        ("Sequence", "STU3"),
        ("DeviceUsage", "R4B or R5"),
        ("Horoscope", ""),
        ("patient", ""),
    ],
)
def test_a_type_that_one_version_alone_has_tells_it(kind: str, version: str) -> None:
    assert version_of_type(kind) == version


@pytest.mark.parametrize(
    ("doc", "version"),
    [
        ({"fhirVersion": "1.0.2"}, "DSTU2"),
        ({"fhirVersion": "3.0.1"}, "STU3"),
        ({"fhirVersion": "5.0.0"}, "R5"),
        ({"fhirVersion": "4.0.1"}, ""),
        ({"fhirVersion": "4.3.0"}, ""),
        ({"fhirVersion": ["3.0.1"]}, ""),
        ({"fhirVersion": "unknown"}, ""),
        ({"meta": {"profile": ["http://hl7.org/fhir/STU3/patient.html"]}}, "STU3"),
        ({"meta": {"profile": ["http://hl7.org/fhir/DSTU2/observation"]}}, "DSTU2"),
        ({"meta": {"profile": ["http://a.example/x", "https://hl7.org/fhir/3.0/StructureDefinition/Patient"]}}, "STU3"),
        ({"meta": {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]}}, ""),
        ({"meta": {"profile": ["http://a.example/hl7.org/fhir/STU3/x"]}}, ""),
        ({"meta": {"profile": "http://hl7.org/fhir/STU3/x"}}, ""),
        ({"meta": {"profile": [3, None, {}]}}, ""),
        ({"meta": []}, ""),
        ({}, ""),
    ],
)
def test_a_resource_may_say_its_version(doc: dict[str, Any], version: str) -> None:
    assert stated_version(doc) == version


@pytest.mark.parametrize(
    ("kind", "members", "version"),
    [
        ("Condition", {"clinicalStatus": "active"}, "DSTU2 or STU3"),
        ("Condition", {"clinicalStatus": "active", "assertedDate": "2015"}, "STU3"),
        ("Condition", {"clinicalStatus": {"text": "Active"}}, ""),
        ("AllergyIntolerance", {"clinicalStatus": "active"}, "DSTU2 or STU3"),
        ("AllergyIntolerance", {"type": "allergy"}, ""),
        ("AllergyIntolerance", {"type": {"text": "Allergy"}}, "R5"),
        ("Immunization", {"notGiven": False}, "STU3"),
        ("Immunization", {"occurrenceDateTime": "2020"}, ""),
        ("Observation", {"context": {"reference": "Encounter/1"}}, "STU3"),
        ("MedicationStatement", {"context": {"reference": "Encounter/1"}}, ""),
        ("MedicationStatement", {"taken": "n"}, "STU3"),
        ("MedicationRequest", {"medication": {"concept": {"text": "Metformin"}}}, "R5"),
        ("Encounter", {"class": {"code": "AMB"}}, ""),
        ("Encounter", {"class": "outpatient"}, "DSTU2"),
        ("Encounter", {"class": [{"text": "Outpatient"}]}, "R5"),
        ("Procedure", {"occurrenceDateTime": "2020"}, "R5"),
        ("Patient", {"meta": {"profile": ["http://hl7.org/fhir/STU3/patient.html"]}}, "STU3"),
        ("Horoscope", {"context": {}}, ""),
    ],
)
def test_a_member_that_r4_does_not_have_tells_the_version(kind: str, members: dict[str, Any], version: str) -> None:
    assert other_version({"resourceType": kind} | members) == version


def test_other_versions_are_read_on_with_a_warning() -> None:
    doc, remark, severity, _content = read_resource(b'{"resourceType": "MedicationOrder", "id": "1"}')
    assert doc == {"resourceType": "MedicationOrder", "id": "1"}
    assert "DSTU2" in remark
    assert severity == "warning"


def test_a_plain_resource_is_read_without_a_word() -> None:
    raw, doc = b'{"resourceType": "Patient"}', {"resourceType": "Patient"}
    assert read_resource(raw) == (doc, "", "error", content_hash(raw, doc))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"resourceType": "Patient", "id": "1", "id": "1"}',
        b'{"resourceType": "Patient", "x": {"a": 1.10, "a": 1.10}}',
        b'{"resourceType": "Patient", "x": "\\u0022", "id": "1"}',
        b'{"resourceType": "Patient", "x": "say \\"ah\\"", "id": "1"}',
        b'{"resourceType": "Patient", "\\u0022": 1}',
    ],
)
def test_names_that_stand_twice_with_one_value_do_no_harm(raw: bytes) -> None:
    assert read_resource(raw)[1] == ""


@pytest.mark.parametrize(
    "raw",
    [
        b'{"resourceType": "Patient", "id": "1", "\\u0069d": "2"}',
        b'{"resourceType": "Patient", "id": "1", "id": "2", "x": "\\u0022\\u0022\\u0022\\u0022"}',
        b'{"resourceType": "Patient", "x": [{"a": 1, "a": 2}]}',
        b'{"resourceType": "Patient", "resourceType": "Observation"}',
        b'{"resourceType": "Patient", "a": 1, "a": true}',
    ],
)
def test_names_that_stand_twice_with_two_values_are_not_read(raw: bytes) -> None:
    doc, remark, severity, _content = read_resource(raw)
    assert doc is None
    assert "two different values" in remark
    assert severity == "error"
