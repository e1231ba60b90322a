"""Does a service get a whole group, file by file, and nobody else anything?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from haversack.audit.models import Waiting
from haversack.fhirserver.actions import exporting
from haversack.fhirserver.actions.registering import add_service
from haversack.fhirserver.jobs import exports
from haversack.fhirserver.models import Export, ExportFile
from haversack.fhirserver.views import exporting as view

from .conftest import observation
from .test_key_clients import PUBLISHED, asking, assertion

ASYNC = {"Prefer": "respond-async", "Accept": "application/fhir+json"}


@pytest.fixture(autouse=True)
def _commits(django_capture_on_commit_callbacks, monkeypatch):
    """Work is asked for when the transaction commits, which a test's never does."""
    from django.db import transaction

    monkeypatch.setattr(transaction, "on_commit", lambda call: call())


class Service:
    """One that was added with these scopes, and its token."""

    def __init__(self, client, scope: str = "system/*.rs") -> None:
        self.client, self.app = client, add_service(name="Feed", scope=scope, jwks=PUBLISHED)
        held = json.loads(asking(client, assertion(self.app.client_id), scope=scope).content)
        self.bearer = {"Authorization": f"Bearer {held['access_token']}"}

    def get(self, path: str, **headers):
        return self.client.get(path.removeprefix("http://testserver"), headers=self.bearer | headers)

    def ask(self, query: str = "", group: str = "all", **headers):
        return self.get(f"/fhir/Group/{group}/$export{query}", **(ASYNC | headers))

    def manifest(self, query: str = "") -> dict:
        answer = self.ask(query)
        assert answer.status_code == 202, answer.content
        return json.loads(self.get(answer["Content-Location"]).content)

    def lines(self, file: dict) -> list[dict]:
        answer = self.get(file["url"])
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/fhir+ndjson"
        return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


@pytest.fixture
def service(client, records) -> Service:
    records.group = {"all": ["ana", "ben"], "some": ["ana"]}
    return Service(client)


@pytest.fixture
def nobody_wakes(monkeypatch):
    """Messages to the worker get lost."""
    monkeypatch.setattr(view, "make_export", SimpleNamespace(enqueue=lambda export: None))


def test_a_group_is_exported_file_by_file(service):
    with time_machine.travel(timezone.now(), tick=False):
        answer = service.ask("?_type=Patient,Observation")
        assert answer.status_code == 202
        assert not answer.content
        status = service.get(answer["Content-Location"])
        asked = timezone.now()
    assert status.status_code == 200
    assert status["Content-Type"] == "application/json"
    assert "Expires" in status
    manifest = json.loads(status.content)
    assert abs(datetime.fromisoformat(manifest["transactionTime"]) - asked) < timedelta(seconds=1)
    assert manifest["request"] == "http://testserver/fhir/Group/all/$export?_type=Patient,Observation"
    assert manifest["requiresAccessToken"] is True
    assert (manifest["deleted"], manifest["error"]) == ([], [])
    assert [(each["type"], each["count"]) for each in manifest["output"]] == [("Patient", 2), ("Observation", 10)]
    patients, observations = (service.lines(each) for each in manifest["output"])
    assert {each["id"] for each in patients} == {"ana", "ben"}
    assert {each["resourceType"] for each in observations} == {"Observation"}
    assert len(observations) == 10


def test_a_group_is_its_members(service, records):
    answer = service.ask("?_type=Patient", group="some")
    (file,) = json.loads(service.get(answer["Content-Location"]).content)["output"]
    assert [each["id"] for each in service.lines(file)] == ["ana"]


def test_every_resource_is_one_line_and_keeps_its_digits(service, records):
    ref = records.add("ana", observation("ana", "exact"))
    patient, stored = records.records[ref]
    text = json.dumps(observation("ana", "exact"), indent=2).replace("7.1", "7.100").replace('"%"', '"a\\nb"')
    records.records[ref] = patient, type(stored)(ref.type, ref.id, "1", stored.last_updated, text.encode())
    (file,) = service.manifest("?_type=Observation")["output"]
    raw = b"".join(service.get(file["url"]).streaming_content)
    assert raw.count(b"\n") == file["count"]
    assert b"7.100" in raw


def test_only_what_is_new_can_be_asked_for(service, records):
    records.add("ana", observation("ana", "new"), at=datetime(2025, 6, 1, tzinfo=UTC))
    (file,) = service.manifest("?_since=2025-01-01T00:00:00Z")["output"]
    assert [each["id"] for each in service.lines(file)] == ["new"]


def test_only_what_the_service_may_read_is_exported(client, records):
    records.group = {"all": ["ana"]}
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    narrow = Service(client, f"system/Patient.rs system/Observation.rs?category={system}|laboratory")
    manifest = narrow.manifest()
    assert {each["type"]: each["count"] for each in manifest["output"]} == {"Patient": 1, "Observation": 1}
    assert narrow.ask("?_type=Goal").status_code == 403


def test_what_is_held_back_is_not_in_it(service, records):
    records.add("ana", observation("ana", "held"), release=timezone.now() + timedelta(days=1))
    manifest = service.manifest("?_type=Observation")
    assert [each["count"] for each in manifest["output"]] == [10]


