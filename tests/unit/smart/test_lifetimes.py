"""For how long may an app come back?"""

from datetime import UTC, datetime, timedelta

import pytest

from haversack.smart.lifetimes import LIFETIMES, shorter

GRANTED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "used", "ends"),
    [
        ("hour", None, GRANTED + timedelta(hours=1)),
        ("day", GRANTED + timedelta(hours=20), GRANTED + timedelta(days=1)),
        ("week", GRANTED + timedelta(days=6), GRANTED + timedelta(days=7)),
        ("quarter", None, GRANTED + timedelta(days=93)),
        ("quarter", GRANTED + timedelta(days=80), GRANTED + timedelta(days=173)),
        ("year", GRANTED + timedelta(days=300), GRANTED + timedelta(days=396)),
    ],
)
def test_each_lifetime_ends_when_it_says(name: str, used: datetime | None, ends: datetime):
    assert LIFETIMES[name].ends(GRANTED, used) == ends


@pytest.mark.parametrize(
    ("site", "app", "lesser"),
    [("year", "day", "day"), ("hour", "year", "hour"), ("quarter", "quarter", "quarter"), ("x", "y", "hour"),
     ("forever", "week", "week")],
)  # fmt: skip
def test_the_shorter_one_holds(site: str, app: str, lesser: str):
    assert shorter(site, app).name == lesser
