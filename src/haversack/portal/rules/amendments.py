"""How does a patient have an error put right, and how long may the hospital take? (P7, 45 CFR 164.526)

Staff answer within 60 days; once, with the reason in writing, they may take 30 more. They may say no only on one of
four grounds, and tell it; the patient may then add a statement of disagreement, which stays with the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .states import Table


class State(StrEnum):
    """Where a request stands. The values are stored: they never change."""

    SENT = "sent"
    EXTENDED = "extended"
    ACCEPTED = "accepted"
    DENIED = "denied"
    DISAGREED = "disagreed"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    EXTEND = "extend"
    ACCEPT = "accept"
    DENY = "deny"
    DISAGREE = "disagree"
    WITHDRAW = "withdraw"


MOVES: Table[State, Move] = {
    (State.SENT, Move.EXTEND): State.EXTENDED,
    (State.SENT, Move.ACCEPT): State.ACCEPTED,
    (State.SENT, Move.DENY): State.DENIED,
    (State.SENT, Move.WITHDRAW): State.WITHDRAWN,
    (State.EXTENDED, Move.ACCEPT): State.ACCEPTED,
    (State.EXTENDED, Move.DENY): State.DENIED,
    (State.EXTENDED, Move.WITHDRAW): State.WITHDRAWN,
    (State.DENIED, Move.DISAGREE): State.DISAGREED,
}
WAITING = frozenset({State.SENT, State.EXTENDED})
EXTENSION_DAYS = 30  # 164.526(b)(2)(ii)
LONGEST = 4000  # characters of anything written here


class Ground(StrEnum):
    """On which ground a request may be denied, 164.526(a)(2). The values are stored: they never change."""

    NOT_OURS = "not-ours"
    NOT_IN_SET = "not-in-set"
    NOT_OPEN = "not-open"
    ACCURATE = "accurate"


GROUNDS: Mapping[Ground, str] = {
    Ground.NOT_OURS: "This hospital did not write it, and whoever did can still be asked.",
    Ground.NOT_IN_SET: "It is not part of the records by which decisions about you are made.",
    Ground.NOT_OPEN: "It is a record that the law does not open to inspection.",
    Ground.ACCURATE: "It is accurate and complete.",
}


class Wrong(StrEnum):
    EMPTY = "empty"
    LONG = "long"
    NO_REASON = "no-reason"
    NO_GROUND = "no-ground"


REASONS: dict[Wrong, str] = {
    Wrong.EMPTY: "Write what is wrong, and what it should say.",
    Wrong.LONG: "This is too long. Use at most 4,000 characters.",
    Wrong.NO_REASON: "Tell the patient the reason in writing.",
    Wrong.NO_GROUND: "Choose one of the four grounds on which a request may be denied.",
}


class NotUsable(Exception):
    """What was written cannot be used; the text says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(REASONS[wrong])
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when an answer is due, and how it looks now."""

    due_at: datetime
    days_left: int
    is_overdue: bool


def due_at(sent_at: datetime, days: int, *, extended: bool = False) -> datetime:
    """The last moment for an answer. days: the policy's, at most 60."""
    return sent_at + timedelta(days=days + (EXTENSION_DAYS if extended else 0))


def clock(due: datetime, now: datetime) -> Clock:
    """How many days are left, the begun one counted; 0 on the last and after it."""
    left = due - now
    return Clock(due, max(0, -(-left // timedelta(days=1))), now > due)


def require_text(*texts: str, wrong: Wrong = Wrong.EMPTY) -> None:
    """Each is written, and none is longer than fits. Raises NotUsable."""
    if not all(text.strip() for text in texts):
        raise NotUsable(wrong)
    if any(len(text) > LONGEST for text in texts):
        raise NotUsable(Wrong.LONG)
