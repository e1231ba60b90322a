"""Where on a time axis does a date stand?"""

from __future__ import annotations

from ..rules.order import sort_key


def day_number(date: str) -> float:
    """A number that grows with time, in days; a partial date stands in the middle of its year or month."""
    key = sort_key(date)
    year, rest = divmod(key, 10**10)
    month, rest = divmod(rest, 10**8)
    day, rest = divmod(rest, 10**6)
    hour, rest = divmod(rest, 10**4)
    if not month:
        month, day = 7, 1
    elif not day:
        day = 15
    return _ordinal(year, month, day) + hour / 24 + (rest // 100) / 1440


def _ordinal(year: int, month: int, day: int) -> float:
    from datetime import date

    return float(date(max(year, 1), month, min(day, 28) if month == 2 else day).toordinal())
