"""What leaves for an Android phone: is each line one that it takes, and is what it refuses counted with its reason?"""

import json
from io import BytesIO
from uuid import UUID

from haversack.records.bundle import read_file
from haversack.records.formats.health_connect.leaving import Leaving
from haversack.records.formats.health_connect.renaming import Renaming
from haversack.records.formats.health_connect.validating import judge

REQUEST = {
    "resourceType": "MedicationRequest",
    "id": "m1",
    "status": "active",
    "intent": "order",
    "subject": {"reference": "Patient/p"},
    "medicationReference": {"reference": "#drug"},
    "requester": {"reference": "#who", "display": "Dr Lin"},
    "note": None,
    "contained": [
        {"resourceType": "Medication", "id": "drug", "code": {"text": "Metformin"}},
        {"resourceType": "Device", "id": "who"},
    ],
}
DOCUMENT = {"resourceType": "DocumentReference", "id": "d1", "status": "current"}
LOCAL = {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Local"}}


def left(*docs, source="https://a.example/fhir"):
    leaving = Leaving()
    lines = [line for doc in docs for line in leaving.lines(source, doc)]
    return leaving, [json.loads(json.loads(line)["data"]) for line in lines], b"".join(lines)


def test_what_is_contained_leaves_as_a_resource_of_its_own_that_is_pointed_to():
    leaving, docs, _written = left(REQUEST)
    request, drug = docs
    assert (request["resourceType"], drug["resourceType"]) == ("MedicationRequest", "Medication")
    assert request["medicationReference"]["reference"] == f"Medication/{drug['id']}"
    assert "contained" not in request
    assert "note" not in request
    assert request["requester"] == {"display": "Dr Lin"}
    assert request["meta"]["source"] == "https://a.example/fhir"
    assert leaving.report()["reasons"][0]["type"] == "MedicationRequest.contained"


def test_every_line_is_taken_by_android_and_read_again_by_us():
    _leaving, docs, written = left(REQUEST)
    for doc in docs:
        assert judge(json.dumps(doc).encode(), "4.0.1").refusal is None
    reading = read_file(BytesIO(written))
    assert reading.kind == "health-connect"
    assert [piece.problem for piece in reading] == [None] * 4


def test_two_sources_that_count_from_one_stay_apart_and_point_to_their_own():
    leaving = Leaving()
    docs = [
        json.loads(json.loads(line)["data"])
        for source in ("https://a.example", "https://b.example")
        for line in leaving.lines(source, {k: v for k, v in REQUEST.items() if k != "contained"})
    ]
    assert len({doc["id"] for doc in docs}) == 2
    assert len({doc["subject"]["reference"] for doc in docs}) == 2
    again, _docs, _lines = left(REQUEST, REQUEST)
    assert again.written.total() == 2


def test_a_reference_to_a_version_leads_to_the_resource_itself():
    plain, versioned = (
        left({**REQUEST, "subject": {"reference": reference}})[1][0]["subject"]["reference"]
        for reference in ("Patient/p", "Patient/p/_history/2")
    )
    assert plain == versioned != "Patient/p"
    renaming = Renaming(UUID(int=1), "https://a.example")
    said = [{"reference": one} for one in ("Patient/p/_history/2", "#p", "https://b.example/Patient/p", "p", "a/b/c")]
    assert [one["reference"] for one in renaming.of(said)] == [
        f"Patient/{renaming.id('Patient', 'p')}", "#p", "https://b.example/Patient/p", "p", "a/b/c"
    ]  # fmt: skip


def test_each_refusal_is_kept_only_where_somebody_wants_them_one_by_one():
    for lists in (True, False):
        leaving = Leaving(lists=lists)
        assert list(leaving.lines("https://a.example", DOCUMENT)) == []
        assert (leaving.refused.total(), len(leaving.listed)) == (1, int(lists))


def test_what_android_refuses_is_counted_with_its_reason():
    leaving, docs, _written = left(
        DOCUMENT, DOCUMENT, LOCAL, {**LOCAL, "id": "x", "effectiveDateTime": "2024-01-01T10:00"}
    )
    assert docs == []
    report = leaving.report()
    assert (report["written"], report["refused"]) == (0, 4)
    assert {(one["type"], one["code"], one["field"], one["count"]) for one in report["reasons"]} == {
        ("DocumentReference", "unsupported_type", "", 2),
        ("Observation", "no_category", "", 1),
        ("Observation", "invalid_value", "effectiveDateTime", 1),
    }
