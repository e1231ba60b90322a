"""Does a health card go in by the page, say by whom it is verified, and is nothing taken from one that was forged?"""

from __future__ import annotations

import io
import json
from functools import partial
from types import SimpleNamespace

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone

from haversack.backpack.actions import survey as surveying
from haversack.backpack.actions.card_issuers import distrust, trust
from haversack.backpack.actions.intake import Terms
from haversack.backpack.actions.routing import receive_each
from haversack.backpack.models import CardIssuer, Record
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries import cards
from haversack.backpack.queries.lines import counts
from haversack.records.bundle import SourceFile
from haversack.records.cards.carrying import to_file
from haversack.records.cards.keys import new_key
from haversack.records.cards.listing import Listed
from haversack.records.cards.minimal import claims
from haversack.records.cards.signing import sign

from ...formats.health_card.cards import ISSUER, JWKS, KEY, SHOT, card, picture
from .conftest import OPERATOR
from .members import backpack_of, browser
from .test_import_page import took_in
from .test_other_formats import exported, kept_in, lines_of

THEN = 1_700_000_000
CARD = card(issued=THEN)
NO_RIDS = {KEY.thumbprint(): {"kid": KEY.thumbprint(), "method": "rid", "ctr": 1, "rids": []}}
NAME = "Riverside General Hospital"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and inbox of a test are nobody else's."""
    settings.DATA = tmp_path


@pytest.fixture
def ana():
    return backpack_of()


def trusted(jwks=JWKS, lists=NO_RIDS) -> None:
    trust(by=OPERATOR, listed=[Listed(ISSUER, NAME, jwks, lists)], now=timezone.now())


def entry_page(opened, kind: str = "vaccines") -> str:
    (line,) = [one for one in lines_of(opened, State.PENDING) if one["category"] == kind]
    address = reverse("backpack:entry", args=[opened.uuid, line["id"]])
    return browser("alice").get(address).content.decode()


def test_a_photograph_of_a_trusted_card_waits_for_review_and_says_who_signed_it(ana):
    trusted()
    _work, shown = took_in(browser("alice"), ana, ("IMG_1.jpg", picture(CARD, "JPEG", turned=5, size=6)))
    assert counts(ana, State.PENDING) == {"vaccines": 1}
    assert f"This card is verified: {NAME} signed it, and it holds." in shown
    page = entry_page(ana)
    assert f"Verified: signed by {NAME}" in page
    assert "Not verified" not in page
    assert CARD in page  # the source as it came, and no picture's bytes
    assert lines_of(ana, State.PENDING)[0]["sources"][0]["name"] == NAME


def test_a_photograph_is_looked_through_once_to_be_taken_in_and_shown(ana, monkeypatch):
    trusted()
    looked, look = [], zxingcpp.read_barcodes

    def looking(*args, **more):
        looked.append(args)
        return look(*args, **more)

    monkeypatch.setattr(zxingcpp, "read_barcodes", looking)
    took_in(browser("alice"), ana, ("IMG_1.png", picture(card(issued=THEN + 11))))
    for _time in range(2):
        assert f"Verified: signed by {NAME}" in entry_page(ana)
    assert len(looked) == 1


def test_a_card_is_surveyed_as_it_was_glanced_at_and_not_read_again(ana, monkeypatch):
    trusted()
    monkeypatch.setattr(surveying, "read_file", never)
    found = surveying.survey(SourceFile("card.txt", len(CARD), partial(io.BytesIO, CARD.encode())))
    assert (found.base, found.called, found.pieces, len(found.patients)) == (ISSUER, NAME, 3, 1)


