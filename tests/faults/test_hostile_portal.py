"""Does a fetch from a portal that does everything wrong end where one without a fault ends, and say why it stopped?"""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from haversack.backpack.models import Count, Record
from haversack.backpack.models.record import Kind, State
from haversack.connections.actions import carrying
from haversack.connections.actions import tokens as acting
from haversack.connections.actions.clients import door_of, seal_registration
from haversack.connections.actions.moving import move
from haversack.connections.actions.tokens import bearer
from haversack.connections.http import Web
from haversack.connections.models import Connection, Fetch, Registration
from haversack.connections.models.facts import TOKENS, RegistrationFacts, Tokens, encode
from haversack.connections.presenters.words import words_for
from haversack.connections.rules.reaching import Allowed
from haversack.connections.rules.states import Event, Reason

from ..fakes.fetched import FakePortal
from ..integration.connections.fetching import Connected, connected, result, sample
from .hostile import EVERY, FAULTS, RENEWALS, Door, Hostile

FETCHES = 8  # under faults, in each round
RESULTS = 35


class OverTheWire(Connected):
    """Fetches through real sockets and with real tokens, with waits a thousand times shorter."""

    def give(self, connection: Any, opened: Any, web: Any, now: Any, *, spent: str = "") -> str:
        return bearer(connection, opened, web, now, spent=spent)

    def sign_in(self, door: Door) -> None:
        """Somebody signs in at the portal, for the first time or again."""
        said, base = door.give(), self.portal.base
        tokens = Tokens(said["access_token"], said["refresh_token"], self.now, base.replace("/fhir", "/token"), base)
        known = self.connection.registration or Registration.objects.create(
            door=door_of(base), client_id="app", kind="public", made_by="dynamic", created_at=self.now,
            sealed=seal_registration(RegistrationFacts(base)),
        )  # fmt: skip
        sealed = self.opened.key.seal(encode(tokens), TOKENS)
        move(
            opened=self.opened, number=self.connection.pk, event=Event.SIGNED_IN, now=self.now, tokens=sealed,
            registration=known, signed_in_at=self.now,
        )  # fmt: skip
        self.connection.refresh_from_db()

    def fetched(self, door: Door, kind: str) -> tuple[Fetch, list[str]]:
        """A fetch, and what does not hold after it. Whose permission was lost signs in again, and it goes on."""
        row, wrong = self.fetch(kind=kind, times=40), list[str]()
        while self.connection.state == "sign_in_again" and not wrong:
            if (row.state, row.reason) != ("waiting", "lost") or not words_for(Reason.LOST).next:
                wrong.append(f"{row.state} and asks to sign in again: {row.reason}")
            self.sign_in(door)
            row = self.fetch(kind=kind, times=40)
        return row, wrong + faults_of(self, row)

    def web(self, local: str) -> Web:
        return Web(Allowed.read([self.portal.base.partition("//")[2].partition("/")[0]]))


def told(held: list[bytes]) -> list[str]:
    """Records without the address that the portal happened to have."""
    docs = [json.loads(raw) for raw in held]
    for doc in docs:
        doc.pop("content", None)
    return sorted(json.dumps(doc, sort_keys=True) for doc in docs)


def wanted(portal: FakePortal) -> list[str]:
    docs = [dict(doc) for doc in portal.records.values()]
    docs.append(
        {"resourceType": "Binary", "contentType": "text/plain", "data": "V2hhdCB0aGUgZG9jdG9yIHdyb3Rl", "id": "b1"}
    )
    for doc in docs:
        doc.pop("content", None)
    return sorted(json.dumps(doc, sort_keys=True) for doc in docs)


def nameless(docs: list[str]) -> set[str]:
    """The same without ids, which a portal may forget to tell."""
    return {json.dumps({name: value for name, value in json.loads(one).items() if name != "id"}) for one in docs}


