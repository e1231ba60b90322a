"""Is a client known by its key and by nothing else?"""

import json
import time

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from haversack.smart.assertions import BadAssertion, BadKeys, check, claimed_client, points_at, read_keys

NOW, TOKEN_URL = int(time.time()), "https://portal.example/oauth/token"
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
EC = ECKey.generate_key("P-384", {"kid": "ec-1"}, private=True)
OTHER = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
SMALL_CURVE = ECKey.generate_key("P-256", {"kid": "ec-2"}, private=True)
PUBLISHED = {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]}
CLAIMS = {"iss": "kite", "sub": "kite", "aud": TOKEN_URL, "exp": NOW + 240, "jti": "one"}


def signed(key=RSA, alg="RS384", header=None, **changed) -> str:
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    head = {"alg": alg, "typ": "JWT", "kid": key.kid} | (header or {})
    return jwt.encode({k: v for k, v in head.items() if v is not None}, claims, key, algorithms=[alg])


def checked(assertion: str, jwks_uri: str = "", keys=PUBLISHED):
    return check(assertion, client="kite", keys=keys, jwks_uri=jwks_uri, audiences=(TOKEN_URL,), now=NOW)


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS384"), (EC, "ES384")])
def test_both_algorithms_are_taken(key, alg: str):
    shown = checked(signed(key, alg))
    assert shown.jti == "one"
    assert shown.until >= NOW + 240


def test_who_is_claimed_is_read_before_anything_is_checked():
    assert claimed_client(signed()) == "kite"
    for nonsense in ("", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", signed(iss=5)):
        assert claimed_client(nonsense) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "other"}, {"sub": "other"}, {"sub": None}, {"iss": None}, {"aud": "https://evil.example/oauth/token"},
        {"aud": None}, {"exp": None}, {"exp": NOW - 60}, {"exp": NOW + 600}, {"exp": "soon"}, {"exp": True},
        {"jti": None}, {"jti": ""}, {"jti": "x" * 300}, {"jti": 7}, {"nbf": NOW + 600}, {"iat": NOW + 600},
        {"nbf": "x"},
    ],
)  # fmt: skip
def test_a_wrong_claim_is_refused(changed: dict):
    with pytest.raises(BadAssertion):
        checked(signed(**changed))


def test_an_audience_may_stand_among_others():
    assert checked(signed(aud=["https://x.example", TOKEN_URL])).jti == "one"


def test_a_signature_of_another_key_is_refused():
    with pytest.raises(BadAssertion):
        checked(signed(OTHER))


def test_no_signature_at_all_is_refused():
    head, body, _ = signed().split(".")
    nothing = "eyJhbGciOiJub25lIiwia2lkIjoicnNhLTEifQ"
    for forged in (f"{nothing}.{body}.", f"{head}.{body}.", f"{head}.{body}.AAAA"):
        with pytest.raises(BadAssertion):
            checked(forged)


def test_the_public_key_used_as_a_shared_secret_is_refused():
    secret = OctKey.import_key(json.dumps(RSA.as_dict(private=False)))
    forged = jwt.encode({"alg": "HS256", "kid": "rsa-1"}, CLAIMS, secret, algorithms=["HS256"])
    with pytest.raises(BadAssertion):
        checked(forged)


@pytest.mark.parametrize("header", [{"kid": None}, {"kid": "unknown"}, {"kid": ""}, {"kid": "ec-1"}])
def test_the_key_must_be_named_and_fit(header: dict):
    with pytest.raises(BadAssertion):
        checked(signed(header=header))


def test_a_foreign_place_for_keys_is_refused_and_the_registered_one_taken():
    there = "https://app.example/jwks"
    foreign = signed(header={"jku": "https://evil.example/jwks"})
    for registered in ("", there):
        with pytest.raises(BadAssertion):
            checked(foreign, registered)
    assert checked(signed(header={"jku": there}), there).jti == "one"
    assert points_at(signed(), there)
    assert points_at(signed(header={"jku": there}), there)
    assert not points_at(foreign, there)
    assert not points_at("nonsense", there)


def test_a_key_that_comes_along_counts_for_nothing():
    with pytest.raises(BadAssertion):
        checked(signed(OTHER, header={"jwk": OTHER.as_dict(private=False)}))


def test_weak_algorithms_are_refused():
    with pytest.raises(BadAssertion):
        checked(jwt.encode({"alg": "RS256", "kid": "rsa-1"}, CLAIMS, RSA, algorithms=["RS256"]))


@pytest.mark.parametrize("text", ["", "x", "a.b", "a.b.c.d.e", "." * 3, "é.é.é", "x" * 20_000])
def test_what_is_no_token_is_refused(text: str):
    with pytest.raises(BadAssertion):
        checked(text)


def test_claims_that_are_no_object_are_refused():
    text = jws.serialize_compact({"alg": "RS384", "kid": "rsa-1"}, b"[1]", RSA, algorithms=["RS384"])
    with pytest.raises(BadAssertion):
        checked(text)


@pytest.mark.parametrize(
    "keys",
    [
        {}, {"keys": []}, {"keys": "x"}, {"keys": [1]}, {"keys": [RSA.as_dict(private=True)]},
        {"keys": [{"kty": "oct", "k": "AAAA", "kid": "1"}]}, {"keys": [RSA.as_dict(private=False)] * 2},
        {"keys": [{"kty": "RSA", "kid": "1"}]}, {"keys": [SMALL_CURVE.as_dict(private=False)]},
        {"keys": [{name: value for name, value in RSA.as_dict(private=False).items() if name != "kid"}]},
        {"keys": [RSA.as_dict(private=False)] * 21},
    ],
)  # fmt: skip
def test_only_sound_public_keys_can_be_registered(keys: dict):
    with pytest.raises(BadKeys):
        read_keys(keys)
