"""When may somebody be disturbed, who wants their quiet from one time of the day to another, wherever they live?

Hours are those on the clock there. A night in which the clock is put forward or back is an hour shorter or longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` to `end` on the clock of `zone`; over midnight where `end` is not later. Equal: no quiet."""

    start: time
    end: time
    zone: tzinfo

    def night(self, day: date) -> tuple[datetime, datetime]:
        """The quiet hours that begin on this day, in UTC. A time that the clock leaves out counts as if it did not; of
        one that comes twice the first counts."""
        last = day if self.end > self.start else day + timedelta(days=1)
        return self._moment(day, self.start), self._moment(last, self.end)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def not_before(moment: datetime, quiet: Quiet | None) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into. moment: aware."""
    if quiet is None or quiet.start == quiet.end:
        return moment
    today = moment.astimezone(quiet.zone).date()
    for day in (today - timedelta(days=1), today):
        begin, end = quiet.night(day)
        if begin <= moment < end:
            return end
    return moment
