"""When is failed work tried again, when is it given up, and how long is a copy kept?"""

from datetime import UTC, datetime, timedelta

import pytest

from haversack.backpack.rules.work import MOST_ATTEMPTS, has_expired, next_try

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(0, 10), (1, 10), (2, 60), (3, 300), (4, 1800), (MOST_ATTEMPTS - 1, 1800)],
)
def test_it_is_tried_again_after_longer_and_longer(attempts, wait):
    assert next_try(attempts, NOW) == NOW + timedelta(seconds=wait)


@pytest.mark.parametrize("attempts", [MOST_ATTEMPTS, MOST_ATTEMPTS + 1])
def test_after_the_last_attempt_it_is_given_up(attempts):
    assert next_try(attempts, NOW) is None


@pytest.mark.parametrize(("age", "expired"), [(0, False), (86_399, False), (86_400, True), (999_999, True)])
def test_a_copy_is_kept_for_a_day(age, expired):
    assert has_expired(NOW - timedelta(seconds=age), NOW) is expired
