"""Of what that happens to a connection is somebody told who is not looking?"""

from __future__ import annotations

from datetime import datetime, timedelta

from haversack.notices.rules.kinds import Kind

from .states import Reason, State

LOOKED_ON = timedelta(minutes=15)  # what comes about within them is seen on the page that waits for it
SEVERAL_DAYS = timedelta(days=3)  # of failing
# (the permission lasts at least so long, and is told so long before its end). The last one that came counts.
BEFORE_THE_END = (
    (timedelta(days=21), timedelta(days=7)),
    (timedelta(days=4), timedelta(days=1)),
    (timedelta(hours=12), timedelta(hours=2)),
)
LOOK_AHEAD = max(before for _lasts, before in BEFORE_THE_END)


def kind_of_move(before: State, after: State, waited: timedelta, news: Reason = Reason.NONE) -> Kind | None:
    """What is told when a connection goes from one state to the next. waited: for how long it was in the first. news:
    why it is as it is, where that changed."""
    if news is Reason.KNOWN_NOW:
        return Kind.CONNECTION_READY
    if after is State.SIGN_IN_AGAIN and before is not State.SIGN_IN_AGAIN:
        return Kind.ENDED
    told = {State.READY: Kind.CONNECTION_READY, State.NOT_SUPPORTED: Kind.NOT_SUPPORTED}.get(after)
    if before is State.REGISTERING:
        return told
    if before is State.INVESTIGATING and waited >= LOOKED_ON:
        return told
    return None


def warning_due(began: datetime, ends: datetime, now: datetime) -> timedelta | None:
    """Which warning of an end is due: how long before it; None for none. A permission that lasts a day is not told of
    a week before. began: the sign-in."""
    if now >= ends:
        return None
    due = [before for lasts, before in BEFORE_THE_END if ends - began >= lasts and ends - now <= before]
    return min(due) if due else None


def fails_for_days(since: datetime, now: datetime) -> bool:
    return now - since >= SEVERAL_DAYS
