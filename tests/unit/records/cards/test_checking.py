"""Does a card that is sound read as it was made, and does every other fail with its own reason?"""

from __future__ import annotations

import base64
import zlib

import pytest
from joserfc import jws

from haversack.records.cards.checking import addresses, check, said_by
from haversack.records.cards.keys import key_named, new_key, published
from haversack.records.cards.refused import BadCard, Wrong
from haversack.records.cards.revoking import is_revoked, revocation_list
from haversack.records.cards.signing import sign

from .examples import ISSUER, JWKS, KEY, NO_RIDS, NOW, card


def checked(text: str, *, jwks=JWKS, now: float = NOW, revoked=NO_RIDS):
    return check(text, jwks=jwks, now=now, revoked=revoked)


def refused(text: str, **more) -> Wrong:
    with pytest.raises(BadCard) as bad:
        checked(text, **more)
    return bad.value.wrong


def test_a_sound_card_says_who_issued_what_and_when():
    found = checked(card())
    assert (found.issuer, found.issued, found.expires, found.rid, found.fhir_version) == (
        ISSUER, NOW, None, "r1", "4.0.1",
    )  # fmt: skip
    assert found.bundle["entry"][1]["resource"]["resourceType"] == "Immunization"
    assert addresses(found) == (
        f"{ISSUER}/.well-known/jwks.json", f"{ISSUER}/.well-known/crl/{KEY.thumbprint()}.json",
    )  # fmt: skip
    assert said_by(card()).issuer == ISSUER
    assert "Influenza" not in repr(found)


def test_a_flipped_bit_anywhere_is_found():
    whole = card()
    header, payload, _signature = (len(part) for part in whole.split("."))
    allowed = {
        "header": {Wrong.NOT_A_CARD, Wrong.UNREADABLE, Wrong.HEADER, Wrong.UNKNOWN_KEY, Wrong.SIGNATURE},
        "payload": {Wrong.NOT_A_CARD, Wrong.UNREADABLE, Wrong.SIGNATURE},
        "signature": {Wrong.NOT_A_CARD, Wrong.UNREADABLE, Wrong.SIGNATURE},
    }
    seen = set()
    for at, letter in enumerate(whole):
        part = "header" if at <= header else "payload" if at <= header + 1 + payload else "signature"
        for bit in range(7):
            wrong = refused(whole[:at] + chr(ord(letter) ^ (1 << bit)) + whole[at + 1 :])
            assert wrong in allowed[part], (at, bit, wrong)
            seen.add(wrong)
    assert Wrong.SIGNATURE in seen


def test_another_spelling_of_the_same_signature_is_not_it():
    whole = card()
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = whole[:-1] + last[last.index(whole[-1]) ^ 1]  # differs in bits that no byte of the signature holds
    assert refused(other) is Wrong.UNREADABLE


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"keys": []}, Wrong.UNKNOWN_KEY),
        ({}, Wrong.UNKNOWN_KEY),
        ({"keys": "none"}, Wrong.UNKNOWN_KEY),
        ({"keys": [JWKS["keys"][0] | {"alg": "ES384"}]}, Wrong.BAD_KEY),
        ({"keys": [JWKS["keys"][0] | {"use": "enc"}]}, Wrong.BAD_KEY),
        ({"keys": [KEY.as_dict(private=True) | JWKS["keys"][0]]}, Wrong.BAD_KEY),
        ({"keys": [JWKS["keys"][0] | {"x": "AAAA"}]}, Wrong.BAD_KEY),
        ({"keys": [published(new_key(), updates=1) | {"kid": KEY.thumbprint()}]}, Wrong.BAD_KEY),
    ],
)
def test_keys_that_do_not_fit(changed, wrong):
    assert refused(card(), jwks=changed) is wrong


