"""How old is somebody by the hospital's calendar, and on which day does that change who may see their record?

A birthday begins at midnight where the hospital is. Somebody born on 29 February is a year older on 1 March in a year
without that day: rights that come with age never come a day early.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Life:
    """What of a patient's life decides who may see the record. born: None where the full date is not known."""

    born: date | None
    emancipated_on: date | None = None
    died_on: date | None = None

    def __repr__(self) -> str:
        return "Life(…)"


def day_of(now: datetime, zone: str) -> date:
    """The day it is at the hospital."""
    return now.astimezone(ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """The moment at which the day begins at the hospital."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def birthday(born: date, years: int) -> date:
    """The day on which somebody born then is that many years old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def born_on_days(day: date, years: int) -> list[date]:
    """The days of birth of everybody who becomes that many years old on this day."""
    around = (date(day.year - years, 2, 28) + timedelta(days=1), _years_before(day, years))
    return sorted({born for born in around if born and birthday(born, years) == day})


def _years_before(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return None


def is_emancipated(life: Life, day: date) -> bool:
    """Does the law count them as grown up although they may not be?"""
    return life.emancipated_on is not None and life.emancipated_on <= day


def next_change(life: Life, ages: tuple[int, ...], day: date) -> date | None:
    """The next day after this one on which an age of these, or emancipation, changes who may see; None: never again."""
    days = [birthday(life.born, years) for years in ages] if life.born else []
    if life.emancipated_on:
        days.append(life.emancipated_on)
    return min((one for one in days if one > day), default=None)
