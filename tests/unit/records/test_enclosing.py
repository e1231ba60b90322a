"""Does a bundle made of several sources hold together, and hold nothing that was not meant to be in it?"""

import copy

import pytest

from haversack.records.enclosing import Held, Shelf, enclosed, references

PATIENT = "urn:uuid:00000000-0000-0000-0000-000000000001"
DOCTOR = Held("a", {"resourceType": "Practitioner", "id": "d1", "name": [{"text": "Dr Lee"}]})
OTHER_DOCTOR = Held("b", {"resourceType": "Practitioner", "id": "d1", "name": [{"text": "Dr Okafor"}]})


def observation(**fields) -> Held:
    return Held("a", {"resourceType": "Observation", "id": "o1", **fields})


def enclose(one: Held, *shelf: Held) -> list[dict]:
    return [entry["resource"] for entry in enclosed([one], Shelf([one, *shelf]), PATIENT)]


@pytest.mark.parametrize(
    "reference",
    ["Practitioner/d1", "https://a.example/fhir/Practitioner/d1", "Practitioner/d1/_history/3", "urn:uuid:d1"],
)
def test_every_way_of_pointing_leads_to_the_resource_of_the_same_source(reference):
    one = observation(performer=[{"reference": reference, "display": "Dr Lee"}])
    resource, doctor = enclose(one, OTHER_DOCTOR, DOCTOR)
    assert resource["performer"] == [{"reference": DOCTOR.urn, "display": "Dr Lee"}]
    assert doctor["name"] == [{"text": "Dr Lee"}]


@pytest.mark.parametrize("reference", ["Patient/7", "https://a.example/fhir/Patient/7", "urn:uuid:7", "7"])
def test_whatever_a_record_calls_its_patient_is_the_person(reference):
    (resource,) = enclose(observation(subject={"reference": reference}))
    assert resource["subject"] == {"reference": PATIENT}


def test_a_reference_that_leads_nowhere_keeps_its_words_and_loses_its_address():
    (resource,) = enclose(
        observation(
            encounter={"reference": "Encounter/9"},
            performer=[{"reference": "Practitioner/9", "display": "Dr Lee"}, {"reference": "Organization/9"}],
            basedOn=[{"reference": "ServiceRequest/1", "type": "ServiceRequest"}],
        )
    )
    assert resource["performer"] == [{"display": "Dr Lee"}]
    assert "encounter" not in resource
    assert "basedOn" not in resource


def test_a_visit_does_not_travel_along_and_a_member_does():
    visit = Held("a", {"resourceType": "Encounter", "id": "v1"})
    member = Held("a", {"resourceType": "Observation", "id": "o2", "hasMember": [{"reference": "Observation/o1"}]})
    one = observation(encounter={"reference": "Encounter/v1"}, hasMember=[{"reference": "Observation/o2"}])
    resource, second = enclose(one, visit, member)
    assert "encounter" not in resource
    assert resource["hasMember"] == [{"reference": member.urn}]
    assert second["hasMember"] == [{"reference": one.urn}]


def test_what_is_contained_and_the_gaps_in_lists_stay_as_they_are():
    one = observation(
        contained=[{"resourceType": "Device", "id": "x"}],
        device={"reference": "#x"},
        note=[],
        _alias=[None, {"id": "second"}],
    )
    (resource,) = enclose(one)
    assert resource == {**one.doc, "id": one.urn.removeprefix("urn:uuid:")}


def test_the_records_themselves_are_not_changed():
    one = observation(subject={"reference": "Patient/7"}, performer=[{"reference": "Practitioner/d1"}])
    before = copy.deepcopy(one.doc)
    enclose(one, DOCTOR)
    assert one.doc == before


def test_the_same_record_always_gets_the_same_name_and_another_source_another():
    assert DOCTOR.urn == Held("a", {"resourceType": "Practitioner", "id": "d1"}).urn
    assert DOCTOR.urn != OTHER_DOCTOR.urn


def test_references_are_found_however_deep_they_lie():
    doc = {"a": [{"b": {"reference": "X/1"}}], "reference": 3, "c": {"d": [{"reference": "#y"}]}}
    assert sorted(references(doc)) == ["#y", "X/1"]
