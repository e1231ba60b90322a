"""Does any outgoing call ever connect to a machine inside? A tripwire at the socket says so."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

import httpx2
import pytest

from haversack.backpack.models import CardIssuer
from haversack.cli.directory import _fetched
from haversack.cli.frame import Refused as CannotBeDone
from haversack.connections.actions import (
    card_keys,
    examine,
    portal_facts,
    posting,
    registering,
    token_endpoint,
    unregistering,
    updating,
)
from haversack.connections.actions.asking import Portal
from haversack.connections.actions.connecting import Refused, _check_identity
from haversack.connections.actions.links import fetch_link
from haversack.connections.actions.meeting import NotMet, read_patient
from haversack.connections.actions.token_endpoint import NoTokens, ask_for_tokens, revoke
from haversack.connections.http import AddressRefused, NoAnswer, Web, WebFault
from haversack.connections.models import PublishedList, Registration
from haversack.connections.models.facts import ConnectionFacts, SignInFacts
from haversack.connections.rules.reaching import Allowed
from haversack.fhirserver.http import keys_at
from haversack.notices.ports import NotAllowed, Unreachable
from haversack.smart.answers import Stop
from haversack.smart.assertions import BadAssertion
from haversack.smart.links.reading import Link
from haversack.smart.links.refused import BadLink
from haversack.smart.portals import Configuration
from haversack.smart.tokens import Given

from . import sending
from .addresses import hosts

INSIDE = hosts()
NOBODY = Allowed()


class Connected(Exception):
    """The tripwire: somebody opened a socket."""


@pytest.fixture
def tripwire(monkeypatch):
    """No name server is asked: what reads as an address is one, localhost is this machine, nothing else has a name."""
    resolve = socket.getaddrinfo

    def numbers_only(host, port, *rest, **more):
        host = "127.0.0.1" if host.lower().rstrip(".") in ("localhost", "ip6-localhost") else host
        return resolve(host, port, *rest, **more, flags=socket.AI_NUMERICHOST)

    monkeypatch.setattr(socket, "getaddrinfo", numbers_only)
    reached: list[object] = []

    def trip(address, *rest, **more):
        reached.append(address)
        raise Connected

    monkeypatch.setattr(socket, "create_connection", trip)
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: trip(address))
    return reached


def calls(web: Web, host: str):
    """Every outgoing call there is, with an address of somebody's choosing."""
    for scheme in ("https", "http"):
        yield lambda scheme=scheme: web.get(f"{scheme}://{host}/fhir/metadata")
        yield lambda scheme=scheme: web.send("POST", f"{scheme}://{host}:8443/token", form={"a": "b"})


def every_place(web: Web, host: str) -> Iterator[Callable[[], object]]:
    """Every place that sends, each with an address that somebody else chose: a portal, a link, a card, a browser."""
    base = f"https://{host}/fhir"
    known = Registration(client_id="app", kind="public")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    form = {"grant_type": "refresh_token", "refresh_token": "secret"}
    yield lambda: registering._ask(web, f"{base}/register", {"client_name": "Haversack"})
    yield lambda: unregistering._forgotten(web, f"{base}/register/app", "secret")
    yield lambda: ask_for_tokens(web=web, endpoint=f"{base}/token", registration=known, form=form, now=now)
    yield lambda: revoke(web=web, endpoint=f"{base}/revoke", registration=known, refresh="r", access="a", now=now)
    yield lambda: read_patient(web=web, base=base, patient="p", token="secret")
    yield lambda: portal_facts.looked_again(ConnectionFacts(name="", given="", base=base), web)
    yield lambda: portal_facts._brand(Configuration(base=base, told_by="smart", brands=f"{base}/brands"), "", web)
    identity = Given(access="a", identity="a.b.c")
    asked = SignInFacts("verifier", "back", "openid", "nonce")
    facts = ConnectionFacts(name="", given="", keys=f"{base}/keys")
    yield lambda: _check_identity(facts, asked, known, identity, web, now)
    yield lambda: examine._heard(web, f"{base}/metadata")
    yield lambda: examine._empty_request(web, f"{base}/token")
    fetching = Portal(web, base, lambda spent: "secret", lambda run: run(), lambda: now, lambda: 0.5)
    yield lambda: fetching._send(f"{base}/Observation", "application/fhir+json", "secret", follow=False)
    yield lambda: fetching._send(f"{base}/Binary/1", "*/*", "secret", follow=True)
    for direct in (False, True):
        link = Link(url=f"https://{host}/m", key=b"k" * 32, direct=direct)
        yield lambda link=link: fetch_link(link, "", web=lambda: Web(NOBODY), clock=lambda: now)
    yield lambda: card_keys.ask(CardIssuer(iss=f"https://{host}/cards"), web, now)
    yield lambda: posting.post(f"https://{host}/push", headers={}, body=b"sealed")
    yield lambda: updating._ask(PublishedList(address=f"https://{host}/list.json"), lambda: Web(NOBODY))
    yield lambda: _fetched(f"https://{host}/list.json")
    yield lambda: keys_at(f"https://{host}/jwks", now=now)


