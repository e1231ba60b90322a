"""Does a phone hand in what it was allowed to, through the one door, and nothing after it was taken back?"""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haversack.backpack.actions.phones import CodeNotGood, begin_pairing, pair
from haversack.backpack.actions.review import decide
from haversack.backpack.models import Membership, Phone, Record, Shared, Source
from haversack.backpack.models.face import BODY
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.phones import no_longer_shared, phones
from haversack.backpack.rules.phones import GRANTABLE, MOST_BYTES
from haversack.notices.models import Event
from haversack.notices.rules.kinds import Kind as Notice

from .conftest import LABORATORY
from .members import backpack_of, browser, opened_for

HOSPITAL = {"fhirBaseUri": "https://a.example/fhir", "displayName": "Hillside Clinic", "fhirVersion": "4.0.1"}
WEIGHT = {
    "recordType": "WeightRecord",
    "id": "w1",
    "dataOrigin": "com.example.scale",
    "time": "2024-03-05T07:00:00+01:00",
    "weight": {"value": 70.5, "unit": "kg"},
}
STEPS = {"aggregate": "StepsRecord.COUNT_TOTAL", "date": "2024-03-05", "value": 8123, "unit": "steps"}


def result(number="o1", value=98, **more):
    said = {"resourceType": "Observation", "id": number, "status": "final", "category": LABORATORY}
    code = {"coding": [{"system": "http://loinc.org", "code": "2339-0"}], "text": "Glucose"}
    quantity = {"value": value, "unit": "mg/dL"}
    return {**said, "code": code, "effectiveDateTime": "2024-03-05", "valueQuantity": quantity, **more}


def allergy(number="a1"):
    return {"resourceType": "AllergyIntolerance", "id": number, "patient": {}, "code": {"text": "Latex"}}


class App:
    """The app on a phone, as far as we see of it."""

    def __init__(self, code: str) -> None:
        self.client = Client(headers={"host": "localhost"})
        self.said = self.call("post", "pair", {"code": code}, status=201)
        self.headers = {"authorization": f"Bearer {self.said['token']}"}

    def call(self, method, path, body=None, status=200):
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(self.client, method)(f"/phone/{path}", headers=getattr(self, "headers", {}), **more)
        assert answer.status_code == status, answer.content
        return answer.json()

    def source(self, said=HOSPITAL) -> str:
        return self.call("post", "sources", said, 201)["id"]

    def hand_in(self, source, *docs, measurements=(), status=200, version="4.0.1"):
        items = [{"dataSourceId": source, "fhirVersion": version, "data": json.dumps(doc)} for doc in docs]
        return self.call("post", "upserts", {"upserts": items, "measurements": list(measurements)}, status)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def ana():
    return backpack_of()


def code_for(opened, *granted, name="Ana’s phone"):
    return begin_pairing(opened=opened, by=opened.viewer, name=name, granted=list(granted), now=timezone.now())[0]


def paired(opened, *granted):
    return App(code_for(opened, *granted))


def test_a_phone_is_paired_granted_three_categories_syncs_and_is_taken_back(ana):
    page = browser("alice").post(
        reverse("backpack:phone_pair", args=[ana.uuid]), {"name": "Pixel", "granted": ["labs", "allergies", "vitals"]}
    )
    code = re.search(r'id="phone-code">([\d ]+)<', page.content.decode())[1]
    assert "svg" in page.content.decode()
    app = App(code)
    assert app.call("get", "permissions") == {"categories": ["allergies", "labs", "vitals"]}
    source = app.source()
    told = app.hand_in(source, result(), allergy(), {"resourceType": "Condition", "id": "c1", "subject": {}})
    assert (told["taken"], told["new"]) == (2, 2)
    assert [(one["index"], one["code"]) for one in told["errors"]] == [(2, "not_permitted")]
    assert counts(ana, state=State.PENDING)["labs"] == 1  # it waits, as everything does
    assert counts(ana) == {}
    body = Record.objects.get(category=ana.label("labs")).body
    assert ana.key.open(bytes(body), BODY) == json.dumps(result()).encode()

    mine = reverse("backpack:phone", args=[ana.uuid, Phone.objects.get().uuid])
    browser("alice").post(mine, {"granted": ["allergies"]})
    told = app.hand_in(source, result("o2"), allergy("a2"))
    assert [one["code"] for one in told["errors"]] == ["not_permitted"]
    browser("alice").post(mine, {"act": "revoke"})
    assert app.call("get", "permissions", status=401)["error"]["code"] == "token_not_good"
    assert app.hand_in(source, result("o3"), status=401)["error"]["code"] == "token_not_good"
    assert counts(ana, state=State.PENDING)["allergies"] == 2  # what it brought stays


