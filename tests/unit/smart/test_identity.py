"""Is an identity taken only when the portal signed it, for this app and this sign-in, just now?"""

import base64
import time

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from haversack.smart.identity import Forged, check

NOW, ISSUER = int(time.time()), "https://portal.example/fhir"
RSA = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
EC = ECKey.generate_key("P-256", {"kid": "k2"}, private=True)
OTHER = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
PUBLISHED = {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]}
CLAIMS = {"iss": ISSUER, "sub": "ada", "aud": "kite", "exp": NOW + 600, "iat": NOW, "nonce": "once"}


def signed(key=RSA, alg="RS256", **changed) -> str:
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


def checked(token: str, keys=PUBLISHED):
    return check(token, keys=keys, issuer=ISSUER, client_id="kite", nonce="once", now=NOW)


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (RSA, "RS384"), (EC, "ES256")])
def test_a_sound_one_says_who_it_is(key, alg):
    found = checked(signed(key, alg, fhirUser=f"{ISSUER}/Patient/1"))
    assert (found.subject, found.fhir_user) == ("ada", f"{ISSUER}/Patient/1")


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": ["kite", "another"]},
        {"exp": NOW - 600}, {"exp": None}, {"exp": True}, {"iat": NOW + 600}, {"nonce": "twice"}, {"nonce": None},
        {"sub": None}, {"sub": ""},
    ],
)  # fmt: skip
def test_a_wrong_claim_is_refused(changed):
    with pytest.raises(Forged):
        checked(signed(**changed))


def test_a_signature_of_another_key_is_refused():
    with pytest.raises(Forged):
        checked(signed(OTHER))


def test_a_signature_that_anybody_can_make_is_refused():
    head, body, _ = signed().split(".")
    unsigned = "eyJhbGciOiJub25lIn0." + body + "."
    shared = OctKey.import_key(b"a secret that is not one of the portal's", {"kid": "k1"})
    for one in (unsigned, f"{head}.{body}.", signed(shared, "HS256"), "a.b.c", ""):
        with pytest.raises(Forged):
            checked(one)


@pytest.mark.parametrize("keys", [None, {}, {"keys": []}, {"keys": [EC.as_dict(private=False)]}])
def test_without_the_key_that_it_names_it_is_refused(keys):
    with pytest.raises(Forged):
        checked(signed(), keys)


@pytest.mark.parametrize(
    "changed", [{"crv": "P-999"}, {"crv": None}, {"x": "not base64 at all"}, {"x": "AA"}, {"kty": "RSA", "n": "AA"}]
)
def test_a_published_key_that_is_none_is_no_key(changed):
    published = {"keys": [EC.as_dict(private=False) | changed]}
    with pytest.raises(Forged):
        checked(signed(EC, "ES256"), published)


@pytest.mark.parametrize("header", ['{"alg":"RS256","kid":"k1","crit":5}', '{"alg":' + "[" * 15_000])
def test_a_header_that_is_no_header_is_refused(header):
    head = base64.urlsafe_b64encode(header.encode()).decode().rstrip("=")
    with pytest.raises(Forged):
        checked(f"{head}.{signed().partition('.')[2]}")
