"""Does this site show a portal who it is in the way that was agreed, and nothing more than that?"""

import base64
import json

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from haversack.smart.assertions import check
from haversack.smart.client import Client, Kind, proof, read_registered, registration

NOW, TOKEN = 1_772_000_000, "https://portal.example/oauth/token"
EC = ECKey.generate_key("P-384", {"kid": "ec-1"}, private=True)
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
BACK = ("https://home.example/connections/back/", "http://127.0.0.1:8917/connections/back/")


def shown(client: Client) -> tuple[dict[str, str], dict[str, str]]:
    return proof(client, TOKEN, jti="never-used-before", now=NOW)


def said(kind: Kind) -> dict:
    public = {"keys": [EC.as_dict(private=False)]}
    return registration(
        kind, name="Haversack", redirect_uris=BACK, scope="launch/patient", jwks=public, about={"sharing": "none"}
    )


@pytest.mark.parametrize(("key", "alg"), [(EC, "ES384"), (RSA, "RS384")])
def test_an_assertion_holds_what_smart_asks_for_and_is_signed_by_the_key(key, alg):
    form, headers = shown(Client("kite", Kind.ASYMMETRIC, key=key))
    assert headers == {}
    assert set(form) == {"client_assertion_type", "client_assertion"}
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    read = jws.deserialize_compact(form["client_assertion"].encode(), key, algorithms=[alg])
    assert read.headers() == {"alg": alg, "kid": key.kid, "typ": "JWT"}
    claims = json.loads(read.payload)
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("kite", "kite", TOKEN)
    assert claims["jti"] == "never-used-before"
    assert isinstance(claims["exp"], int)
    assert NOW < claims["exp"] <= NOW + 300


@pytest.mark.parametrize("key", [EC, RSA])
def test_what_is_signed_here_is_taken_by_what_checks_it_here(key):
    form, _ = shown(Client("kite", Kind.ASYMMETRIC, key=key))
    keys = {"keys": [key.as_dict(private=False)]}
    found = check(form["client_assertion"], client="kite", keys=keys, jwks_uri="", audiences=(TOKEN,), now=NOW)
    assert found.jti == "never-used-before"


def test_a_secret_is_shown_by_basic_with_both_parts_encoded_and_stands_in_no_form():
    form, headers = shown(Client("kite:1", Kind.SYMMETRIC, secret="p/a s:s"))
    assert form == {}
    kind, _, words = headers["Authorization"].partition(" ")
    assert (kind, base64.b64decode(words).decode()) == ("Basic", "kite%3A1:p%2Fa%20s%3As")


def test_an_app_without_a_secret_says_its_id_alone():
    assert shown(Client("kite", Kind.PUBLIC)) == ({"client_id": "kite"}, {})


@pytest.mark.parametrize(
    ("kind", "method"),
    [(Kind.PUBLIC, "none"), (Kind.SYMMETRIC, "client_secret_basic"), (Kind.ASYMMETRIC, "private_key_jwt")],
)
def test_a_registration_names_whole_addresses_to_come_back_to_and_how_it_will_be_shown_who_asks(kind, method):
    told = said(kind)
    assert told["redirect_uris"] == list(BACK)
    assert all("*" not in one and "?" not in one for one in told["redirect_uris"])
    assert (told["token_endpoint_auth_method"], told["grant_types"][0]) == (method, "authorization_code")
    assert ("jwks" in told) is (kind is Kind.ASYMMETRIC)
    assert "initiate_login_uri" not in told


def test_an_app_with_a_key_registers_the_public_half_of_it():
    (key,) = said(Kind.ASYMMETRIC)["jwks"]["keys"]
    assert {"kty", "kid", "crv", "x", "y"} <= set(key)
    assert "d" not in key


def test_a_secret_that_was_promised_and_did_not_come_is_no_registration():
    told = {"client_id": "kite", "token_endpoint_auth_method": "client_secret_basic"}
    assert read_registered(201, told, Kind.SYMMETRIC, BACK) is None
    assert read_registered(201, told | {"client_secret": "x"}, Kind.SYMMETRIC, BACK).secret == "x"


def test_only_addresses_that_the_portal_kept_as_they_are_count():
    told = {"client_id": "kite", "token_endpoint_auth_method": "none", "redirect_uris": [BACK[0], BACK[1] + "x"]}
    assert read_registered(201, told, Kind.PUBLIC, BACK).redirect_uris == BACK[:1]


def test_each_key_signs_under_an_identifier_of_its_own():
    keys = [ECKey.generate_key("P-384", private=True) for _ in range(2)]
    named = [ECKey.import_key(key.as_dict(private=True) | {"kid": key.thumbprint()}) for key in keys]
    kids = []
    for key in named:
        form, _ = shown(Client("kite", Kind.ASYMMETRIC, key=key))
        header = jws.extract_compact(form["client_assertion"].encode()).headers()
        kids.append(header["kid"])
    assert kids == [key.thumbprint() for key in keys]
    assert kids[0] != kids[1]
