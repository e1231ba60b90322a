"""Are clients with a key pair known by it, and do services get what they were added for, and only that?"""

import json
import time
import uuid

import pytest
from django.core.cache import cache
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from haversack.fhirserver import http
from haversack.fhirserver.actions.forgetting import forget_old
from haversack.fhirserver.actions.registering import add_service, end_app
from haversack.fhirserver.models import AccessToken, App, SeenAssertion
from haversack.smart.assertions import TYPE, BadAssertion

from ...fakes.records import Store
from .walking import Walk, registered

RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
EC = ECKey.generate_key("P-384", {"kid": "ec-1"}, private=True)
PUBLISHED = {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]}
TOKEN_URL = "http://testserver/oauth/token"


def assertion(client_id: str, key=RSA, alg: str = "RS384", header: dict | None = None, **changed) -> str:
    claims = {
        "iss": client_id, "sub": client_id, "aud": TOKEN_URL, "exp": int(time.time()) + 240, "jti": uuid.uuid4().hex,
    } | changed  # fmt: skip
    return jwt.encode({"alg": alg, "typ": "JWT", "kid": key.kid} | (header or {}), claims, key, algorithms=[alg])


def asking(client, shown: str, **changed):
    form = {
        "grant_type": "client_credentials", "scope": "system/*.rs", "client_assertion_type": TYPE,
        "client_assertion": shown,
    } | changed  # fmt: skip
    return client.post("/oauth/token", {name: value for name, value in form.items() if value is not None})


@pytest.fixture
def service() -> App:
    return add_service(name="Nightly feed", scope="system/Patient.rs system/Observation.r", jwks=PUBLISHED)


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS384"), (EC, "ES384")])
def test_a_service_gets_a_short_token_for_what_it_was_added_for(client, service, records, key, alg):
    answer = asking(client, assertion(service.client_id, key, alg))
    assert answer.status_code == 200, answer.content
    held = json.loads(answer.content)
    assert held["scope"] == "system/Patient.rs system/Observation.r"
    assert held["token_type"] == "Bearer"
    assert held["expires_in"] == 300
    assert set(held) == {"access_token", "token_type", "expires_in", "scope"}
    assert answer["Cache-Control"] == "no-store"
    headers = {"Authorization": f"Bearer {held['access_token']}"}
    assert client.get("/fhir/Patient/ana", headers=headers).status_code == 200
    assert client.get("/fhir/Observation?patient=ana", headers=headers).status_code == 403
    assert client.get("/fhir/Goal/1", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "scope", ["", None, "patient/*.rs", "system/Goal.rs", "openid", "system/Patient.c", "nonsense"]
)
def test_a_service_gets_nothing_else(client, service, scope):
    answer = asking(client, assertion(service.client_id), scope=scope)
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"] == "invalid_scope"
    assert not AccessToken.objects.exists()


def test_an_assertion_counts_once(client, service):
    shown = assertion(service.client_id)
    assert asking(client, shown).status_code == 200
    again = asking(client, shown)
    assert again.status_code == 401
    assert json.loads(again.content)["error"] == "invalid_client"
    assert "before" in json.loads(again.content)["error_description"]
    assert SeenAssertion.objects.count() == 1
    assert service.client_id not in str(list(SeenAssertion.objects.values()))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://evil.example/oauth/token"}, {"exp": 1}, {"exp": int(time.time()) + 3600}, {"iss": "nobody"},
        {"sub": "nobody"}, {"header": {"alg": "none"}}, {"header": {"jku": "https://evil.example/jwks"}},
        {"header": {"kid": "unknown"}}, {"key": RSAKey.generate_key(2048, {"kid": "rsa-1"})},
    ],
)  # fmt: skip
def test_a_bad_assertion_is_refused_as_a_client_that_is_not_known(client, service, changed):
    shown = assertion(service.client_id, **changed) if changed.get("header", {}).get("alg") != "none" else (
        "eyJhbGciOiJub25lIiwia2lkIjoicnNhLTEifQ." + assertion(service.client_id).split(".")[1] + "."
    )  # fmt: skip
    answer = asking(client, shown)
    assert answer.status_code == 401
    assert json.loads(answer.content)["error"] == "invalid_client"
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"client_assertion_type": "x"}, {"client_assertion_type": None}, {"client_id": "else"}]
)
def test_an_assertion_must_be_shown_as_one(client, service, changed):
    assert asking(client, assertion(service.client_id), **changed).status_code == 401


