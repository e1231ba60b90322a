"""Does what a document says of its sections put a finding on its list, and nothing on one that it is not on?"""

import pytest

from haversack.records.formats.fhir_r4.describe import describe
from haversack.records.formats.fhir_r4.sections import put_on_its_list, sections_of


def section(code, *references, **more):
    coded = {"coding": [{"system": "http://loinc.org", "code": code}]}
    return {"code": coded, "entry": [{"reference": one} for one in references], **more}


def observation(**more):
    return {"resourceType": "Observation", "id": "o", "code": {"text": "Something"}, **more}


NUMBER = {"valueQuantity": {"value": 1}}


def test_references_go_to_the_list_of_their_section_and_of_the_one_around_it():
    inner = section("99999-9", "Observation/in")
    found = sections_of(
        {"section": [section("30954-2", "Observation/1", "urn:uuid:2", section=[inner]), section("48765-2", "A/1")]}
    )
    assert found == {"Observation/1": "labs", "urn:uuid:2": "labs", "Observation/in": "labs"}
    assert sections_of({"section": [{"entry": [{}, 7], "code": []}, None, "x"]}) == {}


def test_sections_within_sections_without_end_come_to_an_end():
    deep = section("8716-3", "Observation/0")
    for number in range(1, 2000):
        deep = section("8716-3", f"Observation/{number}", section=[deep])
    assert 0 < len(sections_of({"section": [deep]})) < 20


@pytest.mark.parametrize(
    ("doc", "slug", "expected"),
    [
        (observation(**NUMBER), "labs", "labs"),
        (observation(valueString="seen"), "labs", "other"),
        (observation(valueString="70 kg"), "vitals", "vitals"),
        (observation(), "pregnancy", "pregnancy"),
        (observation(**NUMBER, category=[{"coding": [{"code": "exam"}]}]), "labs", "other"),
        ({"resourceType": "DiagnosticReport", "code": {"text": "Blood"}}, "labs", "labs"),
        ({"resourceType": "DiagnosticReport", "code": {"text": "Blood"}}, "vitals", "documents"),
        ({"resourceType": "Condition", "code": {"text": "Asthma"}}, "labs", "conditions"),
    ],
)
def test_only_what_says_nothing_of_its_kind_goes_by_its_section(doc, slug, expected):
    entry = describe(doc, lambda _: None)
    put_on_its_list(entry, doc, slug)
    assert entry.category == expected
