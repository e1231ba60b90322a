"""Does a record come out as this reader may see it, and does nobody learn of another?"""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from haversack.fhirserver.models import AccessToken

from .conftest import observation


@pytest.fixture
def access(walk, records) -> str:
    return walk.tokens()["access_token"]


def outcome(response) -> dict:
    """The OperationOutcome that a refusal is."""
    body = json.loads(response.content)
    assert body["resourceType"] == "OperationOutcome"
    assert response["Content-Type"].startswith("application/fhir+json")
    (issue,) = body["issue"]
    assert len(issue["diagnostics"]) > 15
    return issue


def test_a_record_comes_with_its_version_and_digit_for_digit(walk, access):
    response = walk.get("Observation/ana-obs-1", access)
    assert response["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert response["ETag"] == 'W/"1"'
    assert response["Last-Modified"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert "no-store" in response["Cache-Control"]
    assert b'"value": 7.1' in response.content or b'"value":7.1' in response.content
    body = json.loads(response.content)
    assert body["id"] == "ana-obs-1"
    assert body["meta"] == {"versionId": "1", "lastUpdated": "2024-01-01T00:00:00.000Z"}


def test_trailing_noughts_stay(walk, access, records):
    text = json.dumps(observation("ana", "exact")).replace("7.1", "7.100")
    ref = records.add("ana", observation("ana", "exact"))
    patient, stored = records.records[ref]
    records.records[ref] = patient, type(stored)(ref.type, ref.id, "1", stored.last_updated, text.encode())
    assert b"7.100" in walk.get("Observation/exact", access).content
    assert b"7.100" in walk.get("Observation?patient=ana&_count=200", access).content


def test_what_has_not_changed_is_not_sent_again(walk, access):
    again = walk.get("Observation/ana-obs-1", access, **{"If-None-Match": 'W/"1"'})
    assert again.status_code == 304
    assert not again.content
    assert walk.get("Observation/ana-obs-1", access, **{"If-None-Match": 'W/"0"'}).status_code == 200


@pytest.mark.parametrize(
    "path", ["Observation/ben-obs-1", "Observation/none", "Patient/ben", "Patient/none", "Observation/" + "x" * 64]
)
def test_somebody_elses_record_is_as_though_it_were_not_there(walk, access, path):
    response = walk.get(path, access)
    assert response.status_code == 404
    assert outcome(response)["code"] == "not-found"
    assert response.content == walk.get("Observation/nothing-at-all", access).content


@pytest.mark.parametrize(
    "path",
    [
        "Unicorn/1", "Unicorn?patient=ana", "observation/1", "Observation/a%20b", "Observation/1/_history", "x", "",
        "Observation/1/_history/2", "_history", "Patient/ana/Observation", "Observation/$stats",
        "Observation/" + "x" * 65,
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(walk, access, path):
    assert walk.get(path, access).status_code == 404
    outcome(walk.get(path, access))


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": ""}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}]
)
def test_without_a_token_nobody_reads(client, records, headers):
    for path in ("Patient/ana", "Observation?patient=ana", "Patient/ana/$everything", "DocumentReference/$docref"):
        response = client.get(f"/fhir/{path}", headers=headers)
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="http://testserver/fhir"'
        assert outcome(response)["code"] == "login"


@pytest.mark.parametrize("token", ["x", "null", "a.b.c", "é", "x" * 5000, "' OR 1=1"])
def test_a_made_up_token_opens_nothing(walk, records, token):
    response = walk.app.get("/fhir/Patient/ana", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 401
    assert 'error="invalid_token"' in response["WWW-Authenticate"]
    outcome(response)


def test_a_token_in_the_address_opens_nothing(client, access):
    assert client.get(f"/fhir/Patient/ana?access_token={access}").status_code == 401


def test_a_refresh_token_or_a_cookie_opens_nothing(walk, records):
    held = walk.tokens()
    assert walk.get("Patient/ana", held["refresh_token"]).status_code == 401
    assert walk.browser.get("/fhir/Patient/ana").status_code == 401


def test_a_token_for_another_server_opens_nothing(walk, access):
    permission = AccessToken.objects.get().permission
    permission.audience = "https://other.example/fhir"
    permission.save()
    assert walk.get("Patient/ana", access).status_code == 401


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("patient/Patient.r", "Patient/ana", 200), ("patient/Patient.r", "Patient?_id=ana", 403),
        ("patient/Patient.s", "Patient/ana", 403), ("patient/Patient.s", "Patient?_id=ana", 200),
        ("patient/Patient.rs", "Observation/ana-obs-1", 403), ("patient/Patient.rs", "Observation?patient=ana", 403),
        ("patient/Observation.rs", "Patient/ana/$everything", 403),
        ("patient/Patient.rs", "DocumentReference/$docref?patient=ana", 403),
    ],
)  # fmt: skip
def test_a_scope_opens_what_it_says(walk, records, scope, path, status):
    walk.scope = scope
    response = walk.get(path, walk.tokens()["access_token"])
    assert response.status_code == status
    if status == 403:
        assert 'error="insufficient_scope"' in response["WWW-Authenticate"]
        assert outcome(response)["code"] == "forbidden"


def test_a_category_opens_its_records_and_hides_the_others(walk, records):
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    walk.scope = f"patient/Observation.rs?category={system}|laboratory"
    access = walk.tokens()["access_token"]
    both = observation("ana", "both")
    both["category"].append({"coding": [{"system": system, "code": "vital-signs"}]})
    records.add("ana", both)
    assert walk.get("Observation/ana-obs-1", access).status_code == 200
    assert walk.get("Observation/both", access).status_code == 200
    assert walk.get("Observation/ana-obs-2", access).status_code == 404
    found = json.loads(walk.get("Observation?patient=ana", access).content)
    assert [each["resource"]["id"] for each in found["entry"]] == ["ana-obs-1", "both"]
    assert json.loads(walk.get("Observation?category=vital-signs", access).content)["total"] == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_nothing_can_be_written(walk, access, method):
    for path in ("Observation/ana-obs-1", "Observation", ""):
        response = getattr(walk.app, method)(f"/fhir/{path}", headers={"Authorization": f"Bearer {access}"})
        assert response.status_code in (404, 405)
        outcome(response)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("Patient/ana?_format=json", {}, 200),
        ("Patient/ana?_format=application/fhir%2Bjson", {}, 200),
        ("Patient/ana?_format=application/fhir+json", {}, 200),
        ("Patient/ana?_format=xml", {}, 406),
        ("Patient/ana", {"Accept": "application/fhir+json"}, 200),
        ("Patient/ana", {"Accept": "application/json;q=0.9, */*;q=0.1"}, 200),
        ("Patient/ana", {"Accept": "application/fhir+xml"}, 406),
        ("Patient/ana", {"Accept": "text/html"}, 406),
    ],
)
def test_records_are_given_as_json(walk, access, path, headers, status):
    assert walk.get(path, access, **headers).status_code == status


