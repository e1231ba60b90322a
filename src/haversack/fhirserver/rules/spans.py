"""Which span of time does a date in a search mean? FHIR R4 Search: as precise as it was written, with a prefix."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import cast

from .criteria import Prefix, Span

_DATE = re.compile(
    r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"(Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)


def span(text: str) -> Span | None:
    """The span; None for what is no date. Without a zone it is taken as UTC.

    A "+" that stood unescaped in an address arrives as a space; it can mean nothing else.
    """
    found = _DATE.fullmatch(text.strip().replace(" ", "+"))
    if not found:
        return None
    prefix, year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        offset = _offset(zone)
        start = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0),
            int((fraction or "").ljust(6, "0")[:6]), tzinfo=offset,
        )  # fmt: skip
        end = _end(start, month, day, hour, second, fraction)
        return Span(cast(Prefix, prefix or "eq"), start.astimezone(UTC), end.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timezone:
    if zone in (None, "Z"):
        return UTC
    assert zone is not None
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError("no such zone")
    return timezone((1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _end(
    start: datetime, month: str | None, day: str | None, hour: str | None, second: str | None, fraction: str | None
) -> datetime:
    if month is None:
        return start.replace(year=start.year + 1)
    if day is None:
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    if hour is None:
        return start + timedelta(days=1)
    if second is None:
        return start + timedelta(minutes=1)
    if fraction is None:
        return start + timedelta(seconds=1)
    return start + timedelta(microseconds=max(1, 10 ** (6 - min(6, len(fraction)))))
