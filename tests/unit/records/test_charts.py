"""Is a trend drawn to scale, from what came and nothing else, on a sheet of either width?"""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from haversack.records.charts import MOST_DRAWN, THIN, WIDE, draw, place, thinned
from haversack.records.entry import Range, Value
from haversack.records.trends import Reading, trend

OLD, NEW = Range("4.5", "5.7"), Range("4.0", "5.6")


def reading(day: str, text: str, given: Range | None = None, **changes) -> Reading:
    value = Value("quantity", text, "%", changes.pop("comparator", ""))
    fields = {"ref": day, "source": "Riverside", "part": "", "method": "", "precision": "day", **changes}
    return Reading(date=day, value=value, range=given, **fields)


def chart(*found: Reading, size=WIDE):
    return draw(trend(found).panels[0], size)


NINE_YEARS = [
    reading("2017-11-14", "8.4", OLD),
    reading("2019-01-22", "7.5", OLD),
    reading("2021-10-12", "7.4", NEW),
    reading("2026-11-11", "7.2", NEW),
]


@pytest.mark.parametrize("size", [WIDE, THIN])
def test_every_coordinate_lies_on_the_sheet(size):
    drawn = chart(*NINE_YEARS, reading("2020-01-01", "7.9", source="Hill Street"), size=size)
    for line in drawn.lines:
        for mark in line.marks:
            assert 0 <= float(mark.x) <= size.width
            assert 0 <= float(mark.y) <= size.height
    for band in drawn.bands:
        assert size.left <= float(band.x) <= float(band.x) + float(band.width) <= size.width - size.right + 0.1
        assert size.top <= float(band.y) <= float(band.y) + float(band.height) <= size.height - size.bottom + 0.1
    assert all(size.left <= float(tick.place) <= size.width - size.right for tick in drawn.dates)


def test_time_is_to_scale_and_gaps_stay_gaps():
    (line,) = chart(reading("2010-01-01", "1"), reading("2011-01-01", "2"), reading("2020-01-01", "3")).lines
    first, second, third = (float(mark.x) for mark in line.marks)
    assert (third - second) / (second - first) == pytest.approx(9.0, rel=0.01)


def test_numbers_are_to_scale_and_the_axis_need_not_start_at_zero():
    drawn = chart(*NINE_YEARS)
    assert [tick.text for tick in drawn.numbers] == ["4", "5", "6", "7", "8", "9"]
    places = [float(tick.place) for tick in drawn.numbers]
    steps = {round(lower - upper, 0) for lower, upper in pairwise(places)}
    assert len(steps) == 1
    assert drawn.dates[0].text == "2018"


def test_a_line_is_one_path_through_its_marks_in_order_of_time():
    (line,) = chart(*reversed(NINE_YEARS)).lines
    assert line.path == "M" + " ".join(f"{mark.x} {mark.y}" for mark in line.marks)
    assert [mark.ref for mark in line.marks] == [reading.date for reading in NINE_YEARS]
    assert re.fullmatch(r"M(-?\d+(\.\d)? ?)+", line.path)


def test_a_band_steps_where_the_laboratory_changes_its_range_without_overlap():
    first, second = chart(*NINE_YEARS).bands
    assert (first.label, second.label) == ("4.5–5.7", "4.0–5.6")
    assert float(first.x) + float(first.width) == pytest.approx(float(second.x), abs=0.11)


def test_a_band_with_an_open_end_reaches_the_edge_of_the_plot():
    (band,) = chart(
        reading("2019-01-01", "120", Range(high="149")), reading("2020-01-01", "160", Range(high="149"))
    ).bands
    assert float(band.y) + float(band.height) == WIDE.height - WIDE.bottom


def test_a_range_far_from_the_results_does_not_flatten_them():
    drawn = chart(reading("2019-01-01", "20", Range("15", "3000")), reading("2020-01-01", "25", Range("15", "3000")))
    assert float(drawn.numbers[-1].text) < 50
    assert drawn.bands[0].y == str(WIDE.top)


def test_a_range_wholly_beyond_the_axis_is_not_drawn():
    drawn = chart(reading("2019-01-01", "20", Range("900", "3000")), reading("2020-01-01", "25", Range("900", "3000")))
    assert drawn.bands == ()


def test_one_result_stands_in_the_middle_with_a_band_around_it():
    drawn = chart(reading("2019-01-01", "5.0", OLD))
    assert drawn.lines[0].path == ""
    assert float(drawn.bands[0].x) < float(drawn.latest.x) < float(drawn.bands[0].x) + float(drawn.bands[0].width)


def test_an_open_result_is_marked_and_keeps_its_sign():
    drawn = chart(reading("2019-01-01", "0.01", comparator="<"), reading("2020-01-01", "0.40"))
    assert [(mark.text, mark.open) for mark in drawn.lines[0].marks] == [("<0.01", True), ("0.40", False)]


def test_thousands_of_results_keep_their_extremes_and_say_how_many_are_drawn():
    days = [(date(2010, 1, 1) + timedelta(days=day)).isoformat() for day in range(5000)]
    found = [reading(day, str(60 + number % 17)) for number, day in enumerate(days)]
    found[2500] = reading(days[2500], "190")
    drawn = chart(*found)
    assert drawn.total == 5000
    assert drawn.drawn == len(drawn.lines[0].marks) <= MOST_DRAWN
    assert {days[0], days[2500], days[-1]} <= {mark.ref for mark in drawn.lines[0].marks}
    assert drawn.radius == "1.8"


def test_few_points_are_all_drawn_and_thinning_keeps_the_order_of_time():
    points = (
        trend([reading("2010-01-01", str(number), ref=str(number)) for number in range(1000)])
        .panels[0]
        .series[0]
        .points
    )
    assert list(thinned(points[:MOST_DRAWN])) == list(points[:MOST_DRAWN])
    kept = thinned(points)
    assert {point.number for point in kept} >= {Decimal(0), Decimal(999)}


@pytest.mark.parametrize(("number", "text"), [(3.0, "3"), (3.04, "3"), (3.06, "3.1"), (1234.5, "1234.5")])
def test_a_coordinate_is_written_the_same_in_every_language(number, text):
    assert place(number) == text
