"""Do bands, marks and ticks fall where they should, and never outside the picture?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haversack.web.charts.calendar import time_ticks
from haversack.web.charts.number_line import number_line
from haversack.web.charts.scale import Scale, round_ticks, tick_text
from haversack.web.charts.sparkline import sparkline
from haversack.web.charts.trend import Point, Trend, draw

NUMBER = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(4.0, 8.4, [4, 5, 6, 7, 8, 9]), (0, 100, [0, 20, 40, 60, 80, 100]), (0.88, 1.02, [0.85, 0.9, 0.95, 1.0, 1.05]),
     (5, 5, [4.5, 4.75, 5.0, 5.25, 5.5]), (0, 0, [-1, -0.5, 0, 0.5, 1])],
)  # fmt: skip
def test_ticks_are_round_and_cover_what_is_shown(low, high, ticks):
    found = round_ticks(low, high, 5)
    assert found[0] <= low
    assert found[-1] >= high
    if low != high:
        assert found == ticks or len(found) <= 7


@given(NUMBER, NUMBER)
def test_ticks_always_cover_and_are_never_many(one, other):
    low, high = sorted((one, other))
    found, margin = round_ticks(low, high), (high - low) * 1e-6  # less than can be seen
    margin = max(margin, abs(high) * 1e-6)
    assert found[0] <= low + margin
    assert found[-1] >= high - margin
    assert 2 <= len(found) <= 12


def test_a_tick_is_said_shortly():
    assert [tick_text(number) for number in (4.0, 0.5, 1200.0, 2_000_000.0)] == ["4", "0.5", "1200", "2,000,000"]


def test_equal_ends_put_everything_in_the_middle():
    assert Scale(3, 3, 0, 10).at(3) == 5


def test_no_range_no_line():
    assert number_line(4.3) is None


def test_the_band_lies_between_the_labs_own_digits():
    line = number_line(4.3, low=3.5, high=5.2, low_text="3.50", high_text="5.20")
    assert line is not None
    assert [label.text for label in line.labels] == ["3.50", "5.20"]
    assert line.band_x < line.x < line.band_x + line.band_width


@pytest.mark.parametrize(("value", "side"), [(2.0, "left"), (9.0, "right"), (900.0, "right"), (-50.0, "left")])
def test_a_value_out_of_range_stands_outside_the_band_and_inside_the_picture(value, side):
    line = number_line(value, low=3.5, high=5.2, mark="out")
    assert line is not None
    assert 10 <= line.x <= 166
    assert line.x < line.band_x if side == "left" else line.x > line.band_x + line.band_width


@given(NUMBER, st.none() | NUMBER, st.none() | NUMBER)
def test_nothing_of_a_number_line_leaves_the_picture(value, low, high):
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    line = number_line(value, low=low, high=high)
    if line is None:
        assert low is None
        assert high is None
        return
    assert 10 <= line.x <= line.width - 10
    assert line.band_x >= 10
    assert line.band_x + line.band_width <= line.width - 10 + 3


def test_labels_that_would_touch_stand_back_to_back():
    line = number_line(190, low=136, high=145, low_text="136.0", high_text="145.0", mark="out")
    assert line is not None
    assert [label.anchor for label in line.labels] == ["end", "start"]
    assert line.labels[1].x - line.labels[0].x >= 6


def test_one_point_has_no_shape():
    assert sparkline([(1, 4.0)]) is None
    assert sparkline([]) is None


def test_uneven_gaps_are_drawn_uneven():
    spark = sparkline([(0, 1.0), (10, 1.0), (100, 1.0)])
    assert spark is not None
    numbers = [float(word) for word in spark.path[1:].split()]
    assert numbers[2] - numbers[0] < numbers[4] - numbers[2]


@given(st.lists(st.tuples(st.integers(0, 40000), NUMBER), min_size=2, max_size=20))
def test_nothing_of_a_sparkline_leaves_the_picture(points):
    spark = sparkline(sorted(points), band=(0, 5))
    assert spark is not None
    numbers = [float(word) for word in spark.path[1:].split()]
    assert all(0 <= x <= 100 for x in numbers[::2])
    assert all(0 <= y <= 34 for y in numbers[1::2])
    assert spark.band_y is not None
    assert spark.band_y >= 0


DAY = date(2021, 10, 12)


def point(days: int, value: float, low: float | None = None, high: float | None = None, series: int = 0) -> Point:
    return Point(DAY + timedelta(days=days), value, f"{value}", "some day", series, low, high)


def test_the_band_steps_where_the_laboratory_changed_its_range():
    drawing = draw([point(0, 5, 4.5, 5.7), point(400, 6, 4.5, 5.7), point(800, 6, 4.0, 5.6)], width=1000, height=340)
    assert len(drawing.bands) == 2
    first, second = drawing.bands
    assert drawing.left <= first[0] < drawing.marks[0].x
    assert first[0] + first[2] == pytest.approx(second[0], abs=0.2)
    assert drawing.marks[-1].x < second[0] + second[2] <= drawing.right


def test_no_range_no_band():
    assert draw([point(0, 5), point(400, 6)], width=1000, height=340).bands == ()


def test_lines_join_only_the_same_source_and_method():
    drawing = draw(
        [point(0, 5), point(400, 6), point(200, 9, series=1), point(300, 8, series=1)], width=1000, height=340
    )
    assert [letter for letter, _ in drawing.lines] == ["", "b"]
    assert all(path.count("L") == 1 for _, path in drawing.lines)


def test_a_range_far_from_the_values_does_not_squeeze_them_flat():
    drawing = draw([point(0, 5.0, 0, 5000), point(400, 5.5, 0, 5000)], width=1000, height=340)
    assert drawing.ceiling < 50


def test_the_axis_need_not_begin_at_nought():
    assert draw([point(0, 140), point(400, 142)], width=1000, height=340).floor > 100


@pytest.mark.parametrize("width", [1000, 340])
@given(st.lists(st.tuples(st.integers(0, 9000), NUMBER), min_size=1, max_size=12))
def test_every_mark_lies_in_the_picture(width, rows):
    drawing = draw([point(days, value) for days, value in rows], width=width, height=300)
    assert all(0 <= mark.x <= width and 0 <= mark.y <= 300 for mark in drawing.marks)
    assert all(drawing.left <= x <= drawing.right for x, _, _ in drawing.ticks)


def test_the_table_has_every_result_newest_first_also_what_cannot_be_drawn():
    words = Point(DAY, None, "Not detected", "12 October 2021")
    trend = Trend("x", "", "t", "d", ["Lab"], [point(-9, 1), words, point(9, 2)], "All 3")
    assert [row.value_text for row, _ in trend.newest_first] == ["2", "Not detected", "1"]
    assert trend.drawable


@pytest.mark.parametrize(
    "points", [[], [point(0, 1)], [point(0, 1), point(0, 2)], [Point(DAY, None, "x", "y"), point(5, 1)]]
)
def test_less_than_two_days_with_a_number_are_no_chart(points):
    assert not Trend("x", "", "t", "d", ["Lab"], points, "All").drawable


@pytest.mark.parametrize(
    ("days", "precision"), [(9 * 365, "year"), (700, "year"), (400, "month"), (90, "month"), (40, "day"), (2, "day")]
)
def test_the_time_axis_says_years_months_or_days(days, precision):
    ticks = time_ticks(DAY, DAY + timedelta(days=days), 8)
    assert {tick.precision for tick in ticks} == {precision}
    assert 1 <= len(ticks) <= 9
    assert all(DAY <= tick.day <= DAY + timedelta(days=days) for tick in ticks)
