"""When is a connection refreshed by itself, and is everything asked for?"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from haversack.connections.rules.schedule import BETWEEN, Schedule, next_fetch, next_try, since, wants_everything

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
REGULAR = [one for one in Schedule if BETWEEN[one]]


@pytest.mark.parametrize("schedule", REGULAR)
@pytest.mark.parametrize("connection", [1, 2, 77, 123_456])
def test_the_own_moment_comes_within_one_turn_and_then_each_turn(schedule, connection):
    first = next_fetch(schedule, connection, NOW)
    assert NOW < first <= NOW + BETWEEN[schedule]
    assert next_fetch(schedule, connection, first) == first + BETWEEN[schedule]
    assert next_fetch(schedule, connection, first + timedelta(seconds=1)) == first + BETWEEN[schedule]


def test_by_hand_means_never_by_itself():
    assert next_fetch(Schedule.BY_HAND, 1, NOW) is None
    assert next_try(Schedule.BY_HAND, 1, 3, NOW) is None


def test_thousands_are_spread_over_the_week():
    hours = Counter((next_fetch(Schedule.WEEKLY, number, NOW) - NOW) // timedelta(hours=1) for number in range(16_800))
    assert len(hours) >= 168
    assert max(hours.values()) < 2 * 100
    assert len({next_fetch(Schedule.WEEKLY, number, NOW).minute for number in range(1000)}) == 60


def test_after_failures_the_pauses_grow_and_never_pass_the_own_moment():
    waits = [next_try(Schedule.WEEKLY, 5, failures, NOW) - NOW for failures in range(1, 12)]
    assert timedelta(hours=1) <= waits[0] <= timedelta(hours=1.25)
    assert waits == sorted(waits)
    assert waits[-1] == next_fetch(Schedule.WEEKLY, 5, NOW) - NOW


def test_those_that_failed_together_do_not_come_again_together():
    assert len({next_try(Schedule.WEEKLY, number, 1, NOW) for number in range(100)}) > 90


@pytest.mark.parametrize(
    ("schedule", "days", "everything"),
    [
        (Schedule.WEEKLY, 7, False),
        (Schedule.WEEKLY, 21, False),
        (Schedule.WEEKLY, 28, True),
        (Schedule.DAILY, 6, False),
        (Schedule.DAILY, 7, True),
        (Schedule.MONTHLY, 30, True),
    ],
)
def test_everything_is_asked_for_at_least_every_fourth_week(schedule, days, everything):
    assert wants_everything(schedule, NOW - timedelta(days=days), NOW) is everything
    assert wants_everything(schedule, None, NOW)


def test_a_quick_pass_looks_back_two_days_further_by_the_portals_clock():
    assert since("2026-03-03T01:00:00Z") == "2026-03-01T01:00:00Z"
    assert since("2026-03-03T01:00:00+02:00") == "2026-02-28T23:00:00Z"
    assert since("2026-03-03T01:00:00") == since("") == since("yesterday") == ""
