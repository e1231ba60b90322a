"""Between which moments did something happen that FHIR dates to a year, a month, a day, a minute or an instant?

Half open spans, as searching by date needs them (FHIR R4, Search, 3.1.1.5.6). What gives no zone is read as UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from haversack.records.dates import precision_of

_LONG = {"minute": timedelta(minutes=1), "second": timedelta(seconds=1), "fraction": timedelta(milliseconds=1)}


class Span(NamedTuple):
    """From `low`, before `high`; None where it is open. day: the latest day that may be meant, as it was written."""

    low: datetime | None = None
    high: datetime | None = None
    day: date | None = None


NEVER_SAID = Span()


@lru_cache(maxsize=65_536)
def span_of(written: str) -> Span:
    """The span of a FHIR date, dateTime or instant; NEVER_SAID for what is none."""
    precision = precision_of(written)
    if not precision:
        return NEVER_SAID
    if precision in ("year", "month", "day"):
        first = date.fromisoformat((written + "-01-01")[:10])
        after = _after(first, precision)
        return Span(_midnight(first), _midnight(after), after - timedelta(days=1))
    try:
        low = datetime.fromisoformat(written.replace(":60", ":59"))
    except ValueError:  # the hour 24
        return span_of(written[:10])
    low = low.replace(tzinfo=low.tzinfo or UTC)
    return Span(low.astimezone(UTC), low.astimezone(UTC) + _LONG[precision], low.date())


def period_of(value: Any) -> Span:
    """The span of a FHIR Period; an end that is not given is open."""
    if type(value) is not dict:
        return NEVER_SAID
    start, end = (span_of(part) if type(part := value.get(key)) is str else NEVER_SAID for key in ("start", "end"))
    return Span(start.low, end.high, end.day or start.day)


def when(value: Any) -> Span:
    """The span of whichever it is: a written date, a Period, or the first date of a Timing."""
    if type(value) is str:
        return span_of(value)
    if type(value) is dict and type(event := value.get("event")) is list and event:
        return when(event[0])
    return period_of(value)


def _after(first: date, precision: str) -> date:
    if precision == "year":
        return first.replace(year=first.year + 1)
    if precision == "month":
        return (first + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
