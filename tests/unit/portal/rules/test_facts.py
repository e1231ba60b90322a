"""What of a resource does its release depend on, and by what can it be found?"""

from datetime import UTC, date, datetime

import pytest

from haversack.portal.rules.demographics import demographics_of, may_be_the_same
from haversack.portal.rules.facts import facts_of, names_a_patient, patient_of
from haversack.portal.rules.search_index import BY, IndexedToken, dates_of, fold, tokens_of
from haversack.portal.rules.sections import Section, section_of
from haversack.portal.rules.ties import Key

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def coded(code, system="http://loinc.org"):
    return {"coding": [{"system": system, "code": code}]}


LABORATORY = [coded("laboratory", "http://terminology.hl7.org/CodeSystem/observation-category")]


@pytest.mark.parametrize(
    ("doc", "section"),
    [
        ({"resourceType": "Observation", "category": LABORATORY}, Section.RESULTS),
        ({"resourceType": "Observation", "category": [{"text": "Laboratory"}]}, Section.RESULTS),
        ({"resourceType": "Observation", "category": [coded("vital-signs")]}, Section.OTHER),
        ({"resourceType": "DiagnosticReport", "category": [coded("LAB")]}, Section.RESULTS),
        ({"resourceType": "DiagnosticReport", "category": [coded("LP7839-6")]}, Section.REPORTS),
        ({"resourceType": "DocumentReference", "type": coded("34117-2")}, Section.REPORTS),
        ({"resourceType": "DocumentReference", "type": coded("51852-2")}, Section.LETTERS),
        ({"resourceType": "DocumentReference", "type": {"text": "Letter to the patient"}}, Section.LETTERS),
        ({"resourceType": "Immunization"}, Section.PREVENTIVE),
        ({"resourceType": "Encounter"}, Section.VISITS),
        ({"resourceType": "Practitioner"}, Section.DIRECTORY),
        ({"resourceType": "Device"}, Section.DIRECTORY),
        ({"resourceType": "Device", "patient": {"reference": "Patient/1"}}, Section.OTHER),
        ({"resourceType": "Binary"}, Section.ATTACHED),
        ({"resourceType": "Goal"}, Section.OTHER),
        ({"resourceType": "Observation", "category": 7}, Section.OTHER),
        ({}, Section.OTHER),
    ],
)
def test_every_resource_has_its_section(doc, section):
    assert section_of(doc) is section


def test_a_result_tells_its_codes_its_day_its_places_and_when_it_was_final():
    facts = facts_of(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": LABORATORY,
            "code": coded("4548-4"),
            "effectiveDateTime": "2026-11-19",
            "issued": "2026-11-19T12:00:00Z",
            "performer": [{"reference": "Organization/3"}],
        },
        received_at=NOW,
    )
    assert "http://loinc.org|4548-4" in facts.codes
    assert (facts.day, facts.sites) == (date(2026, 11, 19), frozenset({"Organization/3"}))
    assert facts.final_at == datetime(2026, 11, 19, 12, tzinfo=UTC)
    assert "4548" not in repr(facts)


@pytest.mark.parametrize("status", ["registered", "partial", "preliminary"])
def test_what_is_preliminary_is_not_final(status):
    assert facts_of({"resourceType": "Observation", "status": status}, received_at=NOW).final_at is None


def test_a_moment_to_come_does_not_lengthen_a_hold_nor_does_silence_shorten_it():
    assert facts_of({"resourceType": "Observation", "issued": "2030-01-01T00:00:00Z"}, received_at=NOW).final_at == NOW
    assert facts_of({"resourceType": "Observation"}, received_at=NOW).final_at == NOW


