"""Does the one table of states hold together: is every state reached and left, and nothing else possible?"""

import runpy
from pathlib import Path

import pytest

from haversack.connections.rules.states import LIVE, SIGNABLE, TABLE, CannotHappen, Event, Reason, State, after


def test_every_state_has_its_line_and_can_be_reached():
    reached = {to for line in TABLE.values() for to in line.values()}
    assert set(TABLE) == set(State)
    assert reached == set(State)


def test_every_event_happens_somewhere():
    assert {event for line in TABLE.values() for event in line} == set(Event)


def test_from_every_state_a_connection_can_end_and_begin_again():
    for state in set(State) - {State.DISCONNECTED}:
        assert after(state, Event.DISCONNECT) is State.DISCONNECTED
    assert after(State.DISCONNECTED, Event.AGAIN) is State.INVESTIGATING


def test_whoever_can_sign_in_becomes_connected_and_nobody_else():
    assert {state for state in State if TABLE[state].get(Event.SIGNED_IN) is State.CONNECTED} == SIGNABLE
    assert {state for state in State if Event.FETCHED in TABLE[state]} == LIVE


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (State.DISCONNECTED, Event.FETCHED),
        (State.DISCONNECTED, Event.SIGNED_IN),
        (State.NOT_SUPPORTED, Event.SIGNED_IN),
        (State.REGISTERING, Event.SIGNED_IN),
        (State.INVESTIGATING, Event.SIGNED_IN),
    ],
)
def test_what_is_not_in_the_table_cannot_happen(state, event):
    with pytest.raises(CannotHappen):
        after(state, event)


def test_every_state_event_and_reason_is_explained_where_the_table_is_drawn():
    drawn = runpy.run_path(str(Path(__file__).parents[4] / "docs" / "states_of_connections.py"))
    assert set(drawn["ABOUT"]) == set(State)
    assert set(drawn["EVENTS"]) == set(Event)
    page = drawn["page"]("made")
    assert all(f"`{reason}`" in page for reason in Reason if reason)
    less = {event: after for event, after in TABLE[State.READY].items() if event is not Event.STOPPED}
    drawn["_drawing"].__globals__["TABLE"] = {**TABLE, State.READY: less}
    assert drawn["page"]("made") != page  # what the table says no more is drawn no more
