"""Where does one result stand on the number line of its laboratory's range?

The band is the range, its ends carry the laboratory's digits, the mark is the result. A result far out is drawn at the
end of the line and said to be off the scale, so that the band never shrinks to a hair. No usable range: no line.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from .charts import Label, place
from .entry import Range, Value
from .ranges import Limits, Verdict, limits, number, verdict

EDGE = 10.0  # the line keeps this from both ends of the drawing, so that marks and digits fit
BESIDE = Decimal("0.6")  # of the range's width, shown on each side of it
FARTHEST = 3  # widths of the range beyond its end; a result farther out is off the scale
DIGIT = 8.0  # how wide a digit is written, with room around


class NumberLine(NamedTuple):
    """A drawing `width` wide and 36 high: a rail, a band, its ends, and the mark.

    `off` is "below" or "above" for a mark that stands at the end because the result lies beyond it. `open` is True for
    "<0.01". `ends` whose digits would touch are one label, "4.0–5.6", under the middle of the band.
    """

    width: str
    rail: str
    band: str
    band_width: str
    ends: tuple[Label, ...]
    mark: str
    verdict: Verdict
    open: bool
    off: Literal["", "below", "above"]


def number_line(value: Value | None, given: Range | None, width: int = 176) -> NumberLine | None:
    """The number line of one result, or None where there is no range to hold it against."""
    if value is None or given is None or value.kind != "quantity":
        return None
    found, bounds = number(value.text), limits(given, value)
    if found is None or bounds is None:
        return None
    start, stop = _span(found, bounds)
    rail = width - 2 * EDGE

    def x(at: Decimal) -> float:
        return EDGE + float((at - start) / (stop - start)) * rail

    left, right = EDGE if bounds.low is None else x(bounds.low), width - EDGE if bounds.high is None else x(bounds.high)
    return NumberLine(
        width=place(width),
        rail=place(rail),
        band=place(left),
        band_width=place(max(right - left, 2.0)),
        ends=_ends(given, bounds, left, right),
        mark=place(x(min(max(found, start), stop))),
        verdict=verdict(value, given),
        open=bool(value.comparator),
        off="below" if found < start else "above" if found > stop else "",
    )


def _span(found: Decimal, bounds: Limits) -> tuple[Decimal, Decimal]:
    """The first and last number of the line: the range, room beside it, and the result unless it is too far out."""
    low, high = bounds
    if low is not None and high is not None:
        wide = high - low or abs(high) / 5 or Decimal(1)
        start, stop, floor = low - wide * BESIDE, high + wide * BESIDE, low
    else:
        end = high if high is not None else low if low is not None else Decimal(0)
        wide = abs(end) or Decimal(1)
        start, stop, floor = end - wide, end + wide * BESIDE * 2, end
    start = max(min(start, found - wide / 5), (low if low is not None else start) - wide * FARTHEST)
    stop = min(max(stop, found + wide / 5), (high if high is not None else stop) + wide * FARTHEST)
    return max(start, Decimal(0)) if min(found, floor) >= 0 else start, stop


def _ends(given: Range, bounds: Limits, left: float, right: float) -> tuple[Label, ...]:
    low = Label(place(left), given.low or "")
    high = Label(place(right), given.high or "")
    if bounds.low is None:
        return (high,)
    if bounds.high is None:
        return (low,)
    if right - left < DIGIT * (len(low.text) + len(high.text)) / 2:
        return (Label(place((left + right) / 2), f"{given.low}–{given.high}"),)
    return (low, high)
