"""What is told together, and how often is something tried again?"""

from datetime import UTC, datetime, time, timedelta

from haversack.notices.rules.quiet import Quiet
from haversack.notices.rules.timing import BETWEEN, GATHERED, TRIES, due, next_try

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NIGHT = Quiet(time(22), time(7), UTC)


def test_a_first_event_waits_a_little_for_others():
    assert due(NOW, None, None) == NOW + GATHERED


def test_what_follows_a_message_waits_so_that_an_hour_lies_between():
    assert due(NOW, NOW - timedelta(minutes=10), None) == NOW - timedelta(minutes=10) + BETWEEN
    assert due(NOW, NOW - timedelta(days=2), None) == NOW + GATHERED


def test_what_happens_at_night_is_told_in_the_morning():
    at_night = NOW.replace(hour=23)
    assert due(at_night, None, NIGHT) == datetime(2026, 6, 2, 7, tzinfo=UTC)
    just_before = NOW.replace(hour=21, minute=58)
    assert due(just_before, None, NIGHT) == datetime(2026, 6, 2, 7, tzinfo=UTC)


def test_tries_come_further_apart_and_end():
    waits = [next_try(number, NOW, None, None) for number in range(1, len(TRIES) + 1)]
    assert waits == [NOW + wait for wait in TRIES]
    assert next_try(len(TRIES) + 1, NOW, None, None) is None


def test_a_try_waits_as_long_as_it_is_asked_to_but_not_for_ever():
    assert next_try(1, NOW, timedelta(minutes=20), None) == NOW + timedelta(minutes=20)
    assert next_try(1, NOW, timedelta(days=400), None) == NOW + TRIES[-1]
    assert next_try(3, NOW, timedelta(seconds=1), None) == NOW + TRIES[2]


def test_nor_does_a_try_wake_anybody():
    assert next_try(1, NOW.replace(hour=23), None, NIGHT) == datetime(2026, 6, 2, 7, tzinfo=UTC)
