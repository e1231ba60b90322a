"""What is said about a token, and to whom?"""

import json

import pytest
import time_machine
from django.utils import timezone

from haversack.fhirserver.models import App

from .walking import BASE, WITH_IDENTITY, Walk, registered


def about(walk, token: str, headers: dict | None = None, **more) -> dict:
    answer = walk.app.post("/oauth/introspect", {"token": token, **more}, headers=headers or walk.credentials())
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.fixture
def secretive(browser) -> Walk:
    known = registered(token_endpoint_auth_method="client_secret_basic")
    return Walk(browser, known.app.client_id, known.secret, scope=WITH_IDENTITY)


def test_everything_that_smart_asks_for_is_said(secretive, rosa):
    with time_machine.travel(timezone.now(), tick=False):
        held = secretive.tokens()
        now = int(timezone.now().timestamp())
        assert about(secretive, held["access_token"]) == {
            "active": True, "scope": WITH_IDENTITY, "client_id": secretive.client_id, "exp": now + 3600,
            "token_type": "Bearer", "aud": BASE, "patient": "ana", "iss": BASE, "sub": rosa.pseudonym,
            "fhirUser": f"{BASE}/Patient/ana",
        }  # fmt: skip


def test_without_an_identity_nobody_is_named(secretive):
    secretive.scope = "patient/*.rs"
    said = about(secretive, secretive.tokens()["access_token"])
    assert said["active"]
    assert not {"sub", "iss", "fhirUser"} & set(said)


@pytest.mark.parametrize("token", ["unknown", "é", "x" * 3000])
def test_of_a_token_that_does_not_work_nothing_is_said(secretive, token):
    assert about(secretive, token) == {"active": False}


def test_a_token_that_ended_is_not_active(secretive):
    held = secretive.tokens()
    secretive.browser.post("/apps/end-all")
    assert about(secretive, held["access_token"]) == {"active": False}
    assert about(secretive, held["refresh_token"]) == {"active": False}


def test_a_client_asks_about_its_own_tokens_unless_the_site_trusts_it(secretive, walk, browser):
    foreign = walk.tokens()["access_token"]
    assert about(secretive, foreign) == {"active": False}
    App.objects.filter(client_id=secretive.client_id).update(introspects=True)
    assert about(secretive, foreign)["active"] is True


def test_a_bearer_token_shows_who_asks(walk, secretive):
    own, foreign = walk.tokens()["access_token"], secretive.tokens()["access_token"]
    bearer = {"Authorization": f"Bearer {own}"}
    assert about(walk, own, bearer)["active"] is True
    assert about(walk, foreign, bearer) == {"active": False}
    App.objects.filter(client_id=walk.client_id).update(introspects=True)
    assert about(walk, foreign, bearer)["active"] is True


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}])
def test_nobody_else_is_told_anything(walk, headers):
    token = walk.tokens()["access_token"]
    for form in ({"token": token}, {"token": token, "client_id": walk.client_id}, {}):
        answer = walk.app.post("/oauth/introspect", form, headers=headers)
        assert answer.status_code == 401
        assert "active" not in json.loads(answer.content)


def test_the_token_must_be_named(secretive):
    answer = secretive.app.post("/oauth/introspect", {}, headers=secretive.credentials())
    assert answer.status_code == 400
    assert secretive.app.get("/oauth/introspect").status_code == 405