def test_an_export_can_be_given_up(service):
    where = service.ask()["Content-Location"].removeprefix("http://testserver")
    folder = Path(settings.DATA) / "exports-for-services" / where.rpartition("/")[2]
    assert folder.is_dir()
    assert service.client.delete(where, headers=service.bearer).status_code == 202
    assert service.get(where).status_code == 404
    assert service.client.delete(where, headers=service.bearer).status_code == 404
    assert not folder.exists()
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("", {"Prefer": ""}, 400), ("?_outputFormat=csv", {}, 400), ("?_type=Unicorn", {}, 400),
        ("?_since=2024", {}, 400), ("?_since=soon", {}, 400),
        ("?_typeFilter=Observation%3Fcode%3D1", {}, 400), ("?patient=Patient/ben", {}, 400),
        ("?_outputFormat=ndjson", {}, 202), ("?_outputFormat=application/fhir%2Bndjson", {}, 202),
        ("?_elements=id", {"Prefer": "respond-async, handling=lenient"}, 202),
        ("?_type=Unicorn,Patient", {"Prefer": "respond-async, handling=lenient"}, 202),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_refused_in_words(service, query, headers, status):
    answer = service.ask(query, **headers)
    assert answer.status_code == status
    if status == 400:
        assert len(json.loads(answer.content)["issue"][0]["diagnostics"]) > 15
        assert not Export.objects.exists()


def test_it_can_be_asked_for_by_post(service):
    def posted(body: object):
        return service.client.post(
            "/fhir/Group/all/$export", json.dumps(body), content_type="application/fhir+json",
            headers=service.bearer | ASYNC,
        )  # fmt: skip

    parameters = [
        {"name": "_type", "valueString": "Patient"},
        {"name": "_since", "valueInstant": "2020-01-01T00:00:00Z"},
    ]
    answer = posted({"resourceType": "Parameters", "parameter": parameters})
    assert [each["type"] for each in json.loads(service.get(answer["Content-Location"]).content)["output"]] == [
        "Patient"
    ]
    for wrong in ([], {}, {"parameter": "x"}, {"parameter": [{"name": "_type"}]}):
        assert posted(wrong).status_code == 400


def test_nobody_else_sees_it(service, client, walk, records):
    where = service.ask("?_type=Patient")["Content-Location"]
    file = json.loads(service.get(where).content)["output"][0]["url"]
    other = Service(client)
    access = {"Authorization": f"Bearer {walk.tokens()['access_token']}"}
    for path in (where, file):
        assert other.get(path).status_code == 404
        assert client.get(path.removeprefix("http://testserver")).status_code == 401
        assert client.get(path.removeprefix("http://testserver"), headers=access).status_code == 403
    assert client.get("/fhir/Group/all/$export", headers=access | ASYNC).status_code == 403
    assert service.ask(group="none").status_code == 404


def test_it_is_sealed_on_disk_and_gone_after_a_day(service):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        (file,) = service.manifest("?_type=Patient")["output"]
        (path,) = (Path(settings.DATA) / "exports-for-services").rglob(f"{Export.objects.get().uuid}/1")
        assert b"Muster" not in path.read_bytes()
        assert oct(path.parent.stat().st_mode)[-3:] == "700"
        clock.shift(timedelta(hours=25))
        exports.put_in_order()
        assert not path.exists()
        assert not ExportFile.objects.exists()
        assert file


def test_a_service_waits_for_two_at_most(service, nobody_wakes):
    answers = [service.ask().status_code for _ in range(3)]
    assert answers == [202, 202, 429]
    waiting = service.get(f"/fhir/exports/{Export.objects.first().uuid}")
    assert waiting.status_code == 202
    assert waiting["Retry-After"]
    assert waiting["X-Progress"]


def test_what_a_dead_worker_left_is_made_by_the_next(service, nobody_wakes):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        where = service.ask("?_type=Patient")["Content-Location"]
        Export.objects.update(leased=timezone.now() + exporting.LEASE)
        exports.sweep()
        assert service.get(where).status_code == 202
        clock.shift(exporting.LEASE + timedelta(seconds=1))
        exports.sweep()
    assert Export.objects.get().state == Export.DONE


def test_a_fault_is_told_and_leaves_no_files(service, nobody_wakes, monkeypatch):
    def broken(*args, **more):
        yield from ()
        raise RuntimeError

    monkeypatch.setattr(exporting, "exported", broken)
    where = service.ask()["Content-Location"]
    with pytest.raises(RuntimeError):
        exports.sweep()
    assert service.get(where).status_code == 500
    assert not (Path(settings.DATA) / "exports-for-services" / where.rpartition("/")[2]).exists()


def test_large_types_are_split(service, monkeypatch):
    monkeypatch.setattr(exporting, "A_FILE", 4)
    monkeypatch.setattr(exporting, "_LOOK", 3)
    manifest = service.manifest("?_type=Observation")
    assert [each["count"] for each in manifest["output"]] == [4, 4, 2]
    assert len({line["id"] for each in manifest["output"] for line in service.lines(each)}) == 10


def test_it_is_noted(service):
    service.manifest("?_type=Patient")
    acts = [(each.act, each.count) for each in Waiting.objects.filter(act__startswith="export")]
    assert acts == [("export.asked", -1), ("export.made", 2)]
