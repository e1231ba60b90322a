"""Are the keys of those who sign cards fetched from where they publish them, and from nowhere inside the network?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from haversack.backpack.actions.card_issuers import trust
from haversack.backpack.models import CardIssuer
from haversack.backpack.queries.cards import issuer_of
from haversack.backpack.rules.roles import Viewer
from haversack.connections.actions.card_keys import ask_due
from haversack.connections.http import Web
from haversack.connections.jobs import card_keys
from haversack.connections.rules.reaching import Allowed
from haversack.records.cards.listing import Listed

from ...fakes.portals import Portal
from ...unit.records.cards.examples import ISSUER, JWKS, KEY, NO_RIDS

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KEYS = f"GET {ISSUER}/.well-known/jwks.json"
LIST = f"GET {ISSUER}/.well-known/crl/{KEY.thumbprint()}.json"


def asked(answers, now=NOW):
    return ask_due(now, web=lambda: Web(Allowed(), transport=Portal(answers)))


@pytest.fixture
def hospital():
    trust(by=Viewer.operator(), listed=[Listed(ISSUER, "Riverside")], now=NOW)
    return CardIssuer.objects.get()


def test_keys_and_lists_are_kept_and_asked_for_again_a_day_later(hospital):
    answers = {KEYS: httpx2.Response(200, json=JWKS), LIST: httpx2.Response(200, json=NO_RIDS)}
    assert asked(answers) == (1, 0)
    known = issuer_of(ISSUER)
    assert known is not None
    assert (known.jwks, known.lists) == (JWKS, {KEY.thumbprint(): NO_RIDS})
    assert asked(answers, NOW + timedelta(hours=23)) == (0, 0)
    assert asked(answers, NOW + timedelta(hours=25)) == (1, 0)


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500),
        httpx2.Response(200, content=b"<html>"),
        httpx2.Response(200, json=[]),
        httpx2.Response(200, json={"keys": [{}] * 51}),
        httpx2.Response(200, content=b"[" * 100_000),
        httpx2.ConnectError("no"),
    ],
)
def test_one_that_does_not_answer_loses_nothing_and_is_asked_ever_later(hospital, answer):
    CardIssuer.objects.update(keys=json.dumps(JWKS))
    assert asked({KEYS: answer}) == (0, 1)
    assert json.loads(CardIssuer.objects.get().keys) == JWKS
    assert asked({KEYS: answer}, NOW + timedelta(hours=25)) == (0, 1)
    assert asked({KEYS: answer}, NOW + timedelta(hours=72)) == (0, 0)
    assert CardIssuer.objects.get().failures == 2


def test_a_list_that_does_not_come_leaves_the_one_before_it(hospital):
    CardIssuer.objects.update(lists=json.dumps({KEY.thumbprint(): NO_RIDS}))
    assert asked({KEYS: httpx2.Response(200, json=JWKS)}) == (1, 0)
    known = issuer_of(ISSUER)
    assert known is not None
    assert known.lists == {KEY.thumbprint(): NO_RIDS}


def test_an_issuer_inside_the_network_is_not_asked():
    trust(by=Viewer.operator(), listed=[Listed("https://127.0.0.1:9/cards", "Inside")], now=NOW)
    assert ask_due(NOW, web=lambda: Web(Allowed())) == (0, 1)


def test_nobody_is_asked_unless_the_operator_allows_it(hospital, settings, monkeypatch):
    times = []
    monkeypatch.setattr(card_keys, "ask_due", times.append)
    settings.CARD_KEYS_ONLINE = False
    card_keys.sweep_card_keys()
    assert times == []
    settings.CARD_KEYS_ONLINE = True
    card_keys.sweep_card_keys()
    assert len(times) == 1
