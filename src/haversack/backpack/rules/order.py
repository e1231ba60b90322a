"""In which order do entries stand? By date, as exactly as it is known, newest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_DATE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:\d{2})?)?)?)?$"
)

PRECISIONS = ("", "year", "month", "day", "minute", "second", "fraction")


@lru_cache(maxsize=4096)
def sort_key(date: str) -> int:
    """A FHIR date or dateTime as YYYYMMDDhhmmss in UTC, unknown parts zero, so that "2019" stands before "2019-03".

    0 where there is no date or it is absurd (month 13, a year nobody lived in). A time without zone is taken as UTC.
    """
    match = _DATE.match(date.strip())
    if not match:
        return 0
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        exact = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            min(int(second or 0), 59),
            tzinfo=UTC,
        )
        if zone and zone != "Z":
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
            exact = exact - offset if zone[0] == "+" else exact + offset
    except (ValueError, OverflowError):
        return 0
    if hour is not None:
        day = (exact.year * 100 + exact.month) * 100 + exact.day
        return ((day * 100 + exact.hour) * 100 + exact.minute) * 100 + exact.second
    return int(year) * 10**10 + int(month or 0) * 10**8 + int(day or 0) * 10**6


def fact_on(key: int, keyed: bytes) -> bytes:
    """A keyed fact with the day of its sort key before it: what happened together then lies together in an index.

    Facts that are equal are of the same day. One that goes by an address has no day (0): its copies may differ in it.
    """
    return (key // 10**6).to_bytes(4) + keyed


def bounds_of_year(year: int) -> tuple[int, int]:
    """The sort keys that lie in a year: from (inclusive), to (exclusive)."""
    return year * 10**10, (year + 1) * 10**10


def year_of(key: int) -> int | None:
    """The year of a sort key, None when the date is unknown."""
    return key // 10**10 or None
