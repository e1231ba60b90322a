"""Does the page of consent say who asks for what, and does the app get exactly what was ticked?"""

import json
from datetime import date

import pytest

from haversack.fhirserver.models import Permission
from haversack.fhirserver.store import Standing

from ...fakes.records import OBSERVATION, Families
from .walking import EVERYTHING, Walk, parameters, registered


def test_it_says_who_asks_whose_record_and_what_the_app_says_about_itself(browser):
    known = registered(
        client_name="Kite <b>", data_use={"sharing": "With nobody", "funding": "By subscriptions"},
        policy_uri="https://app.example/privacy",
    )  # fmt: skip
    page = Walk(browser, known.app.client_id).ask().content.decode()
    assert "Kite &lt;b&gt; asks to see a record" in page
    assert "Ana Muster" in page
    assert "app.example" in page
    assert "With nobody" in page
    assert "By subscriptions" in page
    assert "The app did not say." in page
    assert "https://app.example/privacy" in page
    assert "Nobody here has checked this app" in page
    assert "Kite" not in page.partition("</title>")[0]


def test_it_says_that_what_was_copied_stays_with_the_app(walk):
    page = walk.ask().content.decode()
    assert "stays with the app" in page


def test_it_says_in_words_what_coming_back_means_and_lets_that_be_left_out(walk, records):
    page = walk.ask()
    assert "It may come back when you are not there" in page.content.decode()
    assert "until it has not come for three months" in page.content.decode()
    held = walk.tokens(stay=None)
    assert "refresh_token" not in held
    assert "offline_access" not in held["scope"]


def test_it_does_not_offer_to_come_back_to_an_app_that_did_not_ask(walk):
    page = walk.ask(scope="patient/*.rs").content.decode()
    assert "It may come back when you are not there" not in page
    walk.scope = "patient/*.rs"
    assert "refresh_token" not in walk.tokens(stay="yes")


def test_it_offers_kinds_of_records_and_their_categories_in_words(walk):
    page = walk.ask().content.decode()
    for words in ("Allergies", "Prescriptions", "Laboratory", "Conditions: Problem list"):
        assert words in page
    only = walk.ask(scope="patient/Patient.rs").content.decode()
    assert "Personal details" in only
    assert "Allergies" not in only


@pytest.mark.parametrize(
    ("give", "scope"),
    [
        (["Patient"], "patient/Patient.rs"),
        (["Patient", "Goal"], "patient/Patient.rs patient/Goal.rs"),
        ([f"Observation {OBSERVATION}|laboratory"], f"patient/Observation.rs?category={OBSERVATION}|laboratory"),
    ],
)
def test_the_app_gets_what_was_ticked(walk, records, give, scope):
    held = walk.tokens(give=give)
    assert held["scope"] == f"launch/patient offline_access {scope}"


def test_only_some_kinds_and_the_others_are_really_closed(walk, records):
    held = walk.tokens(give=["Patient", f"Observation {OBSERVATION}|laboratory"])
    access = held["access_token"]
    assert walk.get("Patient/ana", access).status_code == 200
    assert walk.get("Goal?patient=ana", access).status_code == 403
    assert walk.get("Condition?patient=ana", access).status_code == 403
    bundle = json.loads(walk.get("Observation?patient=ana", access).content)
    assert [entry["resource"]["id"] for entry in bundle["entry"]] == ["ana-obs-1"]


def test_somebody_who_may_open_several_records_chooses_one(walk, rosa, records):
    Families.may[rosa.pseudonym] = {"ana": Standing(), "ben": Standing(frozenset({"Observation", "Patient"}))}
    page = walk.ask().content.decode()
    assert "Ben Fremd" in page
    assert "1990" in page
    assert 'value="ana" checked' not in page
    assert "Only what you may see yourself" in page
    assert "Choose whose record" in walk.decide(walk.ask(), patient=None).content.decode()
    walk.patient = "ben"
    held = walk.tokens()
    assert held["patient"] == "ben"
    assert walk.get("Patient/ben", held["access_token"]).status_code == 200
    assert walk.get("Patient/ana", held["access_token"]).status_code == 404


def test_one_record_is_chosen_already(walk):
    assert 'value="ana" checked' in walk.ask().content.decode()


def test_somebody_who_may_open_nobody_can_only_refuse(walk, rosa):
    Families.may[rosa.pseudonym] = {}
    page = walk.ask()
    assert "There is no record that you could open to an app" in page.content.decode()
    assert 'value="allow"' not in page.content.decode()
    assert walk.decide(page).status_code == 400
    assert parameters(walk.decide(page, act="deny"))["error"] == "access_denied"


def test_what_was_ticked_stays_ticked_when_something_is_missing(walk):
    answer = walk.decide(walk.ask(), patient=None, give=["Goal"], stay=None)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="Goal" checked' in text
    assert 'value="Patient" checked' not in text
    assert 'name="stay" value="yes" checked' not in text


def test_what_a_proxy_may_not_see_the_app_may_not_see(walk, rosa, records):
    Families.may[rosa.pseudonym] = {"ana": Standing(frozenset({"Patient"}))}
    access = walk.tokens()["access_token"]
    assert walk.get("Patient/ana", access).status_code == 200
    assert walk.get("Observation/ana-obs-1", access).status_code == 404
    assert json.loads(walk.get("Observation?patient=ana", access).content)["total"] == 0


def test_the_page_is_kept_by_no_cache_and_shown_in_no_frame(walk):
    page = walk.ask()
    assert "no-store" in page["Cache-Control"]
    assert page["X-Frame-Options"] == "DENY"


def test_it_is_spoken_in_spanish_too(walk):
    page = walk.browser.get("/oauth/authorize", walk.asked(), headers={"Accept-Language": "es"}).content.decode()
    assert "Kite pide ver una historia" in page
    assert "Alergias" in page


@pytest.mark.parametrize("stays", ["online_access", "offline_access"])
def test_what_stays_is_written_down(walk, stays):
    walk.scope = f"patient/*.rs {stays}"
    walk.tokens()
    permission = Permission.objects.get()
    assert permission.stays == stays.partition("_")[0]
    assert bool(permission.session) == (stays == "online_access")


def test_the_birth_day_is_written_as_the_reader_writes_days(walk, rosa):
    Families.names["ana"] = "Ana Muster", date(2001, 2, 3)
    assert "Feb. 3, 2001" in walk.ask(scope=EVERYTHING).content.decode()
