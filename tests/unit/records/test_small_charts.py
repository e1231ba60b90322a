"""Do the number line and the sparkline show where a result stands, and nothing that the laboratory did not say?"""

import pytest

from haversack.records.entry import Range, Value
from haversack.records.number_line import number_line
from haversack.records.sparkline import sparkline
from haversack.records.trends import Reading


def quantity(text: str, comparator: str = "") -> Value:
    return Value("quantity", text, "%", comparator)


def reading(day: str, text: str, given: Range | None = None, source: str = "Riverside") -> Reading:
    return Reading(day, source, "", "", day, "day", quantity(text), given)


def test_the_band_is_the_range_and_its_ends_carry_the_laboratory_s_digits():
    line = number_line(quantity("7.2"), Range("4.0", "5.60"))
    assert [end.text for end in line.ends] == ["4.0", "5.60"]
    assert float(line.band) + float(line.band_width) < float(line.mark) < float(line.width)
    assert (line.verdict, line.off, line.open) == ("above", "", False)


@pytest.mark.parametrize(
    ("text", "low", "high", "verdict", "off"),
    [
        ("5.0", "4.0", "5.6", "in", ""),
        ("22", "30", "100", "below", ""),
        ("168", None, "149", "above", ""),
        ("84", None, "99", "in", ""),
        ("47", "39", None, "in", ""),
        ("12", "39", None, "below", ""),
        ("90000", "40", "129", "above", "above"),
        ("-500", "-2", "2", "below", "below"),
        ("5", "5", "5", "in", ""),
        ("0", "0", "0", "in", ""),
        ("0", None, "0", "in", ""),
        ("-4", None, "2", "in", ""),
        ("2000", None, "149", "above", "above"),
        ("100000", "39", None, "in", "above"),
    ],
)
def test_every_mark_lies_on_the_line_and_says_when_it_is_off_the_scale(text, low, high, verdict, off):
    line = number_line(quantity(text), Range(low, high))
    assert 10 <= float(line.mark) <= 166
    assert 10 <= float(line.band) <= float(line.band) + float(line.band_width) <= 168
    assert (line.verdict, line.off) == (verdict, off)


def test_ends_whose_digits_would_touch_share_one_label():
    assert [end.text for end in number_line(quantity("300"), Range("150", "450")).ends] == ["150", "450"]
    assert [end.text for end in number_line(quantity("1200000"), Range("150000", "450000")).ends] == ["150000–450000"]


def test_an_open_result_is_drawn_open():
    assert number_line(quantity("0.01", "<"), Range("0.5", "4")).open


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (None, Range("1", "2")),
        (quantity("7"), None),
        (quantity("7"), Range(text="Negative")),
        (quantity("7"), Range("1", "2", unit="mmol/mol")),
        (Value("text", "Non-reactive"), Range("1", "2")),
        (quantity("7"), Range("5", "2")),
    ],
)
def test_without_a_usable_range_there_is_no_line(value, given):
    assert number_line(value, given) is None


def test_a_sparkline_shows_the_line_of_the_newest_result_only():
    found = [
        reading("2019-01-01", "7.0"),
        reading("2020-01-01", "7.4", Range("4.0", "5.6")),
        reading("2019-06-01", "1.0", source="Hill Street"),
    ]
    drawn = sparkline(found)
    assert drawn.path.count(" ") == 3
    assert drawn.verdict == "above"
    assert drawn.band != ""


def test_one_result_or_none_makes_no_shape():
    assert sparkline([]) is None
    assert sparkline([reading("2019-01-01", "7.0")]) is None
    assert sparkline([reading("2019-01-01", "7.0"), reading("2020-01-01", "7.0", source="Hill Street")]) is None


def test_without_a_range_there_is_no_band_and_equal_results_run_through_the_middle():
    drawn = sparkline([reading("2019-01-01", "7.0"), reading("2020-01-01", "7.0")])
    assert (drawn.band, drawn.band_height, drawn.mark_y) == ("", "", "17")


@pytest.mark.parametrize("given", [Range("900", "1000"), Range("0.001", "0.002"), Range(high="0.1"), Range(low="99")])
def test_a_band_beyond_the_drawing_shows_its_side_as_a_hair(given):
    drawn = sparkline([reading("2019-01-01", "7.0"), reading("2020-01-01", "7.2", given)])
    assert 0 <= float(drawn.band) <= 32
    assert 2 <= float(drawn.band_height) <= 34
    assert float(drawn.band) + float(drawn.band_height) <= 34
