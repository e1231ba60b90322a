"""Does an app, let in at a portal, see what the patient sees there: by every search, and not before its day?"""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from haversack.config import portal_settings
from haversack.portal.models import Patient

from ..fhirserver.walking import Walk, parameters, registered
from .hospital import coded, let_hold, of, person, result, take_in
from .patients import a_user

SEARCHES = Path(__file__).parents[1] / "fhirserver" / "uscore_searches.txt"
SAMPLES = {"token": "active", "date": "ge2020", "reference": "1", "string": "A", "id": "1"}


@pytest.fixture
def walk(portal_site) -> Walk:
    """Ngozi, signed in at the portal, and a public app."""
    for name in ("FHIR_STORE", "FHIR_PEOPLE", "FHIR_BRANDS"):
        setattr(portal_site, name, getattr(portal_settings, name))
    take_in(person(), result("glucose"), person("2"), result("theirs", subject=of("2")))
    Patient.objects.filter(fhir_id="1").update(user=a_user("ngozi"))
    browser = Client()
    browser.force_login(Patient.objects.get(fhir_id="1").user)
    return Walk(browser, registered().app.client_id, patient="1")


def ids(response) -> list[str]:
    assert response.status_code == 200, response.content
    entries = json.loads(response.content).get("entry", [])
    return [each["resource"]["id"] for each in entries if each["search"]["mode"] == "match"]


def test_an_app_reads_the_patient_s_own_record_and_no_other(walk):
    page = walk.ask().content.decode()
    assert "Ngozi Okafor" in page
    access = walk.tokens()["access_token"]
    assert json.loads(walk.get("Patient/1", access).content)["name"][0]["family"] == "Okafor"
    assert ids(walk.get("Observation?patient=1&category=laboratory", access)) == ["glucose"]
    assert walk.get("Observation/theirs", access).status_code == 404
    assert ids(walk.get("Observation?patient=2", access)) == []
    assert "theirs" not in ids(walk.get("Patient/1/$everything", access))


def searches() -> list[tuple[str, tuple[str, ...]]]:
    rows, resource_type = [], ""
    for line in SEARCHES.read_text().splitlines():
        words = line.split()
        if words[0] == "##":
            resource_type = words[1]
        else:
            rows.append((resource_type, tuple(words[2].split("+"))))
    return rows


def test_every_search_of_us_core_is_done_here(walk):
    access = walk.tokens()["access_token"]
    statement = json.loads(walk.get("metadata", access).content)
    kinds = {
        each["type"]: {p["name"]: p["type"] for p in each.get("searchParam", ())}
        for each in statement["rest"][0]["resource"]
    }
    wrong = []
    for resource_type, names in searches():
        values = {name: SAMPLES.get(kinds.get(resource_type, {}).get(name, ""), "x") for name in names}
        answer = walk.get(f"{resource_type}?{urlencode(values)}", access, Prefer="handling=strict")
        if answer.status_code != 200:
            wrong.append((resource_type, names, answer.status_code))
    assert wrong == []


def test_a_result_that_is_held_comes_on_its_day_and_is_new_on_it(walk):
    let_hold("backus")
    now = timezone.now()
    take_in(result("fresh", issued=now.strftime("%Y-%m-%dT%H:%M:%SZ")))
    access = walk.tokens()
    with time_machine.travel(now, tick=False) as clock:
        assert walk.get("Observation/fresh", access["access_token"]).status_code == 404
        clock.shift(timedelta(hours=73))
        again = json.loads(walk.refresh(access["refresh_token"]).content)["access_token"]
        since = (timezone.now() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert ids(walk.get(f"Observation?patient=1&_lastUpdated=ge{since}", again)) == ["fresh"]
        assert walk.get("Observation/fresh", again).status_code == 200


def test_a_medicine_comes_along(walk):
    take_in(
        {"resourceType": "Medication", "id": "m", "code": coded("314076", "http://www.nlm.nih.gov/research/umls/rxnorm")},
        {"resourceType": "MedicationRequest", "id": "mr", "status": "active", "intent": "order", "subject": of(),
         "authoredOn": "2026-01-05", "medicationReference": {"reference": "Medication/m"}},
    )  # fmt: skip
    access = walk.tokens()["access_token"]
    query = "MedicationRequest?patient=1&intent=order,plan&_include=MedicationRequest:medication"
    bundle = json.loads(walk.get(query, access).content)
    assert [(each["resource"]["id"], each["search"]["mode"]) for each in bundle["entry"]] == [
        ("mr", "match"),
        ("m", "include"),
    ]


def test_a_patient_who_may_not_sign_in_any_more_lets_nobody_in(walk):
    access = walk.tokens()["access_token"]
    Patient.objects.filter(fhir_id="1").update(user=None)
    assert walk.get("Patient/1", access).status_code == 401


def test_somebody_without_a_record_cannot_choose_one(walk):
    browser = Client()
    browser.force_login(a_user("stranger"))
    other = Walk(browser, walk.client_id, patient="1")
    assert other.decide(other.ask(), patient="1", give=["Patient"]).status_code == 400
    assert parameters(other.decide(other.ask(), act="deny"))["error"] == "access_denied"
