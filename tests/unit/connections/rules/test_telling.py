"""Of what is somebody told who is not looking, and when is an end foretold?"""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from haversack.connections.rules.states import TABLE, State
from haversack.connections.rules.telling import fails_for_days, kind_of_move, warning_due
from haversack.notices.rules.kinds import Kind

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHORT, LONG = timedelta(minutes=1), timedelta(hours=5)


@pytest.mark.parametrize(
    ("before", "after", "waited", "told"),
    [
        ("registering", "ready", SHORT, Kind.CONNECTION_READY),
        ("registering", "not_supported", SHORT, Kind.NOT_SUPPORTED),
        ("investigating", "ready", SHORT, None),  # whoever asked looks on
        ("investigating", "ready", LONG, Kind.CONNECTION_READY),
        ("investigating", "not_supported", LONG, Kind.NOT_SUPPORTED),
        ("investigating", "registering", LONG, None),
        ("connected", "sign_in_again", LONG, Kind.ENDED),
        ("failing", "sign_in_again", SHORT, Kind.ENDED),
        ("sign_in_again", "sign_in_again", LONG, None),
        ("ready", "connected", LONG, None),
        ("connected", "failing", LONG, None),  # after several days, not at once
        ("connected", "disconnected", LONG, None),
    ],
)
def test_what_a_move_tells(before, after, waited, told):
    assert kind_of_move(State(before), State(after), waited) is told


def test_staying_in_a_state_tells_nothing():
    assert {kind_of_move(state, state, wait) for state, wait in product(TABLE, (SHORT, LONG))} == {None}


@pytest.mark.parametrize(
    ("lasts", "left", "warned"),
    [
        (timedelta(days=90), timedelta(days=8), None),
        (timedelta(days=90), timedelta(days=7), timedelta(days=7)),
        (timedelta(days=90), timedelta(days=1), timedelta(days=1)),
        (timedelta(days=90), timedelta(hours=1), timedelta(hours=2)),
        (timedelta(days=7), timedelta(days=6), None),  # a week's permission is not told of at once
        (timedelta(days=7), timedelta(hours=23), timedelta(days=1)),
        (timedelta(days=1), timedelta(hours=23), None),
        (timedelta(days=1), timedelta(hours=2), timedelta(hours=2)),
        (timedelta(hours=1), timedelta(minutes=50), None),
        (timedelta(days=90), timedelta(0), None),  # that it has ended is told by itself
    ],
)
def test_when_an_end_is_foretold(lasts, left, warned):
    assert warning_due(NOW + left - lasts, NOW + left, NOW) == warned


def test_a_portal_fails_for_days_after_three():
    assert not fails_for_days(NOW - timedelta(days=2, hours=23), NOW)
    assert fails_for_days(NOW - timedelta(days=3), NOW)
