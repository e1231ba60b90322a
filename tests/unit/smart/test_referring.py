"""Which resources are read by their own address?"""

import pytest

from haversack.smart.referring import below, wanted

BASE = "https://portal.example/fhir"


def test_who_and_where_and_with_what_are_read_and_what_a_search_brings_is_not():
    doc = {
        "resourceType": "Encounter",
        "subject": {"reference": "Patient/1"},
        "participant": [{"individual": {"reference": f"{BASE}/Practitioner/7/_history/2"}}],
        "location": [{"location": {"reference": "Location/9"}}, {"location": {"reference": "#inside"}}],
        "contained": [{"resourceType": "Location", "managingOrganization": {"reference": "Organization/3"}}],
        "reasonReference": [{"reference": "Condition/4"}],
    }
    assert sorted(wanted(doc, BASE)) == ["Location/9", "Organization/3", "Practitioner/7"]


def test_files_of_notes_and_reports_are_read():
    note = {
        "resourceType": "DocumentReference",
        "content": [
            {"attachment": {"url": f"{BASE}/Binary/b1", "contentType": "text/plain; charset=utf-8"}},
            {"attachment": {"url": "Binary/b2"}},
        ],
    }
    report = {"resourceType": "DiagnosticReport", "presentedForm": [{"url": "files/scan.pdf?page=1"}]}
    picture = {"resourceType": "Media", "content": {"url": "Binary/m"}}
    assert [*wanted(note, BASE), *wanted(report, BASE), *wanted(picture, BASE)] == [
        "Binary/b1 text/plain", "Binary/b2", "files/scan.pdf?page=1", "Binary/m",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/fhir/Binary/1",
        "https://portal.example/fhirs/Binary/1",
        "http://portal.example/fhir/Binary/1",
        "//elsewhere.example/Binary/1",
        "/Binary/1",
        "urn:uuid:1",
        "data:text/plain,x",
        "../admin",
        "Binary/../../admin",
        "#contained",
        "",
    ],
)
def test_nothing_is_read_from_elsewhere(address):
    assert below(address, BASE) == ""


def test_a_deep_record_is_walked_through_without_falling_over():
    doc = {"reference": "Location/1"}
    for _ in range(50_000):
        doc = {"x": [doc]}
    assert list(wanted(doc, BASE)) == ["Location/1"]
