"""How long may a worker be at long work without a sign of life, when is it tried again, and when is it given up?"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

# A worker that was killed is replaced after this time: beside its steps it shows every BEAT that it lives, which may
# come late where much is going on.
LEASE, BEAT = timedelta(seconds=30), timedelta(seconds=8)
# One that lives and makes no step for so long hangs, and is replaced too. Reading the largest document takes less.
LONGEST_STEP = timedelta(minutes=10)
WAITS = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
MOST_ATTEMPTS = 5  # in a row without progress; a worker that is killed with its machine spends one, too

KEPT = timedelta(days=1)  # a finished export can be downloaded for so long
UPLOAD_KEPT = timedelta(days=7)  # files that wait for an answer (is it the same person?) are kept for so long


class Why(StrEnum):
    """Why work ended without doing what it was to do."""

    NOTHING = ""
    ANOTHER_PERSON = "another-person"
    SEVERAL_PEOPLE = "several-people"
    NO_ACCESS = "no-access"
    NO_ROOM = "no-room"
    FILES_GONE = "files-gone"
    LINK = "link"
    TABLE = "table"
    FAULT = "fault"


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When work that has failed so many times is tried again; None when it is given up, until a person asks for it."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + WAITS[min(max(attempts, 1), len(WAITS)) - 1]


def has_expired(made: datetime, now: datetime) -> bool:
    """Whether an export of that moment may not be downloaded any more."""
    return now >= made + KEPT