def test_a_card_of_another_key_is_found_even_if_it_names_this_one():
    other = new_key()
    header = {"zip": "DEF", "alg": "ES256", "kid": KEY.thumbprint()}
    payload = base64.urlsafe_b64decode(card().split(".")[1] + "==")
    registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    assert refused(jws.serialize_compact(header, payload, other, registry=registry)) is Wrong.SIGNATURE


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"iss": "http://portal.hospital.example"}, Wrong.CLAIMS),
        ({"iss": f"{ISSUER}/"}, Wrong.CLAIMS),
        ({"iss": 1}, Wrong.CLAIMS),
        ({"nbf": "soon"}, Wrong.CLAIMS),
        ({"nbf": True}, Wrong.CLAIMS),
        ({"nbf": 10**400}, Wrong.CLAIMS),
        ({"nbf": NOW + 61}, Wrong.NOT_YET),
        ({"exp": NOW - 61}, Wrong.EXPIRED),
        ({"exp": None}, Wrong.CLAIMS),
        ({"vc": {}}, Wrong.CLAIMS),
        ({"vc": {"type": ["https://example.org#card"], "credentialSubject": {}}}, Wrong.CLAIMS),
    ],
)
def test_what_a_card_must_say(said, wrong):
    claims = {"iss": ISSUER, "nbf": NOW, "vc": _vc()} | said
    assert refused(sign(claims, KEY)) is wrong


def test_moments_with_parts_of_a_second_and_an_end_to_come_are_read():
    found = checked(sign({"iss": ISSUER, "nbf": NOW, "exp": NOW + 1, "vc": _vc()}, KEY))
    assert (found.expires, found.rid) == (NOW + 1, "")


def _vc() -> dict:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": []}
    return {
        "type": ["https://smarthealth.cards#health-card"],
        "credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": bundle},
    }


def test_a_card_that_was_taken_back_does_not_hold():
    kid = KEY.thumbprint()
    listed = revocation_list(kid, ["r2", "r1"])
    assert listed == {"kid": kid, "method": "rid", "ctr": 3, "rids": ["r1", "r2"]}
    assert refused(card(), revoked=listed) is Wrong.REVOKED
    assert checked(card(rid="r3"), revoked=listed).rid == "r3"
    assert refused(card(), revoked=None) is Wrong.LIST
    assert refused(card(), revoked=listed | {"kid": "other"}) is Wrong.LIST
    assert refused(card(), revoked=listed | {"rids": [1]}) is Wrong.LIST


def test_an_entry_with_a_moment_takes_back_what_was_issued_before_it():
    listed = {"kid": "k", "method": "rid", "ctr": 2, "rids": [f"r1.{NOW}"]}
    assert is_revoked("r1", NOW - 1, listed, kid="k")
    assert not is_revoked("r1", NOW, listed, kid="k")
    assert not is_revoked("r2", NOW - 1, listed, kid="k")


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c.d", "shc:/5676", "ä.b.c", f"{'a' * 2_000_001}.b.c"])
def test_what_is_no_card(text):
    assert refused(text) in (Wrong.NOT_A_CARD, Wrong.TOO_LARGE, Wrong.UNREADABLE)


def test_a_bomb_is_not_inflated():
    squeezing = zlib.compressobj(level=9, wbits=-15)
    payload = squeezing.compress(b"{" + b" " * 60_000_000) + squeezing.flush()
    header = base64.urlsafe_b64encode(b'{"alg":"ES256","zip":"DEF","kid":"x"}').rstrip(b"=").decode()
    text = f"{header}.{base64.urlsafe_b64encode(payload).rstrip(b'=').decode()}.AAAA"
    assert refused(text) is Wrong.TOO_LARGE


@pytest.mark.parametrize("missing", ["alg", "zip", "kid"])
def test_a_header_without_what_cards_have_is_no_card_s(missing):
    header = {"zip": "DEF", "alg": "ES256", "kid": KEY.thumbprint()}
    del header[missing]
    text = base64.urlsafe_b64encode(str(header).replace("'", '"').encode()).rstrip(b"=").decode()
    assert refused(".".join([text, *card().split(".")[1:]])) is Wrong.HEADER


def test_the_published_half_is_the_public_one():
    found = published(KEY, updates=4)
    assert set(found) == {"kty", "crv", "x", "y", "kid", "use", "alg", "crlVersion"}
    assert key_named(found["kid"], {"keys": [found]})[0].thumbprint() == found["kid"]
