"""Is a result held against its laboratory's own range exactly, and only when that can be said for certain?"""

import pytest

from haversack.records.entry import Range, Value
from haversack.records.ranges import number, verdict, written


def quantity(text: str, unit: str = "mg/dL", comparator: str = "", ucum: str = "") -> Value:
    return Value("quantity", text, unit, comparator, ucum)


@pytest.mark.parametrize(
    ("text", "low", "high", "expected"),
    [
        ("5.6", "4.0", "5.6", "in"),
        ("5.60", "4.0", "5.6", "in"),
        ("5.600000000000000001", "4.0", "5.6", "above"),
        ("3.99", "4.0", "5.6", "below"),
        ("4", "4.0", "5.6", "in"),
        ("0.3", "0.1", "0.30", "in"),
        ("-3", "-2", "2", "below"),
        ("149", None, "149", "in"),
        ("150", None, "149", "above"),
        ("38", "39", None, "below"),
        ("39", "39", None, "in"),
        ("5", "5", "5", "in"),
    ],
)
def test_both_ends_belong_to_the_range_and_digits_are_exact(text, low, high, expected):
    assert verdict(quantity(text), Range(low, high)) == expected


@pytest.mark.parametrize(
    ("comparator", "text", "low", "high", "expected"),
    [
        ("<", "0.01", "0.5", "4", "below"),
        ("<", "0.5", "0.5", "4", "below"),
        ("<=", "0.5", "0.5", "4", ""),
        ("<", "5", "3", "10", ""),
        ("<", "5", None, "10", "in"),
        ("<", "12", None, "10", ""),
        (">", "100", "3", "50", "above"),
        (">", "50", "3", "50", "above"),
        (">=", "50", "3", "50", ""),
        (">", "60", "60", None, "in"),
        (">", "59", "60", None, ""),
        (">", "10", "3", "50", ""),
        ("ad", "10", "3", "50", ""),
    ],
)
def test_an_open_result_has_a_verdict_only_when_every_number_it_may_be_agrees(comparator, text, low, high, expected):
    assert verdict(quantity(text, comparator=comparator), Range(low, high)) == expected


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (None, Range("1", "2")),
        (quantity("7"), None),
        (quantity("7"), Range(text="Negative")),
        (quantity("7"), Range("1", "2", unit="mmol/L")),
        (quantity("seven"), Range("1", "2")),
        (quantity("NaN"), Range("1", "2")),
        (quantity("7"), Range("9", "2")),
        (quantity("7"), Range("low", "8")),
        (Value("text", "7"), Range("1", "2")),
        (Value("coded", "Positive"), Range("1", "2")),
    ],
)
def test_without_a_usable_range_there_is_no_verdict(value, given):
    assert verdict(value, given) == ""


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (quantity("7", "mg/dl"), "mg/dL"),
        (quantity("7", "×10³/µL", ucum="10*3/uL"), "10*3/uL"),
        (quantity("7", ""), "mg/dL"),
        (quantity("7", "mg/dL"), ""),
    ],
)
def test_a_unit_said_once_or_written_another_way_is_the_same_unit(value, unit):
    assert verdict(value, Range("1", "8", unit=unit)) == "in"


@pytest.mark.parametrize("text", ["", "Infinity", "1e400", "1_000", "١٢", "12 to 14"])
def test_what_is_no_measured_number_is_not_read_as_one(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Range("4.0", "5.60"), "4.0–5.60"),
        (Range(high="149"), "≤ 149"),
        (Range(low="39"), "≥ 39"),
        (Range(text="Non-reactive"), "Non-reactive"),
        (Range(), ""),
    ],
)
def test_a_range_is_written_in_the_laboratory_s_own_digits(given, words):
    assert written(given) == words
