"""Does a backpack hold what a model of plain values holds, after any sequence of what can happen between it and two
portals?"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from haversack.backpack.actions.persons import add_person
from haversack.backpack.models import Count, Record
from haversack.backpack.models.face import BODY
from haversack.backpack.models.record import Kind, State
from haversack.backpack.rules import intake as rules
from haversack.connections.models import Connection, Fetch
from haversack.connections.queries.fetches import unshared_records

from ...fakes.fetched import FakePortal
from .fetching import OPERATOR, Connected, connected_to, result
from .lives import ERROR, Model

BASES = ("https://one.example/fhir", "https://two.example/fhir")
STEPS = 25
portals, numbers, values = st.integers(0, 1), st.sampled_from("abcde"), st.sampled_from(["1", "2", "3"])
NAMES = {State.PENDING: "pending", State.ACCEPTED: "accepted"}


class Lives(RuleBasedStateMachine):
    """Two portals that may state the same facts, and one backpack."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.opened = add_person(by=OPERATOR, name="Ada")
        self.lives: list[Connected] = []
        for base in BASES:
            portal = FakePortal(base=base, page=2)
            self.lives.append(connected_to(portal, self.opened, types={"Observation": ("patient",)}))

    @rule(portal=portals, number=numbers, value=values)
    def the_portal_says(self, portal: int, number: str, value: str) -> None:
        # The measure is the number's: the other portal may state the very same fact.
        self.lives[portal].portal.put(result(number, value=int(value)))
        self.model.says(portal, number, value)

    @rule(portal=portals, number=numbers)
    def the_portal_withdraws(self, portal: int, number: str) -> None:
        if f"Observation/{number}" in self.lives[portal].portal.records:
            self.lives[portal].portal.put(result(number, value=0) | {"status": "entered-in-error"})
            self.model.says(portal, number, ERROR)

    @rule(portal=portals, number=numbers)
    def the_portal_shows_it_no_more(self, portal: int, number: str) -> None:
        if f"Observation/{number}" in self.lives[portal].portal.records:
            self.lives[portal].portal.drop(f"Observation/{number}")
            self.model.says(portal, number, None)

    @rule(portal=portals)
    def fetch(self, portal: int) -> None:
        row = self.lives[portal].fetch()
        assert row.state == Fetch.State.DONE
        self.model.fetched(portal)

    @rule(portal=portals)
    def fetch_twice(self, portal: int) -> None:
        self.fetch(portal)
        before = sorted(map(repr, Record.objects.values_list()))
        row = self.lives[portal].fetch()
        assert (row.new, row.changed) == (0, 0)
        assert sorted(map(repr, Record.objects.values_list())) == before
        self.model.fetched(portal)

    @rule()
    def add_all(self) -> None:
        if self.waits():
            self.lives[0].accept()
            self.model.accept()

    @rule()
    def remove_all(self) -> None:
        if self.waits():
            self.lives[0].remove()
            self.model.remove()

    @rule(portal=portals)
    def disconnect_and_connect_again(self, portal: int) -> None:
        here = self.lives[portal]
        Connection.objects.filter(pk=here.connection.pk).update(state="disconnected", ended_at=here.now, tokens=None)
        again = connected_to(here.portal, self.opened, types={"Observation": ("patient",)})
        again.now = here.now + timedelta(days=1)
        self.lives[portal] = again

    def waits(self) -> bool:
        return Record.objects.filter(person_id=self.opened.person, state=State.PENDING).exists()

    @invariant()
    def the_backpack_holds_what_the_model_holds(self) -> None:
        held, withdrawn, keys = [], [], {}
        rows = Record.objects.filter(person_id=self.opened.person, state__in=list(NAMES), kind=Kind.DISPLAYED)
        sources = {here.connection.source_id: number for number, here in enumerate(self.lives)}
        for row in rows:
            doc = json.loads(self.opened.key.open(bytes(row.body), BODY))
            value = ERROR if doc["status"] == ERROR else str(doc["valueQuantity"]["value"])
            key = (sources[row.source_id], doc["id"])
            held.append((*key, NAMES[State(row.state)], value))
            keys[row.pk] = key
            if row.is_withdrawn:
                withdrawn.append(key)
        assert sorted(held) == self.model.held()
        assert sorted(withdrawn) == self.model.withdrawn()
        told = sorted({keys[one] for one in unshared_records(self.opened.person, list(keys))})
        assert told == self.model.no_longer_shared()

    @invariant()
    def every_record_stands_in_a_line_and_every_line_is_counted(self) -> None:
        rows = Record.objects.filter(person_id=self.opened.person, state__in=list(NAMES), kind=Kind.DISPLAYED)
        leads = {(row.state, bytes(row.fact or b"")) for row in rows if row.lead}
        assert all(row.lead or (row.state, bytes(row.fact or b"")) in leads for row in rows)
        for state in NAMES:
            counted = Count.objects.filter(person_id=self.opened.person, state=state).values_list("number", flat=True)
            assert sum(counted) == sum(1 for row in rows if row.lead and row.state == state)


def live(runs: int, *, shrink: bool = True) -> None:
    """So many lives of up to STEPS steps, each of a person of its own."""
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_any_life_between_two_portals_ends_as_the_model_says(proof):
    runs = proof.size(sample=12, full=10_000 // STEPS)
    live(runs)
    proof.counted("steps of random lives between two portals, against a model", tried=runs * STEPS, wrong=0)


def test_the_model_notices_that_what_was_removed_comes_back(monkeypatch):
    real = rules.fate_of

    def forgetful(**known):
        return real(**{**known, "is_declined": False, "is_content_declined": False})

    monkeypatch.setattr("haversack.backpack.actions.fates.fate_of", forgetful)
    monkeypatch.setattr("haversack.backpack.actions.intake_page._nothing_new", lambda *words: False)
    with pytest.raises((AssertionError, Flaky)):
        live(30, shrink=False)


def one_that_is_withdrawn() -> None:
    """The life that a stub needs. Random ones may be without it."""
    one = Lives()
    one.the_portal_says(0, "a", "1")
    one.fetch(0)
    one.add_all()
    one.the_portal_withdraws(0, "a")
    one.fetch(0)
    one.the_backpack_holds_what_the_model_holds()


def test_the_model_notices_that_a_stub_takes_the_place_of_what_was_accepted(monkeypatch):
    one_that_is_withdrawn()
    real = rules.fate_of

    def careless(**known):
        return real(**{**known, "is_stub": False})

    monkeypatch.setattr("haversack.backpack.actions.fates.fate_of", careless)
    with pytest.raises(AssertionError):
        one_that_is_withdrawn()