def test_a_secret_does_not_stand_for_a_key(client, browser):
    known = registered(token_endpoint_auth_method="client_secret_basic")
    assert asking(client, assertion(known.app.client_id)).status_code == 401
    service = add_service(name="Feed", scope="system/*.rs", jwks=PUBLISHED)
    walk = Walk(browser, service.client_id, "anything")
    assert walk.token(grant_type="client_credentials", scope="system/*.rs").status_code == 401


def test_only_services_ask_for_themselves(browser):
    known = registered(token_endpoint_auth_method="client_secret_basic")
    walk = Walk(browser, known.app.client_id, known.secret)
    answer = walk.token(grant_type="client_credentials", scope="system/*.rs")
    assert json.loads(answer.content)["error"] == "unauthorized_client"


def test_an_app_with_a_key_is_let_in_by_a_person(browser, records):
    known = registered(token_endpoint_auth_method="private_key_jwt", jwks=PUBLISHED)
    walk = Walk(browser, known.app.client_id)
    code = walk.code()
    assert walk.token(code=code).status_code == 401
    shown = {"client_assertion": assertion(walk.client_id), "client_assertion_type": TYPE}
    held = json.loads(walk.token(code=code, **shown).content)
    again = {"client_assertion": assertion(walk.client_id), "client_assertion_type": TYPE}
    assert walk.refresh(held["refresh_token"], **again).status_code == 200


def test_an_ended_service_gets_nothing_and_its_token_stops(client, service, records, rosa):
    from django.utils import timezone

    access = json.loads(asking(client, assertion(service.client_id)).content)["access_token"]
    end_app(app=service, by=rosa, now=timezone.now())
    assert client.get("/fhir/Patient/ana", headers={"Authorization": f"Bearer {access}"}).status_code == 401
    assert asking(client, assertion(service.client_id)).status_code == 401


def test_keys_can_be_fetched_from_the_registered_address_and_are_kept_as_long_as_it_says(client, monkeypatch):
    fetched = []

    def fetch(address: str):
        fetched.append(address)
        return PUBLISHED, 60

    monkeypatch.setattr(http, "fetch", fetch)
    service = add_service(name="Feed", scope="system/*.rs", jwks_uri="https://feed.example/jwks")
    for _ in range(2):
        assert asking(client, assertion(service.client_id)).status_code == 200
    assert fetched == ["https://feed.example/jwks"]
    cache.clear()
    assert asking(client, assertion(service.client_id, header={"jku": "https://feed.example/jwks"})).status_code == 200
    assert asking(client, assertion(service.client_id, header={"jku": "https://evil.example/jwks"})).status_code == 401
    assert fetched == ["https://feed.example/jwks"] * 2


@pytest.mark.parametrize(
    ("control", "seconds"),
    [("", 0), ("no-store", 0), ("max-age=60", 60), ("public, max-age=999999", 3600), ("private, max-age=60", 0)],
)
def test_keys_are_kept_no_longer_than_the_answer_allows(control, seconds):
    assert http._may_be_kept(control) == seconds


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0", "100.64.0.1", "::1",
        "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "ff02::1",
        "240.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_no_key_is_fetched_from_within(address):
    assert not http.leads_outside(address)
    if ":" not in address:
        with pytest.raises(BadAssertion):
            http.public_address(address, 443)


def test_an_address_of_the_internet_is_one():
    assert http.leads_outside("93.184.216.34")
    assert http.leads_outside("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    "address", ["http://feed.example/jwks", "https:///jwks", "file:///etc/passwd", "https://localhost/jwks"]
)
def test_other_addresses_are_refused(address):
    with pytest.raises(BadAssertion):
        http.fetch(address)


def test_an_assertion_is_remembered_until_it_would_have_expired(client, service):
    from datetime import timedelta

    from django.utils import timezone

    asking(client, assertion(service.client_id))
    forget_old(now=timezone.now())
    assert SeenAssertion.objects.exists()
    forget_old(now=timezone.now() + timedelta(minutes=10))
    assert not SeenAssertion.objects.exists()


def test_a_service_reads_the_patients_of_everybody_it_may(client, records):
    service = add_service(name="Feed", scope="system/*.rs", jwks=PUBLISHED)
    access = json.loads(asking(client, assertion(service.client_id)).content)["access_token"]
    answer = client.get("/fhir/Patient", headers={"Authorization": f"Bearer {access}"})
    assert json.loads(answer.content)["total"] == 2
    assert Store.records