def faults_of(here: Connected, row: Fetch) -> list[str]:
    """What does not hold of a backpack after a fetch."""
    found = []
    current = Record.objects.filter(person_id=here.opened.person, state__in=(State.PENDING, State.ACCEPTED))
    names = [(bytes(one.identity), one.state) for one in current]
    if len(names) != len(set(names)):
        found.append("a record is there twice")
    for state in (State.PENDING, State.ACCEPTED):
        lines = current.filter(state=state, lead=1, kind=Kind.DISPLAYED).count()
        counted = sum(Count.objects.filter(person_id=here.opened.person, state=state).values_list("number", flat=True))
        if lines != counted:
            found.append(f"{lines} lines and {counted} counted")
    held = told(here.held())
    if any("stranger" in one for one in held):
        found.append("another patient's record came in")
    if row.state == "done" and not nameless(wanted(here.portal)) <= nameless(held):
        found.append("called done and is not")
    if row.state != "done" and Reason(row.reason) is Reason.NONE:
        found.append(f"{row.state} without a reason")
    if row.state in ("waiting", "running"):
        found.append("never ended")
    return found


def one_round(
    luck: random.Random, name: str, kinds: tuple[str, ...] = EVERY, fetches: int = FETCHES, often: float = 0
) -> tuple[int, list[str]]:
    """Fetches under faults while the portal's records change; then one without. How many faults there were, and what
    does not hold."""
    portal = FakePortal(page=6)
    hostile = Hostile(portal, luck, often=often or luck.choice([0.05, 0.15, 0.3]), kinds=kinds)
    wrong: list[str] = []
    with hostile.listening():
        sample(portal, RESULTS)
        first = connected(portal, name)
        here = OverTheWire(portal, first.opened, first.connection, second=0.0005)
        here.sign_in(hostile.door)
        for number in range(fetches):
            wrong += here.fetched(hostile.door, luck.choice(["full", "quick"]))[1]
            portal.put(result(f"o{luck.randrange(RESULTS):03}", value=number))
            here.now += timedelta(days=1)
        hostile.often = 0
        for _ in range(2):  # the first finds out, where the last renewal was lost
            row, found = here.fetched(hostile.door, "full")
            wrong += found
        if row.state != "done" or told(here.held()) != wanted(portal):
            wrong.append("the end is another than without faults")
    return hostile.done.total(), wrong


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_a_hostile_portal_changes_nothing_of_what_is_there_in_the_end(proof):
    luck, tried, wrong, rounds = random.Random(proof.seed), 0, [], 0
    while tried < proof.size(sample=40, full=1000):
        rounds += 1
        number, found = one_round(luck, f"Person {rounds}")
        tried += number
        wrong += found
    assert not wrong
    proof.counted("faults of a hostile portal during a fetch", tried=tried, wrong=len(wrong))


@pytest.mark.parametrize("kinds", [*((kind,) for kind in sorted(FAULTS)), tuple(RENEWALS)], ids=lambda kinds: kinds[0])
def test_each_fault_by_itself_is_survived(kinds):
    number, wrong = one_round(random.Random(7), "Ada", kinds, fetches=2, often=0.25)
    assert number > 0
    assert wrong == []


def test_the_harness_notices_a_cursor_that_is_kept_outside_of_its_pages_transaction(monkeypatch):
    real = carrying.receive_page

    def broken(**terms):
        reports = []
        real(**{**terms, "keep": reports.append, "page": terms["page"]}) if luck.random() < 0.9 else None
        terms["keep"](reports[0] if reports else carrying.PageReport())  # also where the page itself was lost

    luck = random.Random(3)
    monkeypatch.setattr(carrying, "receive_page", broken)
    _number, wrong = one_round(random.Random(7), "Ada", ("500",), fetches=3)
    assert "called done and is not" in wrong


def test_the_harness_notices_that_another_patients_records_are_taken(monkeypatch):
    from haversack.backpack.actions import intake_page

    monkeypatch.setattr(intake_page, "is_anothers", lambda *words, **terms: False)
    _number, wrong = one_round(random.Random(7), "Ada", ("mixed up",), fetches=2, often=0.3)
    assert "another patient's record came in" in wrong


def test_the_harness_notices_a_token_that_is_used_before_it_is_stored(monkeypatch):
    def forget(opened: Any, number: int, *words: Any) -> None:
        Connection.objects.filter(pk=number).update(refresh_until=None)

    monkeypatch.setattr(acting, "store", forget)
    _number, wrong = one_round(random.Random(7), "Ada", ("429",), fetches=1)
    assert "waiting and asks to sign in again: expired" in wrong
