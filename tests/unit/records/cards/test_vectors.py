"""Do the specification's own cards decode and verify, and fail once a digit or a bit of them is another?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from haversack.records.cards.carrying import from_codes, from_file
from haversack.records.cards.checking import check
from haversack.records.cards.refused import BadCard, Wrong
from haversack.records.cards.signing import read
from haversack.records.digits import decode

SHARED = next(
    (one / "shared" for one in Path(__file__).resolve().parents if (one / "shared/reference/vectors").is_dir()), None
)
pytestmark = pytest.mark.skipif(SHARED is None, reason="needs the shared folder with the specification's cards")
THEN = 1_715_200_000  # the day after they were signed
ISSUER = "https://spec.smarthealth.cards/examples/issuer"


def example(number: int, what: str) -> Path:
    assert SHARED is not None
    return SHARED / "data" / "shc-shl" / f"example-0{number}-{what}"


def keys() -> dict:
    assert SHARED is not None
    return json.loads((SHARED / "data/shc-shl/issuer-jwks.json").read_text())


def revoked(card: str, *rids: str) -> dict:
    return {"kid": read(card).kid, "method": "rid", "ctr": 1, "rids": list(rids)}


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_each_is_the_same_in_its_file_its_codes_and_its_text_and_verifies(number):
    card = example(number, "d-jws.txt").read_text().strip()
    assert from_file(example(number, "e-file.smart-health-card").read_bytes()) == [card]
    codes = [one.read_text() for one in example(number, "").parent.glob(f"example-0{number}-f-qr-code-numeric*")]
    assert from_codes(codes) == card
    found = check(card, jwks=keys(), now=THEN, revoked=revoked(card))
    assert found.issuer == ISSUER
    payload = decode(example(number, "c-jws-payload-minified.json").read_bytes())
    assert found.bundle == payload["vc"]["credentialSubject"]["fhirBundle"]


def test_the_one_that_was_taken_back_does_not_hold_and_neither_does_one_that_is_over():
    card = example(3, "d-jws.txt").read_text().strip()
    rid = read(card).claims["vc"]["rid"]
    for now, rids, wrong in ((THEN, [rid], Wrong.REVOKED), (THEN + 40_000_000, [], Wrong.EXPIRED)):
        with pytest.raises(BadCard) as bad:
            check(card, jwks=keys(), now=now, revoked=revoked(card, *rids))
        assert bad.value.wrong is wrong


def test_the_reference_vector_verifies_and_no_changed_digit_of_its_code_does():
    assert SHARED is not None
    vector = json.loads((SHARED / "reference/vectors/shc_example00.json").read_text())
    card = from_codes([vector["qr"]])
    assert card == vector["jws"]
    listed = revoked(card)
    assert check(card, jwks=vector["jwks"], now=THEN, revoked=listed)
    code = vector["qr"]
    for at in range(len("shc:/"), len(code)):
        changed = code[:at] + str((int(code[at]) + 1) % 10) + code[at + 1 :]
        with pytest.raises(BadCard):
            check(from_codes([changed]), jwks=vector["jwks"], now=THEN, revoked=listed)
