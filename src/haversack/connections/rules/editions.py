"""May a new edition of a published list take the place of the one before, and when is it asked for again?

A list that is taken in whole takes away what it names no more. So what looks like half a list is left alone: the
operator can take it all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

EVERY = timedelta(days=7)
AFTER_TROUBLE = timedelta(days=1)
LEASE = timedelta(hours=1)  # nobody else reads this list meanwhile
_FEW = 20  # of so few, any number may go
_LEAST = 0.7  # of what the edition before named


def shrank(before: int, now: int) -> bool:
    """Whether a list names so much less than before that it was probably cut off."""
    return before >= _FEW and now < before * _LEAST


def next_time(now: datetime, *, trouble: bool) -> datetime:
    """When the list is asked for again."""
    return now + (AFTER_TROUBLE if trouble else EVERY)


def offered(region: str, regions: Sequence[str]) -> bool:
    """Whether this site offers a region; it offers every one where the operator named none. A list for no region in
    particular is for all."""
    return not regions or not region or region in regions
