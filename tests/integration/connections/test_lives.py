"""Does a backpack hold what a model of plain values holds, after any sequence of what can happen between it and two
portals?"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from haversack.backpack.actions.parting import join_again, take_apart
from haversack.backpack.actions.persons import add_person
from haversack.backpack.models import Count, Record
from haversack.backpack.models.face import BODY
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.lines import Line
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


def measured(number: str, value: int) -> dict[str, Any]:
    """The day is the number's: what the other portal says under it is the very same fact, and no other number's is."""
    return result(number, value=value, effectiveDateTime=f"2025-03-{ord(number) - ord('a') + 1:02}")


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
        self.lives[portal].portal.put(measured(number, int(value)))
        self.model.says(portal, number, value)

    @rule(portal=portals, number=numbers)
    def the_portal_withdraws(self, portal: int, number: str) -> None:
        if f"Observation/{number}" in self.lives[portal].portal.records:
            self.lives[portal].portal.put(measured(number, 0) | {"status": "entered-in-error"})
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

    @rule(number=numbers)
    def take_apart(self, number: str) -> None:
        for line in self.lines_of_two():
            if line.told[0].id == number:
                assert take_apart(opened=self.opened, by=OPERATOR, record=line.id) == 2
                self.model.apart.add(number)

    @rule(number=numbers)
    def join_again(self, number: str) -> None:
        if number in self.model.apart:
            rows = Record.objects.filter(person_id=self.opened.person, state__in=list(NAMES), kind=Kind.DISPLAYED)
            here = [row.pk for row in rows if self.key_of(row)[1] == number]
            if here:  # whatever was removed for good is nowhere to press the button
                join_again(opened=self.opened, by=OPERATOR, record=here[0])
                self.model.apart.discard(number)

    @rule(portal=portals)
    def disconnect_and_connect_again(self, portal: int) -> None:
        here = self.lives[portal]
        Connection.objects.filter(pk=here.connection.pk).update(state="disconnected", ended_at=here.now, tokens=None)
        again = connected_to(here.portal, self.opened, types={"Observation": ("patient",)})
        again.now = here.now + timedelta(days=1)
        self.lives[portal] = again

    def lines_of_two(self) -> list[Line]:
        lines = [line for state in NAMES for line, _ in all_lines(self.opened, state=state)]
        return [line for line in lines if line.reported_by > 1]

    def key_of(self, row: Record) -> tuple[int, str]:
        """(portal, number)."""
        sources = {here.connection.source_id: number for number, here in enumerate(self.lives)}
        return sources[row.source_id], json.loads(self.opened.key.open(bytes(row.body), BODY))["id"]

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
    def what_states_the_same_is_one_line_unless_it_was_taken_apart(self) -> None:
        rows = Record.objects.filter(person_id=self.opened.person, state__in=list(NAMES), kind=Kind.DISPLAYED)
        for state, name in NAMES.items():
            lines: dict[tuple[object, ...], list[tuple[int, str]]] = {}
            for row in rows.filter(state=state):
                place = (bytes(row.fact), row.rank) if row.fact else (row.pk,)
                lines.setdefault(place, []).append(self.key_of(row))
            assert sorted(map(sorted, lines.values())) == self.model.lines(name)

    @invariant()
    def every_record_stands_in_a_line_and_every_line_is_counted(self) -> None:
        rows = Record.objects.filter(person_id=self.opened.person, state__in=list(NAMES), kind=Kind.DISPLAYED)
        leads = {(row.state, bytes(row.fact or b"")) for row in rows if row.lead}
        assert all(row.lead or (row.state, bytes(row.fact or b"")) in leads for row in rows)
        for state in NAMES:
            counted = Count.objects.filter(person_id=self.opened.person, state=state).values_list("number", flat=True)
            assert sum(counted) == sum(1 for row in rows if row.lead and row.state == state)


def live(runs: int) -> None:
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
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_any_life_between_two_portals_ends_as_the_model_says(proof):
    runs = proof.size(sample=12, full=10_000 // STEPS)
    live(runs)
    proof.counted("steps of random lives between two portals, against a model", tried=runs * STEPS, wrong=0)


def one_that_is_removed() -> None:
    """The lives that a fault needs are written out here. Random ones may be without it."""
    one = Lives()
    one.the_portal_says(0, "a", "1")
    one.fetch(0)
    one.remove_all()
    one.fetch(0)
    one.the_backpack_holds_what_the_model_holds()


def test_the_model_notices_that_what_was_removed_comes_back(monkeypatch):
    one_that_is_removed()
    real = rules.fate_of

    def forgetful(**known):
        return real(**{**known, "is_declined": False, "is_content_declined": False})

    monkeypatch.setattr("haversack.backpack.actions.fates.fate_of", forgetful)
    monkeypatch.setattr("haversack.backpack.actions.intake_page._nothing_new", lambda *words: False)
    with pytest.raises(AssertionError):
        one_that_is_removed()


def one_that_is_taken_apart() -> None:
    one = Lives()
    for portal in (0, 1):
        one.the_portal_says(portal, "a", "1")
        one.fetch(portal)
    one.add_all()
    one.take_apart("a")
    one.what_states_the_same_is_one_line_unless_it_was_taken_apart()
    for portal, value in ((0, "2"), (1, "2"), (0, "1"), (1, "1")):
        one.the_portal_says(portal, "a", value)
        one.disconnect_and_connect_again(portal)
        one.fetch(portal)
        one.add_all()
        one.what_states_the_same_is_one_line_unless_it_was_taken_apart()


def test_the_model_notices_that_what_was_taken_apart_is_joined(monkeypatch):
    one_that_is_taken_apart()
    monkeypatch.setattr("haversack.backpack.actions.taking.keep_apart", lambda *words: None)
    with pytest.raises(AssertionError):
        one_that_is_taken_apart()


def one_that_is_withdrawn() -> None:
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