@pytest.mark.parametrize(
    ("doc", "current"),
    [
        ({"resourceType": "AllergyIntolerance", "clinicalStatus": coded("active", "x")}, True),
        ({"resourceType": "AllergyIntolerance", "clinicalStatus": coded("resolved", "x")}, False),
        ({"resourceType": "AllergyIntolerance"}, True),
        (
            {
                "resourceType": "AllergyIntolerance",
                "clinicalStatus": coded("active", "x"),
                "verificationStatus": coded("refuted", "x"),
            },
            False,
        ),
        ({"resourceType": "Condition", "clinicalStatus": coded("relapse", "x")}, True),
        ({"resourceType": "Condition", "clinicalStatus": coded("remission", "x")}, False),
        ({"resourceType": "MedicationRequest", "status": "active"}, True),
        ({"resourceType": "MedicationRequest", "status": "stopped"}, False),
        ({"resourceType": "Immunization", "status": "completed"}, True),
        ({"resourceType": "Immunization", "status": "not-done"}, False),
    ],
)
def test_what_holds_today_is_read_from_the_state(doc, current):
    assert facts_of(doc, received_at=NOW).current is current


def test_whose_a_record_is():
    assert patient_of({"resourceType": "Observation", "subject": {"reference": "Patient/1"}}) == Key("Patient", "1")
    assert patient_of({"resourceType": "Patient", "id": "1"}) == Key("Patient", "1")
    assert patient_of({"resourceType": "Binary", "securityContext": {"reference": "Patient/1"}}) == Key("Patient", "1")
    assert patient_of({"resourceType": "Observation", "subject": {"reference": "Device/1"}}) is None
    assert names_a_patient({"resourceType": "Observation", "subject": {"reference": "urn:uuid:1"}})
    assert not names_a_patient({"resourceType": "Practitioner"})


def test_codes_references_words_and_people_are_indexed():
    found = tokens_of(
        {
            "resourceType": "MedicationRequest",
            "intent": "order",
            "encounter": {"reference": "Encounter/7"},
            "requester": {"reference": "Practitioner/3"},
        }
    )
    assert set(found) == {
        IndexedToken("intent", "", "order"), IndexedToken("encounter", "Encounter", "7"),
        IndexedToken(BY, "Practitioner", "3"),
    }  # fmt: skip
    names = tokens_of({"resourceType": "Patient", "name": [{"family": "García", "given": ["Ána"]}]})
    assert IndexedToken("family", "García", "garcia") in names
    assert IndexedToken("name", "Ána", "ana") in names
    assert fold("  ÉTÉ ") == "ete"


def test_dates_beside_the_principal_one_are_indexed():
    extension = {"url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate", "valueDateTime": "2019-03"}
    found = dates_of({"resourceType": "Condition", "recordedDate": "2020", "extension": [extension, {"url": "x"}]})
    assert {one.param for one in found} == {"recorded-date", "asserted-date"}
    assert dates_of({"resourceType": "Observation", "effectiveDateTime": "2020"}) == []


def test_a_patient_tells_number_name_birth_and_address_of_mail():
    said = demographics_of(
        {
            "resourceType": "Patient",
            "id": "1",
            "identifier": [{"value": "M123456"}, {"type": coded("MR"), "value": "M654321"}, {"value": "x"}],
            "name": [{"use": "old", "family": "Before"}, {"use": "official", "family": "Nuñez", "given": ["Ana", "M"]}],
            "birthDate": "1968-04-01",
            "telecom": [{"system": "phone", "value": "1"}, {"system": "email", "value": "Ana@Example.org"}],
            "deceasedDateTime": "2020-05-06",
        }
    )
    assert (said.mrn, said.family, said.given, said.folded) == ("M654321", "Nuñez", "Ana M", "nunez ana m")
    assert (said.born, said.email, said.died_on) == (date(1968, 4, 1), "ana@example.org", date(2020, 5, 6))
    assert "Ana" not in repr(said)
    unknown = demographics_of({"resourceType": "Patient", "id": "2", "birthDate": "1968", "name": [{"text": "Bo"}]})
    assert (unknown.mrn, unknown.born, unknown.email, unknown.died, unknown.family) == ("", None, "", False, "Bo")


def test_a_name_or_a_birth_date_may_be_put_right_but_not_both():
    old = {"name": [{"family": "Rivera", "given": ["Ana"]}], "birthDate": "1968-04-01"}
    assert may_be_the_same(old, {**old, "birthDate": "1968-04-02"})
    assert may_be_the_same(old, {**old, "name": [{"family": "Okoro", "given": ["Ana"]}]})
    assert not may_be_the_same(old, {"name": [{"family": "Li", "given": ["Bo"]}], "birthDate": "1999-01-01"})
