"""Is a card verified only where somebody who is trusted signed it, and said to be forged only where that is sure?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from haversack.records.cards.checking import said_by
from haversack.records.cards.keys import new_key, published
from haversack.records.cards.listing import NoList, issuers_in
from haversack.records.cards.refused import Wrong
from haversack.records.cards.trusting import Issuer, Verdict, judge

from .examples import ISSUER, JWKS, KEY, NO_RIDS, NOW, card

HOSPITAL = Issuer(ISSUER, "Riverside General Hospital", JWKS, {KEY.thumbprint(): NO_RIDS})
SHARED = next(
    (one / "shared" for one in Path(__file__).resolve().parents if (one / "shared/data/shc-issuers-vci").is_dir()), None
)


def judged(text: str, issuer: Issuer | None = HOSPITAL, now: float = NOW) -> Verdict:
    return judge(text, said_by(text), issuer, now)


def test_a_card_that_somebody_trusted_signed_is_verified_by_their_name():
    assert judged(card()) == Verdict(None, "Riverside General Hospital")
    assert judged(card()).words == ""


def with_list(*rids: str) -> Issuer:
    return Issuer(ISSUER, "R", JWKS, {KEY.thumbprint(): NO_RIDS | {"rids": list(rids)}})


@pytest.mark.parametrize(
    ("issuer", "now", "wrong"),
    [
        (None, NOW, Wrong.UNLISTED),
        (Issuer(ISSUER, "R"), NOW, Wrong.NO_KEYS),
        (Issuer(ISSUER, "R", {"keys": [published(new_key(), updates=1)]}), NOW, Wrong.UNKNOWN_KEY),
        (Issuer(ISSUER, "R", JWKS), NOW, Wrong.LIST),
        (with_list("r1"), NOW, Wrong.REVOKED),
        (HOSPITAL, NOW - 1000, Wrong.NOT_YET),
    ],
)
def test_what_cannot_be_verified_says_why_and_is_not_called_forged(issuer, now, wrong):
    found = judged(card(), issuer, now)
    assert (found.wrong, found.is_forged) == (wrong, False)
    assert found.words == wrong.value


def test_one_that_another_key_signed_under_the_trusted_name_is_forged():
    other = new_key()
    claimed = {"keys": [published(other, updates=0) | {"kid": KEY.thumbprint()}]}
    assert not judged(card(), Issuer(ISSUER, "R", claimed)).is_forged  # that key is none, so nothing is shown by it
    head, body, _signature = card().split(".")
    assert judged(f"{head}.{body}.{card(rid='r2').split('.')[2]}").is_forged


def test_an_issuer_that_nobody_lists_is_called_by_its_address():
    assert judged(card(), None).name == ISSUER


def test_the_lists_that_are_known_give_the_same_issuers():
    named = {"participating_issuers": [{"iss": ISSUER, "name": " Riverside \n General\x07 "}, {"iss": "http://x"}, 3]}
    (one,) = issuers_in(json.dumps(named).encode())
    assert (one.iss, one.name, one.jwks) == (ISSUER, "Riverside General", None)
    snapshot = {
        "issuerInfo": [
            {"issuer": {"iss": ISSUER, "name": "R"}, "keys": JWKS["keys"], "crls": [NO_RIDS, {"ctr": 1}]},
            {"issuer": {"iss": "https://ends.example/"}},
        ]
    }
    (two,) = issuers_in(json.dumps(snapshot).encode())
    assert (two.iss, two.jwks, two.lists) == (ISSUER, {"keys": JWKS["keys"]}, {KEY.thumbprint(): NO_RIDS})
    (three,) = issuers_in(json.dumps(JWKS).encode(), iss=ISSUER, name="R")
    assert (three.iss, three.name, three.jwks) == (ISSUER, "R", JWKS)


@pytest.mark.parametrize("content", [b"[", b"[]", b"{}", b'{"participating_issuers": [{"iss": 1}]}', b'{"keys": []}'])
def test_what_names_nobody_is_refused(content):
    with pytest.raises(NoList):
        issuers_in(content)


@pytest.mark.skipif(SHARED is None, reason="needs the shared folder with the directory of issuers")
def test_the_directory_as_it_is_published_is_read():
    assert SHARED is not None
    content = (SHARED / "data/shc-issuers-vci/vci-issuers.json").read_bytes()
    found = issuers_in(content)
    assert len(found) >= 600
    assert "State of California" in {one.name for one in found}
