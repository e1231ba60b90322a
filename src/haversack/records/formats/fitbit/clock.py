"""On which day of the person's own was something measured?

Steps, distance and heart rate of Fitbit's JSON carry the time of UTC ("03/05/24 23:10:00"), weight and sleep that of
the person; Google's tables carry UTC ("2026-09-10T04:00:00Z"). The zone stands in the profile.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_AMERICAN = re.compile(r"(\d\d)/(\d\d)/(\d\d)(\d\d)?(?: (\d\d):(\d\d):(\d\d))?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?Z?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)
_FIRST, _LAST = 1970, 2200  # years in which anybody wears anything that counts


class Clock:
    """zone: the person's; None unknown, and the days are those of UTC."""

    def __init__(self) -> None:
        self.zone: ZoneInfo | None = None
        self.was_missed = False
        self._days: dict[str, str] = {}

    def set_zone(self, said: str) -> None:
        try:
            self.zone = ZoneInfo(said)
        except (KeyError, ValueError, OSError):
            return

    def day(self, written: str) -> str:
        """The person's day of a time in UTC; "" for what is none."""
        key = written[:16] if written[4:5] == "-" else written[:14]  # to the minute
        known = self._days.get(key)
        if known is None:
            found = instant(written)
            known = self.local(found).date().isoformat() if found else ""
            if len(self._days) > 200_000:
                self._days.clear()
            self._days[key] = known
        return known

    def hour(self, written: str) -> int:
        """The hour of the person's day, of a time in UTC that is one."""
        found = instant(written)
        return self.local(found).hour if found else 0

    def local(self, at: datetime) -> datetime:
        """A time in UTC on the person's clock."""
        self.was_missed = self.was_missed or self.zone is None
        return at.astimezone(self.zone) if self.zone else at

    def at(self, day: str, time: str) -> str:
        """A FHIR dateTime of a local "03/05/24" and "07:30:00"; without the zone where it is not known."""
        found = instant(f"{day} {time}")
        if found is None:
            return american_day(day)
        plain = found.replace(tzinfo=None)
        return plain.replace(tzinfo=self.zone).isoformat() if self.zone else plain.isoformat()


def instant(written: str) -> datetime | None:
    """A time in UTC, in either way of writing."""
    numbers = _american(written) or _iso(written)
    try:
        return datetime(*numbers, tzinfo=UTC) if numbers and _FIRST <= numbers[0] <= _LAST else None  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def american_day(written: str) -> str:
    """ "03/05/24" or "03/05/2024", with a time or without, as a FHIR date; "" for anything else."""
    found = instant(written if " " in written else f"{written} 00:00:00")
    return found.date().isoformat() if found else ""


def with_offset(written: str, offset: str) -> str:
    """A time in UTC as a FHIR dateTime at that offset from it ("+05:30"); "" for what is none."""
    at, found = instant(written), _OFFSET.fullmatch(offset.strip())
    if at is None or found is None:
        return ""
    behind = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
    try:
        return at.astimezone(timezone(behind)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _american(written: str) -> tuple[int, ...] | None:
    found = _AMERICAN.fullmatch(written)
    if found is None or found[5] is None:
        return None
    month, day, *rest = found.groups()
    year = int(rest[0] + rest[1]) if rest[1] else 2000 + int(rest[0])
    return year, int(month), int(day), int(found[5]), int(found[6]), int(found[7])


def _iso(written: str) -> tuple[int, ...] | None:
    found = _ISO.fullmatch(written)
    return tuple(int(one or 0) for one in found.groups()) if found else None