@pytest.mark.parametrize("body", [b"MSH|^~\\&|LAB|", b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>", b"{}"])
def test_what_was_made_from_no_card_is_not_read_to_judge_it(monkeypatch, body):
    monkeypatch.setattr(cards, "read_file", never)
    assert cards.standing(SimpleNamespace(face=SimpleNamespace(made_from=1, id="x"), body=body)) is None


def never(*_args, **_more):
    raise AssertionError("read again")


def test_a_card_of_nobody_known_is_taken_and_marked(ana):
    _work, shown = took_in(browser("alice"), ana, ("card.smart-health-card", to_file([CARD])))
    assert counts(ana, State.PENDING) == {"vaccines": 1}
    assert "is marked as not verified" in shown
    page = entry_page(ana)
    assert "Not verified" in page
    assert ISSUER in page
    assert "Verified: signed by" not in page
    told = lines_of(ana, State.PENDING)[0]["sources"]
    assert [one["name"] for one in told] == ["card.smart-health-card"]  # nobody speaks in another's name


def forged() -> str:
    """What the hospital says of somebody else, signed by nobody."""
    head, _body, signature = CARD.split(".")
    return ".".join([head, card({**SHOT, "lotNumber": "FORGED"}, issued=THEN).split(".")[1], signature])


def test_nothing_is_taken_from_a_forged_card_and_nobody_is_learned_from_it(ana):
    trusted()
    _work, shown = took_in(browser("alice"), ana, ("cards.smart-health-card", to_file([forged(), CARD])))
    assert counts(ana, State.PENDING) == {"vaccines": 1}
    assert "FORGED" not in json.dumps(lines_of(ana, State.PENDING))
    assert "Nothing was taken from it." in shown
    assert Record.objects.filter(kind=Kind.UNREADABLE).count() == 1
    other = backpack_of(person="Ben")
    took_in(browser("alice"), other, ("card.txt", forged().encode()))
    assert counts(other, State.PENDING) == {}
    assert not Record.objects.filter(person_id=other.person, kind=Kind.UNDISPLAYED).exists()


def answer(*cards: str) -> bytes:
    """What `$health-cards-issue` gives."""
    named = [{"name": "verifiableCredential", "valueString": one} for one in cards]
    return json.dumps({"resourceType": "Parameters", "parameter": named}).encode()


@pytest.mark.parametrize("written", [to_file, lambda cards: answer(*cards)])
def test_each_of_several_cards_has_a_verdict_of_its_own(ana, written):
    trusted()
    stranger = card({**SHOT, "lotNumber": "B2"}, key=new_key(), issuer="https://nobody.example", issued=THEN)
    _work, shown = took_in(browser("alice"), ana, ("cards.json", written([CARD, stranger, forged()])))
    assert f"This card is verified: {NAME} signed it, and it holds." in shown
    assert "is marked as not verified" in shown
    assert "Nothing was taken from it." in shown
    pages = {}
    for line in lines_of(ana, State.PENDING):
        address = reverse("backpack:entry", args=[ana.uuid, line["id"]])
        page = browser("alice").get(address).content.decode()
        pages["B2" in page.split("Where this came from")[0]] = page
    assert f"Verified: signed by {NAME}" in pages[False]
    assert "Not verified" in pages[True]
    assert "https://nobody.example" in pages[True]
    assert counts(ana, State.PENDING) == {"vaccines": 2}


def card_of_ben() -> str:
    ben = {
        "resourceType": "Patient", "id": "1", "birthDate": "2001-02-03",
        "name": [{"family": "Ferris", "given": ["Ben"]}],
    }  # fmt: skip
    return sign(claims(ISSUER, THEN, ben, [{**SHOT, "lotNumber": "BEN"}], rid="r2"), KEY)


def test_of_cards_of_several_people_one_backpack_takes_those_of_its_own_person(ana):
    trusted()
    _work, shown = took_in(browser("alice"), ana, ("cards.json", answer(CARD, card_of_ben())))
    assert "about somebody else than the others" in shown
    assert counts(ana, State.PENDING) == {"vaccines": 1}
    assert "BEN" not in json.dumps(lines_of(ana, State.PENDING))
    _work, shown = took_in(browser("alice"), ana, ("his.json", answer(card_of_ben())))
    assert counts(ana, State.PENDING) == {"vaccines": 1}  # of cards that are all another's nothing comes in


def test_cards_of_two_people_in_one_answer_go_each_to_its_own(ana):
    trusted()
    his = card_of_ben()
    files = [SourceFile("cards.json", len(answer(CARD, his)), partial(io.BytesIO, answer(CARD, his)))]
    for outcome in ("pending", "unchanged"):
        report, people = receive_each(by=OPERATOR, files=files, terms=Terms())
        assert report.outcomes[outcome] >= 2
        told = [json.dumps(lines_of(one, State.PENDING)) for one in people]
        assert len(people) == len(told) == 2
    bodies = [
        [one.key.open(bytes(row.body), "body") for row in Record.objects.filter(person_id=one.person)] for one in people
    ]
    assert sorted(sum(b"BEN" in body for body in mine) for mine in bodies) == [0, 1]
    assert [sum(his.encode() in body for body in mine) for mine in bodies] in ([0, 1], [1, 0])


def test_a_key_that_becomes_known_later_verifies_what_is_here_and_what_is_taken_back_says_so(ana):
    trusted(jwks=None, lists={})
    took_in(browser("alice"), ana, ("card.txt", CARD.encode()))
    assert "are not known here yet" in entry_page(ana)
    trusted()
    assert f"Verified: signed by {NAME}" in entry_page(ana)
    trusted(lists={KEY.thumbprint(): {**NO_RIDS[KEY.thumbprint()], "rids": ["r1"]}})
    page = entry_page(ana)
    assert "The issuer took this card back." in page
    assert "Verified: signed by" not in page
    assert distrust(by=OPERATOR, iss=ISSUER)
    assert "Nobody that this site knows of vouches" in entry_page(ana)


def test_the_same_vaccination_on_a_newer_card_is_here_already(ana):
    trusted()
    took_in(browser("alice"), ana, ("card.txt", CARD.encode()))
    _work, shown = took_in(browser("alice"), ana, ("newer.txt", card(issued=THEN + 5000, rid="r7").encode()))
    assert counts(ana, State.PENDING) == {"vaccines": 1}
    assert "Here already, unchanged" in shown


def test_the_card_leaves_as_it_came(ana, tmp_path):
    trusted()
    data = b"\n" + to_file([CARD])
    took_in(browser("alice"), ana, ("card.smart-health-card", data))
    assert data in kept_in(exported(ana, tmp_path / "out"))


def test_a_list_keeps_what_another_said_and_tells_how_many_are_new():
    trusted()
    other = Listed("https://other.example", "Other")
    told = trust(by=OPERATOR, listed=[Listed(ISSUER, NAME), other], now=timezone.now())
    assert (told.listed, told.added, told.with_keys) == (2, 1, 0)
    assert json.loads(CardIssuer.objects.get(iss=ISSUER).keys) == JWKS
    assert new_key().thumbprint() not in CardIssuer.objects.get(iss=ISSUER).keys
    assert not distrust(by=OPERATOR, iss="https://nobody.example")
