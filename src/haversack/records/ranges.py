"""Where does a result stand in the range that its own laboratory gave?

Digits are compared exactly, as decimals: 5.60 is not above 5.6. Where the laboratory gave no range, gave it in words or
in another unit, or the result itself is open ("<5" against a range from 3), there is no verdict: none is ever guessed.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, NamedTuple

from .entry import Range, Value

Verdict = Literal["", "below", "in", "above"]
TOO_LARGE = Decimal("1e15")  # no measurement of a person; a chart's geometry would lose its digits


class Limits(NamedTuple):
    """A usable range: None where an end is open; never both, never the wrong way round."""

    low: Decimal | None
    high: Decimal | None


@lru_cache(maxsize=4096)  # a record has the same numbers again and again
def number(text: str) -> Decimal | None:
    """The number that these digits write, or None for words, infinities and numbers nobody could have measured."""
    if not text.isascii() or "_" in text:  # Decimal reads 1_000 and the digits of every script; laboratories do not
        return None
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < TOO_LARGE else None


def limits(given: Range | None, value: Value) -> Limits | None:
    """The range as numbers in the value's own unit, or None when it cannot be held against this value."""
    if given is None or not _same_unit(given.unit, value):
        return None
    low = None if given.low is None else number(given.low)
    high = None if given.high is None else number(given.high)
    unread = (given.low is not None and low is None) or (given.high is not None and high is None)
    if unread or (low is None and high is None):
        return None
    if low is not None and high is not None and low > high:
        return None
    return Limits(low, high)


def verdict(value: Value | None, given: Range | None) -> Verdict:
    """Below, in or above this laboratory's range; "" where that cannot be said for certain.

    Both ends belong to the range (FHIR R4 Observation.referenceRange.low: "inclusive").
    """
    if value is None or value.kind != "quantity":
        return ""
    found, bounds = number(value.text), limits(given, value)
    if found is None or bounds is None:
        return ""
    low, high = bounds
    if value.comparator in ("<", "<="):
        return _at_most(found, value.comparator == "<", low, high)
    if value.comparator in (">", ">="):
        return _at_least(found, value.comparator == ">", low, high)
    if value.comparator:
        return ""
    if low is not None and found < low:
        return "below"
    if high is not None and found > high:
        return "above"
    return "in"


def _at_most(top: Decimal, strictly: bool, low: Decimal | None, high: Decimal | None) -> Verdict:
    """The verdict on "less than `top`", which holds only when every number it may be agrees."""
    if low is not None:
        return "below" if top < low or (strictly and top == low) else ""
    return "in" if high is not None and top <= high else ""


def _at_least(bottom: Decimal, strictly: bool, low: Decimal | None, high: Decimal | None) -> Verdict:
    if high is not None:
        return "above" if bottom > high or (strictly and bottom == high) else ""
    return "in" if low is not None and bottom >= low else ""


def _same_unit(unit: str, value: Value) -> bool:
    """Whether the range speaks of the value's unit; said once, it holds for both ("mg/dl" is written many ways)."""
    if not unit or unit == value.unit:
        return True
    own = {value.unit.lower(), value.ucum.lower()} - {""}
    return not own or unit.lower() in own


def written(given: Range) -> str:
    """The range in the laboratory's own digits ("4.0–5.6", "≤ 149", "≥ 39"), else its own words, else ""."""
    if given.low is not None and given.high is not None:
        return f"{given.low}–{given.high}"
    if given.high is not None:
        return f"≤ {given.high}"
    if given.low is not None:
        return f"≥ {given.low}"
    return given.text
