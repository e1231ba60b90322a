"""Does an app learn who let it in, as far as that was granted, and can it check it?"""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet

from haversack.fhirserver.actions.keys import replace_key
from haversack.fhirserver.models import SigningKey
from haversack.fhirserver.store import Standing

from ...fakes.records import Families
from .walking import BASE, WITH_IDENTITY


def checked(client, token: str) -> tuple[dict, dict]:
    """(header, claims), checked as an app does it: from the issuer to its keys."""
    where = json.loads(client.get("/fhir/.well-known/openid-configuration").content)
    assert where["issuer"] == BASE
    keys = json.loads(client.get(where["jwks_uri"].removeprefix("http://testserver")).content)
    read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=["RS256"])
    return read.header, read.claims


def test_the_identity_is_signed_and_says_who(walk, client, rosa):
    walk.scope = WITH_IDENTITY
    with time_machine.travel(timezone.now(), tick=False):
        held = json.loads(walk.token(code=walk.code()).content)
        header, claims = checked(client, held["id_token"])
        now = int(timezone.now().timestamp())
    assert header["alg"] == "RS256"
    assert header["kid"]
    at_hash = claims.pop("at_hash")
    assert len(at_hash) == 22
    assert claims == {
        "iss": BASE, "sub": rosa.pseudonym, "aud": walk.client_id, "iat": now, "exp": now + 3600,
        "fhirUser": f"{BASE}/Patient/ana",
    }  # fmt: skip


def test_the_resource_of_the_user_can_be_read(walk, records):
    walk.scope = WITH_IDENTITY
    held = walk.tokens()
    path = json.loads(walk.get("Patient/ana", held["access_token"]).content)
    assert path["resourceType"] == "Patient"


def test_somebody_who_stands_in_for_the_patient_is_named_as_such(walk, client, rosa, records):
    Families.may[rosa.pseudonym] = {"own": Standing(), "ana": Standing()}
    walk.scope = WITH_IDENTITY
    _, claims = checked(client, walk.tokens()["id_token"])
    assert claims["fhirUser"] == f"{BASE}/RelatedPerson/{rosa.uuid}"


def test_a_nonce_comes_back(walk, client):
    walk.scope = WITH_IDENTITY
    from .walking import parameters

    code = parameters(walk.decide(walk.ask(nonce="a-nonce-of-the-app")))["code"]
    _, claims = checked(client, json.loads(walk.token(code=code).content)["id_token"])
    assert claims["nonce"] == "a-nonce-of-the-app"


@pytest.mark.parametrize(
    ("scope", "named"),
    [("patient/*.rs", None), ("openid patient/*.rs", set()), ("openid profile patient/*.rs", {"profile"}),
     ("openid fhirUser patient/*.rs", {"fhirUser"}), ("fhirUser patient/*.rs", None)],
)  # fmt: skip
def test_only_what_was_granted_is_said(walk, client, scope, named):
    walk.scope = scope
    held = walk.tokens()
    if named is None:
        assert "id_token" not in held
    else:
        _, claims = checked(client, held["id_token"])
        assert set(claims) & {"profile", "fhirUser"} == named
        assert "email" not in claims
        assert "name" not in claims


def test_the_private_half_is_sealed(walk, client):
    walk.scope = WITH_IDENTITY
    walk.tokens()
    row = SigningKey.objects.get()
    assert '"d"' not in row.sealed
    assert "d" not in json.loads(row.public)
    published = json.loads(client.get("/oauth/keys").content)["keys"]
    assert set(published[0]) == {"kty", "n", "e", "kid", "use", "alg"}


def test_a_new_key_takes_over_and_what_the_old_one_signed_can_still_be_checked(walk, client):
    walk.scope = WITH_IDENTITY
    with time_machine.travel(timezone.now(), tick=False) as clock:
        old = walk.tokens()["id_token"]
        replace_key(now=timezone.now())
        new = walk.tokens()["id_token"]
        assert checked(client, old)[0]["kid"] != checked(client, new)[0]["kid"]
        clock.shift(timedelta(days=2))
        assert len(json.loads(client.get("/oauth/keys").content)["keys"]) == 1