def test_handing_in_again_changes_nothing_and_a_newer_version_waits_as_one(ana):
    app = paired(ana, "labs")
    source = app.source()
    assert app.source() == source
    app.hand_in(source, result())
    told = app.hand_in(source, result())
    assert (told["new"], told["unchanged"]) == (0, 1)
    told = app.hand_in(source, result(value=99))
    assert told["changed"] == 1
    assert Record.objects.filter(state=State.PENDING).count() == 1
    again = paired(ana, "labs")  # the same phone paired anew is the same source
    assert again.hand_in(again.source(), result(value=99))["unchanged"] == 1
    assert Source.objects.count() == 1


def test_what_a_phone_deletes_stays_and_is_told_as_no_longer_shared(ana):
    app = paired(ana, *GRANTABLE)
    source = app.source()
    app.hand_in(source, result(), result("o2"), measurements=[WEIGHT])
    Record.objects.update(state=State.ACCEPTED)
    ids = [{"dataSourceId": source, "fhirResourceType": "Observation", "fhirResourceId": one} for one in ("o1", "o9")]
    told = app.call("post", "deletes", {"ids": ids, "measurements": [{"recordType": "WeightRecord", "id": "w9"}]})
    assert told == {"noLongerShared": 1, "unknown": 2}
    assert Record.objects.filter(state=State.ACCEPTED, kind=Kind.DISPLAYED).count() == 3
    everything = list(Record.objects.values_list("pk", flat=True))
    assert len(no_longer_shared(ana, everything)) == 1
    page = browser("alice").get(reverse("backpack:phone", args=[ana.uuid, Phone.objects.get().uuid])).content.decode()
    assert "1 record is not shared" in page
    gone = no_longer_shared(ana, everything).pop()
    entry = reverse("backpack:entry", args=[ana.uuid, gone])
    page = browser("alice").get(entry).content.decode()
    assert "does not share it any more" in page
    assert "The app on the phone took it back. What you accepted stays here as it came" in page
    assert not any(word in page for word in ("twice in a row", "ask the office", "A provider"))
    app.hand_in(source, result())  # shared again
    assert "does not share it any more" not in browser("alice").get(entry).content.decode()
    assert no_longer_shared(ana, everything) == set()
    assert app.call("delete", f"sources/{source}") == {"noLongerShared": 2}
    assert app.call("delete", f"sources/{source}", status=404)["error"]["code"] == "unknown_source"
    told = app.call("post", "deletes", {"measurements": [{k: WEIGHT[k] for k in ("recordType", "id", "dataOrigin")}]})
    assert told == {"noLongerShared": 1, "unknown": 0}


def test_ids_are_told_page_by_page_and_nothing_of_what_they_say(ana):
    app = paired(ana, "labs")
    source = app.source()
    app.hand_in(source, *(result(f"o{number}") for number in range(5)))
    seen, token = [], "0"
    while token:
        told = app.call("get", f"resources?dataSourceId={source}&pageSize=2&pageToken={token}")
        seen += [one["fhirResourceId"] for one in told["ids"]]
        token = told["nextPageToken"]
    assert seen == ["o0", "o1", "o2", "o3", "o4"]
    app.call("get", f"resources?dataSourceId={source}&pageSize=0", status=400)
    other = paired(ana, "labs")
    assert other.call("get", f"resources?dataSourceId={source}", status=404)["error"]["code"] == "unknown_source"


def test_measurements_come_in_with_their_digits_and_need_their_own_permission(ana):
    app = paired(ana, "vitals")
    assert app.hand_in("", measurements=[WEIGHT])["errors"][0] == {
        "list": "measurements",
        "index": 0,
        "code": "not_permitted",
        "message": "The person does not allow this category for this phone.",
    }
    app = paired(ana, "measurements")
    told = app.hand_in("", measurements=[WEIGHT, STEPS, {**WEIGHT, "id": ""}])
    assert (told["new"], [one["code"] for one in told["errors"]]) == (2, ["invalid_measurement"])
    told = app.hand_in("", measurements=[WEIGHT, {**STEPS, "value": 9000}])
    assert (told["unchanged"], told["changed"], told["new"], told["declined"]) == (1, 1, 0, 0)
    told = app.hand_in("", measurements=[WEIGHT])
    assert (told["unchanged"], told["changed"], told["new"], told["declined"]) == (1, 0, 0, 0)
    assert counts(ana, state=State.PENDING)["vitals"] == 1
    assert counts(ana, state=State.PENDING)["other"] == 1
    steps = Record.objects.get(category=ana.label("other"), state=State.PENDING)
    decide(opened=ana, by=ana.viewer, shown=None, accept=[], remove=[steps.pk])
    told = app.hand_in("", measurements=[WEIGHT, {**STEPS, "value": 9000}])
    assert (told["unchanged"], told["changed"], told["new"], told["declined"]) == (1, 0, 0, 1)


