"""What do thousands of small measurements come to by day?

A watch and a telephone count the same steps. So a day's total is that of the one source that counted most, never the
sum over sources; a mean is over everything that was measured, and sleep is the time in which any source saw sleep,
overlaps once. A day is the local one, as the measurement was written; a night belongs to the day it ended on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from haversack.records.wearables.kinds import SLEEP, Kind, Value
from haversack.records.wearables.making import Doc, Making

TOTAL = "The total of the source that counted most that day; sources are not added up, so that nothing counts twice."
MEAN = "Measurements: {0}. The value is their mean; lowest {1}, highest {2}."
NIGHT = "The time asleep in the night that ended on this day; what several sources saw counts once."
HUNDREDTH = Decimal("0.01")
TENTH = Decimal("0.1")


class _Spread:
    """Number, sum, lowest and highest of what was measured."""

    __slots__ = ("high", "low", "number", "total")

    def __init__(self) -> None:
        self.number, self.total = 0, Decimal(0)
        self.low = self.high = Decimal(0)

    def add(self, value: Decimal) -> None:
        self.join(1, value, value, value)

    def join(self, number: int, total: Decimal, low: Decimal, high: Decimal) -> None:
        """Many at once."""
        self.low = min(self.low, low) if self.number else low
        self.high = max(self.high, high) if self.number else high
        self.number += number
        self.total += total


class Spread(NamedTuple):
    """What many measurements of a day come to: how many, their sum, the lowest and the highest, in which unit."""

    number: int
    total: Decimal
    low: Decimal
    high: Decimal
    unit: str
    ucum: str


class _Cell(NamedTuple):
    name: str
    day: str
    unit: str
    ucum: str


class Days:
    """Adds up one export. kinds: by the export's names. Memory is for its days, not for its measurements."""

    def __init__(self, kinds: Mapping[str, Kind], *, sleep: str) -> None:
        self._kinds, self._sleep = kinds, sleep
        self._cells: dict[_Cell, dict[str, _Spread]] = {}
        self._nights: dict[str, set[tuple[float, float]]] = defaultdict(set)
        self._sleepers: dict[str, set[str]] = defaultdict(set)
        self._changed: dict[_Cell | str, None] = {}

    def add(self, name: str, day: str, value: Value, source: str) -> None:
        """A measurement of a kind that is told by day."""
        self._spread(name, day, value.unit, value.ucum, source).add(value.number)

    def add_many(self, name: str, day: str, spread: Spread, source: str) -> None:
        """Many measurements of one day."""
        number, total, low, high, unit, ucum = spread
        self._spread(name, day, unit, ucum, source).join(number, total, low, high)

    def has(self, name: str, day: str, unit: str, ucum: str) -> bool:
        """Whether anything was measured of this on this day."""
        return _Cell(name, day, unit, ucum) in self._cells

    def _spread(self, name: str, day: str, unit: str, ucum: str, source: str) -> _Spread:
        cell = _Cell(name, day, unit, ucum)
        self._changed[cell] = None
        return self._cells.setdefault(cell, {}).setdefault(source, _Spread())

    def asleep(self, start: str, end: str, source: str) -> bool:
        """A time of sleep between two FHIR instants; False when it is none."""
        try:
            begun, ended = datetime.fromisoformat(start).timestamp(), datetime.fromisoformat(end).timestamp()
        except (ValueError, OverflowError):
            return False
        if not 0 <= ended - begun <= 86400:
            return False
        day = end[:10]
        self._nights[day].add((begun, ended))
        self._sleepers[day].add(source)
        self._changed[day] = None
        return True

    def told(self, making: Making, only: str = "") -> Iterator[Doc]:
        """The days that changed since this was asked last; of one name only, where one is given."""
        names = {one: self._sleep if isinstance(one, str) else one.name for one in self._changed}
        changed = [one for one, name in names.items() if only in ("", name)]
        for one in changed:
            del self._changed[one]
            yield self._night(making, one) if isinstance(one, str) else self._day(making, one)

    def _day(self, making: Making, cell: _Cell) -> Doc:
        kind, by_source = self._kinds[cell.name], self._cells[cell]
        if kind.way == "sum":
            best = max(by_source, key=lambda source: (by_source[source].total, source))
            total = rounded(by_source[best].total, HUNDREDTH)
            return making.day(cell.name, kind, cell.day, Value(total, cell.unit, cell.ucum), TOTAL, best)
        spreads = by_source.values()
        number = sum(one.number for one in spreads)
        mean = rounded(sum((one.total for one in spreads), Decimal(0)) / number, TENTH)
        low, high = min(one.low for one in spreads), max(one.high for one in spreads)
        said = MEAN.format(number, rounded(low, TENTH), rounded(high, TENTH))
        sources = ", ".join(sorted(filter(None, by_source)))
        return making.day(cell.name, kind, cell.day, Value(mean, cell.unit, cell.ucum), said, sources)

    def _night(self, making: Making, day: str) -> Doc:
        seconds = Decimal(int(_covered(self._nights[day])))
        hours = rounded(seconds / 3600, HUNDREDTH)
        sources = ", ".join(sorted(filter(None, self._sleepers[day])))
        return making.day(self._sleep, SLEEP, day, Value(hours, "h", "h"), NIGHT, sources)


def rounded(number: Decimal, to: Decimal) -> Decimal:
    """To so many digits; a whole number without any."""
    whole = number.to_integral_value()
    return whole if number == whole else number.quantize(to)


def _covered(spans: set[tuple[float, float]]) -> float:
    """Seconds in which at least one of the spans runs."""
    covered, reached = 0.0, float("-inf")
    for begun, ended in sorted(spans):
        covered += max(0.0, ended - max(begun, reached))
        reached = max(reached, ended)
    return covered


def by_day(kind: Kind) -> bool:
    """Whether this kind is told by day."""
    return kind.way in ("sum", "mean")
