"""Which round numbers and which dates does an axis carry?

Both axes are true to scale: a year without results is as wide as a year with forty. The vertical one need not start at
zero, since the question is how a result moved, and its ticks are decimals, so 0.1 is written "0.1".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import floor
from typing import NamedTuple

from .trends import EPOCH, moment

STRETCH = 4  # a range may widen an axis to this many times the spread of the results; then it is cut
ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600)  # steps of the calendar, in months
HOURS = (1, 3, 6, 12, 24, 48, 168)  # and below a month, in hours


class Tick(NamedTuple):
    """A place on an axis and what is written there: digits, or a date as FHIR writes it ("2019", "2019-03")."""

    at: float
    text: str


def reach(numbers: Sequence[Decimal], ends: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The least and the greatest number an axis must hold: every result, and the ends of ranges while they are near."""
    low, high = min(numbers), max(numbers)
    room = max(high - low, abs(high) / 20) * STRETCH
    for end in sorted(set(ends), key=lambda end: max(low - end, end - high)):
        if max(high, end) - min(low, end) <= room:
            low, high = min(low, end), max(high, end)
    return low, high


def number_ticks(low: Decimal, high: Decimal, about: int = 6) -> list[Tick]:
    """Round numbers that enclose `low` and `high`, in steps that make about `about` of them; at least two."""
    if low == high:
        spread = abs(low) / 10 or Decimal(1)
        low, high = low - spread, high + spread
    step = _round_step((high - low) / about)
    tick = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ticks = [tick]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    places = max(0, -int(step.normalize().as_tuple().exponent))
    return [Tick(float(tick), f"{tick:.{places}f}") for tick in ticks]


def _round_step(least: Decimal) -> Decimal:
    size = Decimal(1).scaleb(least.adjusted())
    return next(size * factor for factor in ROUND if size * factor >= least)


def date_ticks(since: float, until: float, most: int) -> list[Tick]:
    """The starts of years, months, days or hours between two moments (days since the year 1), `most` at the most.

    The step is the finest that fits; a stretch too short to hold two of its own round moments gets the day it lies in.
    """
    for hours in HOURS:
        if (until - since) * 24 / hours <= most - 1:
            ticks = _by_hours(since, until, hours)
            return ticks if len(ticks) > 1 else _ends(since, until)
    for months in MONTHS:
        ticks = _by_months(since, until, months)
        if len(ticks) <= most:
            return ticks if len(ticks) > 1 else _ends(since, until)
    return _ends(since, until)


def _by_hours(since: float, until: float, hours: int) -> list[Tick]:
    step = hours / 24
    first = floor(since / step) * step
    stops = (first + step * count for count in range(round((until - first) / step) + 2))
    return [Tick(at, _written(at, whole_days=hours >= 24)) for at in stops if since <= at <= until]


def _by_months(since: float, until: float, months: int) -> list[Tick]:
    return [tick for tick in _calendar(since, until, months) if since <= tick.at <= until]


def _calendar(since: float, until: float, months: int) -> Iterator[Tick]:
    years, year = max(1, months // 12), _day(since).year
    for start in range(year - year % years, _day(until).year + 1, years):
        for month in range(1, 13, months):
            text = f"{max(start, 1):04}-{month:02}"
            at = moment(f"{text}-01")
            if at is not None:
                yield Tick(at - 0.5, text[:4] if month == 1 else text)


def _ends(since: float, until: float) -> list[Tick]:
    """The first and the last day, when no round moment lies between them."""
    ticks = [Tick(since, _written(since, whole_days=True)), Tick(until, _written(until, whole_days=True))]
    return [tick for tick, after in pairwise([*ticks, Tick(0, "")]) if tick.text != after.text]


def _written(at: float, *, whole_days: bool) -> str:
    return _day(at).isoformat()[:10] if whole_days else _day(at).isoformat()[:16]


def _day(at: float) -> datetime:
    return EPOCH + timedelta(seconds=round(at * 86400))
