"""How long does a fetch bear with a portal that is busy or unwell, and what may still come right?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from haversack.smart.answers import PASSING, Trouble

from .states import Reason

MOST_TRIES = 4  # for one page, with pauses that double
LONGEST_PAUSE = timedelta(minutes=2)  # a portal that wants a longer one is left alone until then
ROUNDS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))  # until what failed is tried again
AT_ONCE = 8  # requests to one portal at the same time, by one fetch
MOST_PAGES = 20_000  # of one query
MOST_EMPTY = 50  # pages in a row that hold nothing and lead on

# What may have come right by the next round. Of the others the portal's mind is made up.
_MAY_COME_RIGHT = PASSING | {Trouble.ENDLESS, Trouble.ELSEWHERE, Trouble.GONE}
# The permission does not reach there, or the portal does not have it: that is said, and is no failure.
LEFT_OUT = frozenset({Trouble.NOT_SHARED, Trouble.NOT_THERE})

_REASONS = {
    Trouble.UNREACHABLE: Reason.UNREACHABLE,
    Trouble.CUT_OFF: Reason.UNREACHABLE,
    Trouble.BUSY: Reason.BUSY,
    Trouble.UNWELL: Reason.UNWELL,
    Trouble.UNAUTHORIZED: Reason.RECORDS_REFUSED,
    Trouble.NOT_SHARED: Reason.RECORDS_REFUSED,
    Trouble.NOT_THERE: Reason.RECORDS_REFUSED,
    Trouble.REFUSED: Reason.RECORDS_REFUSED,
    Trouble.ANOTHER_PATIENT: Reason.ANOTHER_PERSON,
    Trouble.NOT_ALLOWED: Reason.NOT_ALLOWED_HERE,
}


def reason_for(troubles: Iterable[str]) -> Reason:
    """The one reason that a connection shows for several troubles: what was met most often."""
    told = [Trouble(one) for one in troubles]
    if not told:
        return Reason.NONE
    return _REASONS.get(max(told, key=told.count), Reason.UNREADABLE)


def next_round(rounds: int, troubles: Iterable[str], now: datetime) -> datetime | None:
    """When a fetch goes on with the queries that failed for these reasons, after so many rounds; None for never."""
    if rounds >= len(ROUNDS) or not any(Trouble(one) in _MAY_COME_RIGHT for one in troubles):
        return None
    return now + ROUNDS[rounds]


def may_come_right(trouble: str) -> bool:
    return Trouble(trouble) in _MAY_COME_RIGHT