def test_a_result_that_is_held_back_does_not_exist_until_its_day_and_is_new_on_it(walk, records):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        release = now + timedelta(minutes=30)
        records.add("ana", observation("ana", "held"), at=now - timedelta(days=2), release=release)
        provenance = {"resourceType": "Provenance", "id": "p-held", "target": [{"reference": "Observation/held"}]}
        records.add("ana", provenance, release=release)
        access = walk.tokens()["access_token"]
        since = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        paths = [
            "Observation?patient=ana&_count=200", f"Observation?patient=ana&_lastUpdated=ge{since}",
            "Patient/ana/$everything", f"Patient/ana/$everything?_since={since}",
            "Observation?_id=held&_revinclude=Provenance:target",
        ]  # fmt: skip
        assert walk.get("Observation/held", access).status_code == 404
        answers = [walk.get(path, access).content for path in paths]
        assert not [each for each in answers if b'"held"' in each or b'"p-held"' in each]
        before = json.loads(walk.get(paths[0], access).content)["total"]
        clock.shift(timedelta(minutes=31))
        assert json.loads(walk.get(paths[0], access).content)["total"] == before + 1
        assert not [path for path in paths[:4] if b'"held"' not in walk.get(path, access).content]
        shown = json.loads(walk.get("Observation/held", access).content)
        assert datetime.fromisoformat(shown["meta"]["lastUpdated"]) == release.replace(
            microsecond=release.microsecond // 1000 * 1000
        )


def test_a_record_that_was_entered_in_error_is_a_stub(walk, access, records):
    records.add("ana", {"resourceType": "Observation", "id": "mistake", "status": "entered-in-error"})
    body = json.loads(walk.get("Observation/mistake", access).content)
    assert set(body) == {"resourceType", "id", "meta", "status"}


def test_an_app_that_asks_too_often_is_told_to_wait(walk, access, settings):
    settings.FHIR_MOST_REQUESTS = 3
    assert [walk.get("Patient/ana", access).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert walk.get("Patient/ana", access)["Retry-After"] == "60"
