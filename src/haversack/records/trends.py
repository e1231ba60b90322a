"""How did one measurement go over the years: which results belong on one line, and under which range?

A line joins only results of one source, one method and one unit. A range is the one its own laboratory gave with the
result, for as long as that laboratory kept giving it: nothing is smoothed, forecast, converted or filled in. What
cannot be drawn (words, no date) stays in the list, and all in the list keeps the date and the digits that came.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec

from .dates import precision_of
from .entry import Entry, Precision, Range, Value
from .ranges import Limits, Verdict, limits, number, verdict

EPOCH = datetime(1, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Reading(msgspec.Struct, frozen=True):
    """One result as it came: a value of an entry, or of one component ("Systolic", named in `part`).

    `ref` is whatever the caller needs to find the entry again.
    """

    ref: str
    source: str
    part: str
    method: str
    date: str
    precision: Precision
    value: Value | None
    range: Range | None
    flag: str = ""

    @property
    def verdict(self) -> Verdict:
        return verdict(self.value, self.range)


class Point(msgspec.Struct, frozen=True):
    """A reading that can be drawn. `at` is in days since the year 1; a partial date stands mid-period."""

    reading: Reading
    at: float
    number: Decimal
    limits: Limits | None

    @property
    def open(self) -> bool:
        """True for "<0.01": the number is an edge of what was found, not what was found."""
        return bool(self.reading.value and self.reading.value.comparator)


class Series(msgspec.Struct, frozen=True):
    """What one line may join; points in order of time."""

    part: str
    source: str
    method: str
    points: tuple[Point, ...]


class Change(msgspec.Struct, frozen=True):
    """The first result that a source gave with another range than before."""

    source: str
    date: str
    precision: Precision


class Panel(msgspec.Struct, frozen=True):
    """What may share one vertical axis: the series of one unit, and where their laboratories changed a range."""

    unit: str
    series: tuple[Series, ...]
    changes: tuple[Change, ...]

    @property
    def points(self) -> int:
        return sum(len(line.points) for line in self.series)

    @property
    def ranged(self) -> bool:
        """Whether any laboratory gave a range that the results can be held against."""
        return any(point.limits for line in self.series for point in line.points)


class Trend(msgspec.Struct, frozen=True):
    """Every reading, newest first, and the panels that can be drawn, the one with the newest result first."""

    readings: tuple[Reading, ...]
    panels: tuple[Panel, ...]
    undrawn: int


def readings(entry: Entry, *, ref: str, source: str) -> list[Reading]:
    """The readings of one entry: its own value and its components' (a blood pressure gives two)."""
    found = []
    if entry.value is not None or not entry.components:
        found.append(_reading(entry, ref, source, "", entry.value, entry.range, entry.flag))
    for part in entry.components:
        if part.value is not None:
            found.append(_reading(entry, ref, source, part.title, part.value, part.range, part.flag))
    return found


def _reading(
    entry: Entry, ref: str, source: str, part: str, value: Value | None, given: Range | None, flag: str
) -> Reading:
    return Reading(ref, source, part, entry.method, entry.date, entry.precision, value, given, flag)


def trend(found: Iterable[Reading]) -> Trend:
    """The trend of these readings, which the caller took from entries of one code; their order does not matter."""
    dated = [(moment(reading.date), reading) for reading in found]
    dated.sort(key=lambda pair: (pair[0] is not None, pair[0] or 0.0, pair[1].ref, pair[1].part))
    lines: dict[tuple[str, str, str, str], list[Point]] = {}
    for at, reading in dated:
        point = _point(at, reading)
        if point is not None:
            lines.setdefault((_unit(reading), reading.part, reading.source, reading.method), []).append(point)
    units: dict[str, list[Series]] = {}
    for (unit, part, source, method), points in lines.items():
        units.setdefault(unit, []).append(Series(part, source, method, tuple(points)))
    panels = sorted((_panel(series) for series in units.values()), key=_newest, reverse=True)
    return Trend(
        readings=tuple(reading for _, reading in reversed(dated)),
        panels=tuple(panels),
        undrawn=len(dated) - sum(panel.points for panel in panels),
    )


def moment(date: str) -> float | None:
    """Days since the year 1 of a date as FHIR writes it; the middle of "2019" or "2019-03"; None if unreadable."""
    if not precision_of(date):
        return None
    try:
        if len(date) == 4:
            start, end = _midnight(int(date), 1, 1), _midnight(int(date) + 1, 1, 1)
        elif len(date) == 7:
            year, month = int(date[:4]), int(date[5:])
            start, end = _midnight(year, month, 1), _midnight(year + month // 12, month % 12 + 1, 1)
        elif len(date) == 10:
            start = _midnight(*(int(piece) for piece in date.split("-")))
            end = start + DAY
        else:
            start = end = datetime.fromisoformat(date)
            if start.tzinfo is None:
                start = end = start.replace(tzinfo=UTC)
    except ValueError:  # a leap second, the hour 24
        return None
    return ((start - EPOCH) + (end - EPOCH)) / 2 / DAY


def _midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _point(at: float | None, reading: Reading) -> Point | None:
    value = reading.value
    if at is None or value is None or value.kind != "quantity":
        return None
    found = number(value.text)
    return None if found is None else Point(reading, at, found, limits(reading.range, value))


def _unit(reading: Reading) -> str:
    return (reading.value.ucum or reading.value.unit).lower() if reading.value else ""


def _panel(series: list[Series]) -> Panel:
    series.sort(key=lambda line: (line.part, -len(line.points), line.source, line.method))
    newest = max((line.points[-1] for line in series), key=lambda point: point.at)
    value = newest.reading.value
    return Panel(
        unit=(value.unit or value.ucum) if value else "",
        series=tuple(series),
        changes=tuple(change for line in series for change in _changes(line)),
    )


def _newest(panel: Panel) -> tuple[float, int]:
    return max(line.points[-1].at for line in panel.series), panel.points


def _changes(line: Series) -> list[Change]:
    ranged = [point for point in line.points if point.limits is not None]
    return [
        Change(line.source, after.reading.date, after.reading.precision)
        for before, after in pairwise(ranged)
        if before.limits != after.limits
    ]
