"""Does what leaves for a phone hold all that Android takes, and does the report count what it refuses?"""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from haversack.backpack.actions.export_target import Folder
from haversack.backpack.actions.phone_export import write_phone_export
from haversack.backpack.actions.review import accept_all
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts
from haversack.records.formats.health_connect.validating import judge

from .conftest import observation, patient
from .members import backpack_of, browser

DOCUMENT = {"resourceType": "DocumentReference", "id": "d", "status": "current", "content": []}
LOCAL = {"resourceType": "Observation", "id": "l", "status": "final", "code": {"text": "Of nobody"}}


@pytest.fixture
def ana(take):
    opened = backpack_of()
    take(opened, patient(), observation("o1", "5.10"), observation("o2"), DOCUMENT, LOCAL)
    accept_all(opened=opened, by=opened.viewer, shown=None)
    take(opened, observation("o3"))
    return opened


def test_a_folder_holds_what_android_takes_and_why_it_refuses_the_rest(ana, tmp_path, take):
    folder = tmp_path / "out"
    report = write_phone_export(opened=ana, by=ana.viewer, target=Folder(folder))
    lines = (folder / "health-connect.ndjson").read_text().splitlines()
    assert (report["written"], report["refused"]) == (3, 2)  # what waits stays here
    assert report["by_category"] == {"labs": 2, "personal-details": 1}
    assert {one["code"] for one in report["reasons"]} == {"unsupported_type", "no_category"}
    assert json.loads((folder / "report.json").read_text()) == report
    assert len((folder / "refused.ndjson").read_text().splitlines()) == 2
    for line in lines:
        said = json.loads(line)
        assert judge(said["data"].encode(), said["fhirVersion"]).refusal is None
    assert any("5.10" in line for line in lines)  # digits stay
    other = backpack_of("bob", "Ada too")
    take(other, (folder / "health-connect.ndjson").read_bytes(), source=None)
    assert counts(other, State.PENDING)["labs"] == 2  # and it is read again


def test_the_page_says_it_and_hands_the_same_out(ana):
    address = reverse("backpack:phone_export", args=[ana.uuid])
    page = browser("alice").post(address, {"act": "look"}).content.decode()
    assert "Download 3 resources" in page
    assert "Health Connect has no place for resources of this type." in page
    answer = browser("alice").post(address)
    body = b"".join(answer.streaming_content)
    assert body.count(b"\n") == 3
    assert "Ada" not in answer["Content-Disposition"]


def test_a_mere_look_reads_no_record(ana, monkeypatch):
    def read(*_args, **_named):
        raise AssertionError("a record was read")

    monkeypatch.setattr("haversack.backpack.actions.phone_export.bodies", read)
    page = browser("alice").get(reverse("backpack:phone_export", args=[ana.uuid])).content.decode()
    assert "See what it takes" in page
    assert "Download" not in page
