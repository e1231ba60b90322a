"""How long do events wait for each other, and a message that did not go out for its next try?"""

from __future__ import annotations

from datetime import datetime, timedelta

from .quiet import Quiet, not_before

GATHERED = timedelta(minutes=5)  # what happens within them is told together
BETWEEN = timedelta(hours=1)  # at least, from one message to the next
TRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
LONGEST_SENDING = timedelta(minutes=10)  # after it nobody is at it any more
KEPT = timedelta(days=90)  # what was told


def due(now: datetime, last: datetime | None, quiet: Quiet | None) -> datetime:
    """When something that happens now is told. last: the moment of the user's last message."""
    moment = now + GATHERED
    if last is not None:
        moment = max(moment, last + BETWEEN)
    return not_before(moment, quiet)


def next_try(attempts: int, now: datetime, wanted: timedelta | None, quiet: Quiet | None) -> datetime | None:
    """When to try again after so many attempts; None to give up. wanted: how long the other side asked to wait."""
    if attempts > len(TRIES):
        return None
    wait = TRIES[attempts - 1]
    if wanted is not None:
        wait = min(max(wait, wanted), TRIES[-1])
    return not_before(now + wait, quiet)
