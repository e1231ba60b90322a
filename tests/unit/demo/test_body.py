"""Does the body answer the same question the same way, and do courses run straight between their points?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from haversack.demo.body import Body, between, rounded
from haversack.demo.tables.ranges import bounds, flag

TODAY = date(2026, 11, 21)


def body() -> Body:
    return Body("seed", TODAY, "female", date(1972, 8, 3))


@pytest.mark.parametrize(
    ("years", "value"), [(12, 8.0), (10, 8.0), (7.5, 7.0), (5, 6.0), (2.5, 6.5), (0, 7.0), (-1, 7.0)]
)
def test_a_course_is_level_outside_its_points_and_straight_between(years: float, value: float):
    assert between([(0, 7.0), (10, 8.0), (5, 6.0)], years) == pytest.approx(value)


def test_the_same_question_has_the_same_answer_in_any_order():
    day = TODAY - timedelta(days=400)
    one, other = body(), body()
    other.value("k", day)
    other.value("a1c", TODAY)
    assert one.value("na", day) == other.value("na", day)


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(1.1, 2, "1.10"), (5.25, 1, "5.2"), (142.6, 0, "143"), (1, 3, "1.000")]
)
def test_values_have_the_digits_that_are_printed(value: float, digits: int, text: str):
    assert str(rounded(value, digits)) == text


def test_kidney_function_follows_from_creatinine_age_and_sex():
    found = body()
    found.course("crea", [(0, 0.86)], noise=0)
    assert found.value("egfr", TODAY) == Decimal(80)  # CKD-EPI 2021: 80 for a woman of 54 with 0.86 mg/dL


@pytest.mark.parametrize(
    ("key", "laboratory", "years_ago", "text"),
    [
        ("a1c", "alder", 6.0, "4.5-5.7"),
        ("a1c", "alder", 5.0, "4.0-5.6"),
        ("a1c", "pinecone", 6.0, "4.8-5.6"),
        ("hdl", "alder", 1.0, "50-"),
        ("weight", "alder", 1.0, None),
    ],
)
def test_each_laboratory_prints_its_own_range(key: str, laboratory: str, years_ago: float, text: str | None):
    found = bounds(key, laboratory, years_ago)
    assert (found.text if found else None) == text


@pytest.mark.parametrize(
    ("key", "value", "comparator", "letters"),
    [
        ("k", "3.4", "", "L"), ("k", "3.5", "", "N"), ("k", "5.1", "", "N"), ("k", "5.2", "", "H"),
        ("k", "6.1", "", "HH"),
        ("k", "2.7", "", "LL"), ("trig", "149", "", "N"), ("trig", "150", "", "H"), ("hdl", "49", "", "L"),
        ("crp", "8.0", "<", "N"), ("crp", "8.0", "", "H"), ("weight", "70", "", ""),
    ],
)  # fmt: skip
def test_flags_change_at_the_bound(key: str, value: str, comparator: str, letters: str):
    assert flag(key, Decimal(value), bounds(key, "alder", 1.0), comparator) == letters
