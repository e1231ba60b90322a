"""Do axes carry round numbers and calendar dates, however wide or narrow the stretch?"""

from decimal import Decimal

import pytest

from haversack.records.scales import date_ticks, number_ticks, reach
from haversack.records.trends import moment


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("4.0", "8.4", ["4", "5", "6", "7", "8", "9"]),
        ("0.57", "1.00", ["0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]),
        ("-3", "2", ["-3", "-2", "-1", "0", "1", "2"]),
        ("140", "142", ["140.0", "140.5", "141.0", "141.5", "142.0"]),
        ("60000", "250000", ["50000", "100000", "150000", "200000", "250000"]),
    ],
)
def test_numbers_are_round_and_enclose_the_results(low, high, expected):
    assert [tick.text for tick in number_ticks(Decimal(low), Decimal(high))] == expected


@pytest.mark.parametrize("only", ["7", "0", "-2.5", "100000"])
def test_a_single_number_has_an_axis_around_it(only):
    ticks = number_ticks(Decimal(only), Decimal(only))
    assert ticks[0].at < float(only) < ticks[-1].at


@pytest.mark.parametrize(
    ("since", "until", "most", "expected"),
    [
        ("2017-11-14", "2026-11-11", 10, [str(year) for year in range(2018, 2027)]),
        ("2017-11-14", "2026-11-11", 5, ["2018", "2020", "2022", "2024", "2026"]),
        ("2025-01-03", "2026-03-01", 10, ["2025-04", "2025-07", "2025-10", "2026"]),
        ("2026-03-01", "2026-03-06", 5, ["2026-03-02", "2026-03-04", "2026-03-06"]),
        ("2026-03-01T08:00Z", "2026-03-01T20:00Z", 5, [f"2026-03-01T{hour:02}:00" for hour in (9, 12, 15, 18)]),
        ("2026-03-01", "2026-03-01", 5, ["2026-03-01"]),
        ("2019-02-03", "2019-02-27", 2, ["2019-02-03", "2019-02-27"]),
        ("1921", "2026", 10, [str(year) for year in range(1930, 2030, 10)]),
    ],
)
def test_dates_are_the_starts_of_years_months_days_or_hours(since, until, most, expected):
    ticks = date_ticks(moment(since), moment(until), most)
    assert [tick.text for tick in ticks] == expected


@pytest.mark.parametrize("days", [1, 3, 8, 20, 45, 90, 200, 400, 1000, 4000, 40000])
@pytest.mark.parametrize("most", [4, 10])
def test_there_are_never_more_dates_than_fit(days, most):
    since = moment("1903-03-03")
    ticks = date_ticks(since, since + days, most)
    assert 1 <= len(ticks) <= most
    assert all(since <= tick.at <= since + days for tick in ticks)


def test_a_near_range_widens_the_axis_and_a_far_one_does_not():
    numbers = [Decimal(20), Decimal(25)]
    assert reach(numbers, [Decimal(15), Decimal(30)]) == (15, 30)
    assert reach(numbers, [Decimal(15), Decimal(3000)]) == (15, 25)