def test_another_persons_patient_is_refused_with_nothing_changed(ana):
    app = paired(ana, "labs")
    source = app.source()
    who = {"resourceType": "Patient", "id": "p", "name": [{"family": "Ferris"}], "birthDate": "1970-01-01"}
    assert app.hand_in(source, who, result())["taken"] == 2
    Record.objects.update(state=State.ACCEPTED)
    before = Record.objects.count()
    told = app.hand_in(source, {**who, "birthDate": "1980-01-01"}, result("o7"), status=409)
    assert told["error"]["code"] == "another_person"
    assert Record.objects.count() == before


def test_a_code_pairs_once_and_not_after_its_time(ana):
    code = code_for(ana, "labs")
    now = timezone.now()
    with pytest.raises(CodeNotGood):
        pair(code=code, now=now + timedelta(minutes=10))
    pair(code=code, now=now)
    with pytest.raises(CodeNotGood):
        pair(code=code, now=now)
    first = code_for(ana, "labs")
    code_for(ana, "labs")  # a new code ends the one before it
    with pytest.raises(CodeNotGood):
        pair(code=first, now=now)
    assert not any(code.encode() in bytes(row.token) + bytes(row.sealed) for row in Phone.objects.all())


def test_a_phone_reaches_no_further_than_who_paired_it(ana):
    app = paired(ana, "labs")
    source = app.source()
    Membership.objects.filter(person_id=ana.person).update(role="viewer")
    assert app.hand_in(source, result(), status=401)["error"]["code"] == "token_not_good"
    viewer = opened_for("bob", ana, "viewer")
    assert viewer.role == "viewer"
    assert len(phones(viewer)) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({**HOSPITAL, "fhirVersion": "5.0.0"}, "invalid_data_source"),
        ({**HOSPITAL, "fhirBaseUri": "no address"}, "invalid_data_source"),
        ({**HOSPITAL, "displayName": " "}, "invalid_data_source"),
        ({**HOSPITAL, "fhirBaseUri": "https://b.example"}, "name_taken"),
        ({**HOSPITAL, "displayName": "The 21st"}, "too_many_sources"),
    ],
)
def test_data_sources_are_held_to_androids_rules(ana, said, code):
    app = paired(ana, "labs")
    app.source()
    if code == "too_many_sources":
        for number in range(19):
            app.source({**HOSPITAL, "displayName": f"Clinic {number}"})
    status = 400 if code == "invalid_data_source" else 409
    assert app.call("post", "sources", said, status)["error"]["code"] == code


def test_what_is_too_much_or_no_request_is_refused_whole(ana):
    app = paired(ana, "labs")
    source = app.source()
    post = app.client.post
    assert post("/phone/upserts", b"{", "application/json", headers=app.headers).status_code == 400
    assert post("/phone/upserts", b"{}", "text/plain", headers=app.headers).status_code == 415
    assert post("/phone/upserts", b" " * (MOST_BYTES + 1), "application/json", headers=app.headers).status_code == 413
    assert app.call("post", "upserts", {"upserts": [1] * 1001}, 413)["error"]["code"] == "too_many_items"
    assert app.call("get", "upserts", status=405)["error"]["code"] == "method_not_allowed"
    told = app.call("post", "upserts", {"upserts": [1, {"dataSourceId": source, "fhirVersion": "4.0.1", "data": 1}]})
    assert [one["code"] for one in told["errors"]] == ["not_an_item", "not_an_item"]
    told = app.hand_in(source, result(), result(), result("o2", note="x"), version="4.3.0")
    assert [(one["index"], one["code"]) for one in told["errors"]] == [(1, "duplicate_id"), (2, "not_a_list")]
    assert app.hand_in(source, result("x" * 64, text={"div": "y" * (1 << 20)}))["errors"][0]["code"] == "too_large"
    assert Shared.objects.count() == 1
    del app.headers["authorization"]
    assert app.hand_in(source, result(), status=401)["error"]["code"] == "no_token"


def test_who_decides_hears_of_what_a_phone_handed_in_and_not_of_the_same_again(ana):
    app = paired(ana, "labs", "measurements")
    source = app.source()
    app.hand_in(source, {"resourceType": "Condition", "id": "c1", "subject": {}})  # refused
    assert not Event.objects.exists()
    for number, (doc, heard) in enumerate([(result(), 1), (result(), 0), (result(value=99), 1)]):
        Event.objects.all().delete()
        app.hand_in(source, doc, measurements=[WEIGHT])
        kinds = Event.objects.values_list("kind", flat=True)
        assert list(kinds) == [Notice.RECORDS_WAITING] * heard, number


def test_an_app_that_leaves_can_do_nothing_any_more(ana):
    app = paired(ana, "labs")
    app.call("post", "leave", {})
    assert app.call("get", "sources", status=401)["error"]["code"] == "token_not_good"
