"""How old is somebody by the hospital's calendar, and when does that change something?"""

from datetime import UTC, date, datetime

import pytest

from haversack.portal.rules.minors import Life, birthday, born_on_days, day_of, midnight, next_change
from haversack.records.ages import age_on


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("2008-03-03", "2026-03-02", 17),
        ("2008-03-03", "2026-03-03", 18),
        ("2008-02-29", "2026-02-28", 17),  # not a day early
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-03-03", "2026-03-03", 0),
        ("2026-03-03", "2026-03-02", -1),
        ("2000-12-31", "2026-01-01", 25),
    ],
)
def test_age_counts_full_years(born, day, years):
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == years


def test_age_and_birthday_agree_on_every_day_of_a_leap_day_childs_life():
    born = date(2008, 2, 29)
    for years in range(100):
        on = birthday(born, years)
        assert age_on(born, on) == years
        assert age_on(born, date.fromordinal(on.toordinal() - 1)) == years - 1


def test_the_day_is_the_hospitals():
    late = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    assert day_of(late, "America/New_York") == date(2026, 3, 2)
    assert day_of(late, "Europe/Berlin") == date(2026, 3, 3)
    assert midnight(date(2026, 7, 1), "America/New_York") == datetime(2026, 7, 1, 4, tzinfo=UTC)  # summer time


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        (Life(date(2015, 5, 1)), date(2028, 5, 1)),
        (Life(date(2010, 5, 1)), date(2028, 5, 1)),
        (Life(date(2010, 5, 1), emancipated_on=date(2026, 9, 1)), date(2026, 9, 1)),
        (Life(date(1968, 5, 1)), None),
        (Life(None), None),
    ],
)
def test_the_next_change_is_the_nearest_day_to_come(life, expected):
    assert next_change(life, (13, 18), date(2026, 3, 3)) == expected


def test_who_has_a_birthday_is_found_for_every_day_of_four_years():
    """As by looking at every day of birth there is."""
    births = [date(2008, 2, 26).fromordinal(date(2008, 2, 26).toordinal() + n) for n in range(8)]
    for ordinal in range(date(2025, 2, 20).toordinal(), date(2029, 3, 10).toordinal()):
        day = date.fromordinal(ordinal)
        for years in (17, 18, 20):
            found = {born for born in born_on_days(day, years) if born in births}
            assert found == {born for born in births if birthday(born, years) == day}
