"""Does a launch end with what SMART promises, and do records come out?"""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from haversack.fhirserver.models import Permission

from .walking import BACK, BASE, STATE, WITH_IDENTITY, Walk, parameters, registered


def test_an_app_is_let_in_and_reads(walk, records):
    walk.scope = WITH_IDENTITY
    response = walk.token(code=walk.code())
    held = json.loads(response.content)
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response["Pragma"] == "no-cache"
    assert held["token_type"] == "Bearer"
    assert held["expires_in"] == 3600
    assert held["patient"] == "ana"
    assert held["scope"] == WITH_IDENTITY
    assert set(held) == {"access_token", "refresh_token", "id_token", "token_type", "expires_in", "scope", "patient"}
    found = walk.get("Observation?patient=ana&category=laboratory", held["access_token"])
    assert found.status_code == 200, found.content
    assert json.loads(found.content)["total"] == 1


def test_the_answer_goes_to_the_registered_address_with_the_state_as_it_came(walk):
    state = "A~z0-9._ +/%20é&=" * 2
    answer = walk.decide(walk.ask(state=state))
    assert answer["Location"].startswith(f"{BACK}?code=")
    assert parameters(answer)["state"] == state
    assert parameters(answer)["iss"] == BASE


def test_a_request_may_come_by_post_from_another_site(walk):
    away = walk.app.post("/oauth/authorize", walk.asked())  # no cookie, no token against forgery: another site's form
    assert away.status_code == 303
    assert away["Location"].startswith("/oauth/authorize?")
    page = walk.browser.get(away["Location"])
    assert "code" in parameters(walk.decide(page))


def test_somebody_not_signed_in_signs_in_first_and_comes_back(walk, client):
    answer = client.get("/oauth/authorize", walk.asked())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/oauth/authorize")


def test_however_much_an_app_asks_for_signing_in_leads_back_to_it(walk, rosa):
    kinds = ("Observation", "Condition", "Immunization", "Procedure", "Encounter", "Device", "Goal", "Coverage")
    every = " ".join(f"patient/{kind}.{letters}" for kind in kinds for letters in ("rs", "r", "s", "cruds", "read"))
    walk.browser, state = Client(), "".join(f"{number * 7919:x}" for number in range(200))
    away = walk.ask(scope=f"launch/patient {every}", state=state)
    (there,) = parse_qs(urlsplit(away["Location"]).query)["next"]
    assert len(there) < 100
    signed = {"login": rosa.email, "password": "seven quiet harbours", "next": there}
    back = walk.browser.post("/account/login/", signed)
    assert back["Location"] == there
    page = walk.browser.get(there)
    assert page.status_code == 200
    assert parameters(walk.decide(page))["state"] == state
    assert Client().get(there).status_code == 400  # it is nobody else's


def test_a_refusal_is_told_to_the_app(walk):
    assert parameters(walk.decide(walk.ask(), act="deny")) == {
        "error": "access_denied", "error_description": "The person said no.", "state": STATE, "iss": BASE,
    }  # fmt: skip
    assert not Permission.objects.exists()


def test_an_answer_that_is_neither_yes_nor_no_is_a_no(walk):
    assert parameters(walk.decide(walk.ask(), act=None))["error"] == "access_denied"


@pytest.mark.parametrize(
    "said",
    [
        {"token_endpoint_auth_method": "none"},
        {"token_endpoint_auth_method": "client_secret_basic"},
    ],
)
def test_public_and_confidential_apps_are_let_in(browser, said):
    known = registered(**said)
    held = Walk(browser, known.app.client_id, known.secret).tokens()
    assert held["access_token"]


def test_an_app_with_a_scheme_of_its_own_is_gone_back_to(browser):
    known = registered(redirect_uris=["org.example.app:/back"])
    walk = Walk(browser, known.app.client_id)
    page = walk.ask(redirect_uri="org.example.app:/back")
    assert "form-action 'self' org.example.app:" in page["Content-Security-Policy"]
    assert walk.decide(page)["Location"].startswith("org.example.app:/back?code=")


def test_the_browser_is_allowed_to_follow_the_form_to_the_app_and_nowhere_else(walk):
    policy = walk.ask()["Content-Security-Policy"]
    assert "form-action 'self' https://app.example;" in policy + ";"
    assert "frame-ancestors 'none'" in policy


def test_without_a_patient_scope_there_is_nothing_to_grant(checked):
    for scope in ("openid fhirUser", "user/*.rs", "system/*.rs", "patient/Observation.c", "nonsense", "", None):
        assert parameters(checked.ask(scope=scope))["error"] == "invalid_scope"


def test_scopes_that_nobody_knows_are_left_out_of_what_is_granted(walk, records):
    walk.scope = "patient/*.rs patient/Observation.cruds user/*.rs system/*.rs fly/away"
    assert walk.tokens()["scope"] == "patient/*.rs patient/Observation.rs"


def test_the_older_spelling_is_answered_in_the_older_spelling(walk, records):
    walk.scope = "launch/patient patient/*.read"
    held = walk.tokens()
    assert held["scope"] == "launch/patient patient/*.read"
    assert walk.get("Patient/ana", held["access_token"]).status_code == 200


def test_an_app_gets_no_more_than_its_entry_says(browser, records):
    known = registered(scope="patient/Patient.rs patient/Observation.r")
    walk = Walk(browser, known.app.client_id)
    assert walk.tokens()["scope"].split() == [
        "launch/patient", "offline_access", "patient/Patient.rs", "patient/Observation.r",
    ]  # fmt: skip
