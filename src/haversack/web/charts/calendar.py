"""Which days deserve a label on a time axis? Years, months or days, as the stretch of time asks."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis and how precisely to say it: year, month or day."""

    day: date
    precision: str


def time_ticks(first: date, last: date, most: int) -> list[Tick]:
    """At most `most` evenly meant ticks within first..last; the first and last day where it is all too short."""
    days = (last - first).days
    if days > 366 * 1.6:
        years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
        return [Tick(day, "year") for day in _thin(years, most)]
    if days > 75:
        return [Tick(day, "month") for day in _thin(_months(first, last), most)]
    count = max(1, min(most, days))
    return [Tick(first + timedelta(days=round(days * index / count)), "day") for index in range(count + 1)]


def _months(first: date, last: date) -> list[date]:
    start = first.year * 12 + first.month  # the month after the first
    end = last.year * 12 + last.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]


def _thin(days: list[date], most: int) -> list[date]:
    step = max(1, -(-len(days) // most))
    return days[(len(days) - 1) % step :: step]
