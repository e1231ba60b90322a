"""When is a mail that could not be sent tried again, and when is it given up?"""

from __future__ import annotations

from datetime import datetime, timedelta

LEASE = timedelta(minutes=2)  # a worker that was killed is replaced after this time; a mail server answers sooner
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_ATTEMPTS = 6


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When a mail that has failed so many times is tried again; None when it is given up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + WAITS[min(max(attempts, 1), len(WAITS)) - 1]
