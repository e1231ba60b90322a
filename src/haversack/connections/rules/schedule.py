"""When is a connection refreshed by itself (B6), and is everything asked for or only what changed (A4)?

Each connection has its own moment in the week, so that thousands do not come at midnight, nor all to one portal at
once. A moment that was missed is caught up as soon as somebody looks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Schedule(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    BY_HAND = "by_hand"


BETWEEN: dict[Schedule, timedelta | None] = {
    Schedule.DAILY: timedelta(days=1),
    Schedule.WEEKLY: timedelta(days=7),
    Schedule.MONTHLY: timedelta(days=30),
    Schedule.BY_HAND: None,
}

_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday
_SCATTER = 2654435761  # Knuth's multiplicative hash: neighbours come far apart
# Everything is asked for at least so often: a quick pass misses what the portal forgets to call changed.
_FULL: dict[Schedule, timedelta] = {
    Schedule.DAILY: timedelta(days=7),
    Schedule.WEEKLY: timedelta(days=28),
    Schedule.MONTHLY: timedelta(days=30),
    Schedule.BY_HAND: timedelta(),
}
_FIRST_PAUSE = timedelta(hours=1)
OVERLAP = timedelta(hours=48)  # a quick pass looks back so much further than the last success


def next_fetch(schedule: Schedule, connection: int, now: datetime) -> datetime | None:
    """When this connection's own moment comes next; None where it is refreshed by hand alone."""
    between = BETWEEN[schedule]
    if between is None:
        return None
    own = timedelta(seconds=connection * _SCATTER % int(between.total_seconds()))
    return now + between - (now - _EPOCH - own) % between


def next_try(schedule: Schedule, connection: int, failures: int, now: datetime) -> datetime | None:
    """When a connection is tried again after so many fetches in a row that failed: sooner than its moment comes, then
    ever later."""
    regular = next_fetch(schedule, connection, now)
    if regular is None:
        return None
    pause = _FIRST_PAUSE * (1 << min(max(failures, 1) - 1, 10))
    scattered = pause + pause * (connection * _SCATTER % 1000) / 4000
    return min(regular, now + scattered)


def wants_everything(schedule: Schedule, last_full: datetime | None, now: datetime) -> bool:
    """Whether a refresh that comes by itself asks for everything."""
    between = BETWEEN[schedule] or timedelta()
    return last_full is None or now - last_full > _FULL[schedule] - between / 2


def since(server_time: str) -> str:
    """From which instant a quick pass asks for changes, after a success at this time of the portal's clock; "" where
    that is not known."""
    try:
        moment = datetime.fromisoformat(server_time)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return ""
    return (moment - OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
