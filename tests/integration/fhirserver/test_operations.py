"""Does a whole record come out by one operation, and do documents by the other?"""

import json

import pytest

from .conftest import observation

NOTE = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"


@pytest.fixture
def documents(records):
    for number, (code, day) in enumerate(
        [("34133-9", "2023-01-05"), ("34133-9", "2024-03-01"), ("11488-4", "2024-02-01")]
    ):
        records.add("ana", {
            "resourceType": "DocumentReference", "id": f"doc-{number}", "status": "current", "date": f"{day}T10:00:00Z",
            "subject": {"reference": "Patient/ana"}, "type": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "category": [{"coding": [{"system": NOTE, "code": "clinical-note"}]}],
        })  # fmt: skip
    records.add("ana", {"resourceType": "Binary", "id": "file-1", "contentType": "text/plain", "data": "aGk="})
    records.add("ben", {"resourceType": "Binary", "id": "file-2", "contentType": "text/plain", "data": "aGk="})
    return records


@pytest.fixture
def access(walk, documents) -> str:
    return walk.tokens()["access_token"]


def ids(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [each["resource"]["id"] for each in json.loads(response.content).get("entry", [])]


def test_everything_is_everything_of_this_patient_page_by_page(walk, access):
    whole = ids(walk.get("Patient/ana/$everything", access))
    assert len(whole) == 11
    assert not [each for each in whole if "ben" in each or each == "file-2"]
    seen, path = [], "Patient/ana/$everything?_count=4"
    while path:
        bundle = json.loads(walk.get(path, access).content)
        seen += [each["resource"]["id"] for each in bundle["entry"]]
        path = next((each["url"] for each in bundle["link"] if each["relation"] == "next"), "").partition("/fhir/")[2]
    assert seen == whole


def test_everything_can_be_held_to_types_and_to_what_is_new(walk, access, documents):
    assert ids(walk.get("Patient/ana/$everything?_type=Patient,Binary", access)) == ["ana", "file-1"]
    assert ids(walk.get("Patient/ana/$everything?_since=2024-02-01T00:00:00Z", access)) == []


def test_everything_is_held_to_what_was_ticked(walk, documents):
    access = walk.tokens(give=["Patient"])["access_token"]
    assert ids(walk.get("Patient/ana/$everything", access)) == ["ana"]


@pytest.mark.parametrize("path", ["Patient/ben/$everything", "Patient/none/$everything"])
def test_nobody_elses_everything(walk, access, path):
    assert walk.get(path, access).status_code == 404


@pytest.mark.parametrize(
    "query", ["_type=Unicorn", "_since=soon", "_since=ge2024", "_count=0", "_count=x", "_cursor=x"]
)
def test_what_makes_no_sense_is_refused(walk, access, query):
    answer = walk.get(f"Patient/ana/$everything?{query}", access)
    assert answer.status_code == 400
    assert json.loads(answer.content)["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["doc-0", "doc-1"]),
        ("&start=2024-01-01", ["doc-1"]),
        ("&end=2023-12-31", ["doc-0"]),
        ("&type=http://loinc.org|11488-4", ["doc-2"]),
        ("&type=11488-4&start=2024-03-01", []),
        ("&on-demand=true", ["doc-0", "doc-1"]),
    ],
)
def test_documents_about_a_time(walk, access, query, found):
    assert ids(walk.get(f"DocumentReference/$docref?patient=ana{query}", access)) == found
    posted = walk.app.post(
        "/fhir/DocumentReference/$docref", f"patient=Patient/ana{query}",
        content_type="application/x-www-form-urlencoded", headers={"Authorization": f"Bearer {access}"},
    )  # fmt: skip
    assert ids(posted) == found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400), ("patient=ben", 404), ("patient=ana&start=soon", 400), ("patient=ana&type=a b", 400),
        ("patient=ana&on-demand=maybe", 400), ("patient=https://evil.example/Patient/ana", 404),
    ],
)  # fmt: skip
def test_documents_of_nobody_else(walk, access, query, status):
    assert walk.get(f"DocumentReference/$docref?{query}", access).status_code == status


def test_a_file_is_read_where_it_may_be(walk, access, documents):
    assert json.loads(walk.get("Binary/file-1", access).content)["data"] == "aGk="
    assert walk.get("Binary/file-2", access).status_code == 404
    narrow = walk.tokens(give=["DocumentReference " + NOTE + "|clinical-note"])["access_token"]
    assert walk.get("Binary/file-1", narrow).status_code == 403


def test_a_new_result_is_found_by_when_it_changed(walk, access, documents):
    from datetime import UTC, datetime

    documents.add("ana", observation("ana", "new"), at=datetime(2025, 6, 1, tzinfo=UTC))
    assert ids(walk.get("Observation?patient=ana&_lastUpdated=ge2025", access)) == ["new"]
    assert ids(walk.get("Patient/ana/$everything?_since=2025-01-01", access)) == ["new"]


# US Core: the ten kinds of notes and the three categories of reports that a server SHALL give.
NOTES = (
    "11488-4", "18842-5", "34117-2", "28570-0", "11506-3", "18748-4", "11502-2", "11526-1", "11504-8", "34111-5",
)  # fmt: skip
REPORTS = ("LP29708-2", "LP7839-6", "LP29684-5", "LAB")


def test_every_kind_of_note_of_us_core_is_found(walk, records):
    for code in NOTES:
        records.add("ana", {
            "resourceType": "DocumentReference", "id": f"note-{code}", "status": "current", "date": "2024-01-01",
            "subject": {"reference": "Patient/ana"}, "type": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "category": [{"coding": [{"system": NOTE, "code": "clinical-note"}]}],
        })  # fmt: skip
    access = walk.tokens()["access_token"]
    for code in NOTES:
        query = f"DocumentReference?patient=ana&category={NOTE}|clinical-note&type=http://loinc.org|{code}"
        assert ids(walk.get(query, access)) == [f"note-{code}"]


def test_every_category_of_report_of_us_core_is_found(walk, records):
    for code in REPORTS:
        records.add("ana", {
            "resourceType": "DiagnosticReport", "id": f"report-{code}", "status": "final",
            "subject": {"reference": "Patient/ana"}, "category": [{"coding": [{"system": "urn:x", "code": code}]}],
        })  # fmt: skip
    access = walk.tokens()["access_token"]
    for code in REPORTS:
        assert ids(walk.get(f"DiagnosticReport?patient=ana&category={code}", access)) == [f"report-{code}"]
