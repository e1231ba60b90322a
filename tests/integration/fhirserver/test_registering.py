"""Can an app make itself known, as far as the site allows, and what is it told?"""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from haversack.fhirserver.actions.forgetting import forget_old
from haversack.fhirserver.models import App

from .walking import BACK, Walk

SAID = {"client_name": "Kite", "redirect_uris": [BACK], "token_endpoint_auth_method": "none", "scope": "patient/*.rs"}


def registering(client, said, **headers):
    return client.post("/oauth/register", json.dumps(said), content_type="application/json", headers=headers)


def test_an_app_registers_itself_and_is_let_in(client, browser):
    answer = registering(client, SAID)
    told = json.loads(answer.content)
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    assert told["client_name"] == "Kite"
    assert told["redirect_uris"] == [BACK]
    assert told["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in told
    assert Walk(browser, told["client_id"]).tokens()["access_token"]


def test_a_confidential_app_is_told_its_secret_once(client, browser):
    told = json.loads(registering(client, SAID | {"token_endpoint_auth_method": "client_secret_basic"}).content)
    assert len(told["client_secret"]) >= 43
    assert told["client_secret_expires_at"] == 0
    assert told["client_secret"] not in str(list(App.objects.values()))
    assert Walk(browser, told["client_id"], told["client_secret"]).tokens()["access_token"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", "invalid_client_metadata"), ("[]", "invalid_client_metadata"), ("nonsense", "invalid_client_metadata"),
        ("{}", "invalid_redirect_uri"), ("[" * 60_000, "invalid_client_metadata"),
        ('"x"' + " " * 70_000, "invalid_client_metadata"),
        (json.dumps(SAID | {"redirect_uris": ["http://evil.example/"]}), "invalid_redirect_uri"),
        (json.dumps(SAID | {"client_name": ""}), "invalid_client_metadata"),
        (json.dumps(SAID | {"scope": "system/*.rs"}), "invalid_client_metadata"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_in_words(client, body, error):
    answer = client.post("/oauth/register", body, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"] == error
    assert json.loads(answer.content)["error_description"]
    assert not App.objects.exists()


def test_a_site_may_keep_it_closed(client, settings):
    settings.FHIR_REGISTRATION = "closed"
    assert registering(client, SAID).status_code == 404
    assert b"registration_endpoint" not in client.get("/fhir/.well-known/smart-configuration").content
    assert b"register" not in client.get("/fhir/metadata").content


def test_nobody_registers_without_end(client):
    answers = [registering(client, {}).status_code for _ in range(32)]
    assert answers[:30] == [400] * 30
    assert answers[30:] == [429] * 2


def test_an_app_that_nobody_let_in_is_forgotten(client, browser):
    used, unused = (json.loads(registering(client, SAID).content)["client_id"] for _ in range(2))
    Walk(browser, used).tokens()
    later = timezone.now() + timedelta(days=31)
    forget_old(now=timezone.now())
    assert App.objects.count() == 2
    forget_old(now=later)
    assert list(App.objects.values_list("client_id", flat=True)) == [used]
    assert unused != used


def test_an_app_has_an_id_that_nobody_can_guess(client):
    ids = {json.loads(registering(client, SAID).content)["client_id"] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(each) == 32 for each in ids)
