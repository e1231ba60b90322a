"""What do the single measurements of one day say, hour by hour and source by source?"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Measured(NamedTuple):
    """One measurement: the person's own hour of the day, the value in the unit that its day is told in, its source."""

    hour: int
    number: Decimal
    source: str


class Hour(NamedTuple):
    """What one source measured in one hour: how often, the sum, the lowest and the highest."""

    hour: int
    source: str
    times: int
    total: Decimal
    low: Decimal
    high: Decimal


def by_hour(measured: Iterable[Measured]) -> list[Hour]:
    """The hours in their order, in each the sources by name."""
    found: dict[tuple[int, str], Hour] = {}
    for hour, number, source in measured:
        known = found.get((hour, source))
        found[hour, source] = (
            Hour(hour, source, known.times + 1, known.total + number, min(known.low, number), max(known.high, number))
            if known
            else Hour(hour, source, 1, number, number, number)
        )
    return [found[key] for key in sorted(found)]
