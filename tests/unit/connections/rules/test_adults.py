"""Who is of age for certain, of a date that may be no more than a year?"""

from datetime import date

import pytest

from haversack.connections.rules.adults import is_adult


@pytest.mark.parametrize(
    ("born", "today", "adult"),
    [
        ("2000-05-11", date(2018, 5, 10), False),
        ("2000-05-11", date(2018, 5, 11), True),
        ("2000-02-29", date(2018, 2, 28), False),
        ("2000-02-29", date(2018, 3, 1), True),
        ("2000-02", date(2018, 2, 28), False),
        ("2000-02", date(2018, 3, 1), True),
        ("2000", date(2018, 12, 30), False),
        ("2000", date(2018, 12, 31), True),
        ("1980", date(2018, 1, 1), True),
        ("1980-02-31", date(2018, 1, 1), False),
    ],
)
def test_of_age_for_certain(born, today, adult):
    assert is_adult(born, today) is adult
