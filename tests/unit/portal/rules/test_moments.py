"""Between which moments did something happen?"""

from datetime import UTC, date, datetime

import pytest

from haversack.portal.rules.moments import NEVER_SAID, period_of, span_of, when


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "low", "high", "day"),
    [
        ("2019", at(2019, 1, 1), at(2020, 1, 1), date(2019, 12, 31)),
        ("2019-12", at(2019, 12, 1), at(2020, 1, 1), date(2019, 12, 31)),
        ("2020-02-29", at(2020, 2, 29), at(2020, 3, 1), date(2020, 2, 29)),
        ("2020-02-29T10:30Z", at(2020, 2, 29, 10, 30), at(2020, 2, 29, 10, 31), date(2020, 2, 29)),
        ("2002-12-31T23:30:00-05:00", at(2003, 1, 1, 4, 30), at(2003, 1, 1, 4, 30, 1), date(2002, 12, 31)),
        ("2020-01-01T23:59:60Z", at(2020, 1, 1, 23, 59, 59), at(2020, 1, 2), date(2020, 1, 1)),
    ],
)
def test_a_date_is_a_span_as_long_as_it_is_vague(written, low, high, day):
    assert span_of(written) == (low, high, day)


@pytest.mark.parametrize("written", ["", "2019-02-30", "last spring", "19-01-01"])
def test_what_is_no_date_says_nothing(written):
    assert span_of(written) == NEVER_SAID


def test_a_period_is_open_where_it_says_nothing():
    assert period_of({"start": "2020"}) == (at(2020, 1, 1), None, date(2020, 12, 31))
    assert period_of({"end": "2020"}) == (None, at(2021, 1, 1), date(2020, 12, 31))
    assert when({"event": ["2020-05-05"]}).low == at(2020, 5, 5)
    assert when(7) == when({}) == when(None) == NEVER_SAID