NOT_REACHED = (NoTokens, NotMet, Refused, Stop, BadLink, NotAllowed, Unreachable, WebFault, CannotBeDone, BadAssertion)


def test_there_are_three_hundred_addresses():
    assert len(INSIDE) >= 300


def test_no_call_connects_to_any_of_them(tripwire):
    with Web(NOBODY) as web:
        for host in INSIDE:
            for call in calls(web, host):
                with pytest.raises((AddressRefused, NoAnswer)):
                    call()
    assert tripwire == []


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_no_place_that_sends_connects_to_any_of_them(tripwire, monkeypatch, settings, proof):
    """Mail goes to the one server that the operator names (config/mail.py), and to no address of anybody else's."""
    settings.ALLOWED_PORTALS = []
    monkeypatch.setattr(token_endpoint, "proven", lambda row, endpoint, form, now: (form, {}))
    monkeypatch.setattr(card_keys, "put_off", lambda **terms: None)
    tried, met = 0, sending.noting(monkeypatch)
    for host in INSIDE[:: -(-len(INSIDE) // proof.size(sample=12, full=len(INSIDE)))]:
        with Web(NOBODY) as web:
            for place in every_place(web, host):
                tried += 1
                with suppress(*NOT_REACHED):
                    place()
    assert met == sending.places()
    proof.counted("outgoing calls with an address inside", tried=tried, wrong=len(tripwire))


def test_a_place_that_sends_and_is_not_tried_is_noticed(tmp_path):
    planted = tmp_path / "connections" / "actions" / "planted.py"
    planted.parent.mkdir(parents=True)
    planted.write_text("class A:\n    def b(self):\n        return lambda: self.web.get(self.address, most=1)\n")
    assert sending.places(tmp_path) == {"connections/actions/planted.py:A.b"}


def test_the_tripwire_is_felt(tripwire, monkeypatch):
    monkeypatch.setattr("haversack.connections.http.why_not_the_address", lambda address, allowed: "")
    with Web(NOBODY) as web, pytest.raises(Connected):
        web.get("https://127.0.0.1/fhir/metadata")
    assert tripwire


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "2002:7f00:1::"])
def test_a_name_that_leads_inside_is_as_good_as_its_address(tripwire, monkeypatch, inside):
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (inside, 443))])
    with Web(NOBODY) as web, pytest.raises(AddressRefused):
        web.get("https://portal.example/fhir/metadata")
    assert tripwire == []


def test_a_name_is_asked_for_once_and_what_was_judged_is_connected_to(tripwire, monkeypatch):
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def changing(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with Web(NOBODY) as web, pytest.raises(Connected):
        web.get("https://portal.example/fhir/metadata")
    assert tripwire == [("93.184.216.34", 443)]


@pytest.mark.parametrize("host", INSIDE[::25])
def test_a_redirect_leads_inside_as_little_as_a_first_address(tripwire, host):
    def portal(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(302, headers=[(b"location", f"https://{host}/".encode())])

    guarded = Web(NOBODY)
    web = Web(NOBODY, transport=_First(portal, guarded._client._transport))
    with guarded, web, pytest.raises((AddressRefused, NoAnswer)):
        web.get("https://portal.example/fhir")
    assert tripwire == []


class _First(httpx2.BaseTransport):
    """The first request is answered here, every later one goes the guarded way."""

    def __init__(self, answer, later: httpx2.BaseTransport) -> None:
        self.answer, self.later, self.asked = answer, later, 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        return self.answer(request) if self.asked == 1 else self.later.handle_request(request)


@pytest.mark.parametrize(
    ("words", "url", "may"),
    [
        (["localhost:8001"], "http://localhost:8001/fhir", True),
        (["localhost:8001"], "http://localhost:8002/fhir", False),
        (["127.0.0.0/8"], "http://127.0.0.1:9/fhir", True),
        (["portal.lan"], "http://portal.lan:1234/fhir", True),
        (["portal.lan"], "http://portal.lan.evil.example/fhir", False),
        ([], "https://portal.example/fhir", True),
        ([], "http://portal.example/fhir", False),
        ([], "ftp://portal.example/fhir", False),
        ([], "https://me:secret@portal.example/fhir", False),
    ],
)
def test_the_operator_says_which_neighbours_may_be_asked(words, url, may):
    from haversack.connections.rules.reaching import why_not_the_url

    assert (why_not_the_url(url, Allowed.read(words)) == "") is may


def test_public_addresses_are_let_through():
    from haversack.connections.rules.reaching import why_not_the_address

    for public in ("93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"):
        assert why_not_the_address(ipaddress.ip_address(public), NOBODY) == "", public
