"""How did one try to send a message go?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ..rules.kinds import Progress, Why


@dataclass(frozen=True, slots=True)
class Outcome:
    """state: WAITING to try again. wait: the pause that the other side asked for."""

    state: Progress
    why: Why = Why.NONE
    wait: timedelta | None = None


SENT = Outcome(Progress.SENT)


def again(why: Why, wait: timedelta | None = None) -> Outcome:
    return Outcome(Progress.WAITING, why, wait)


def given_up(why: Why) -> Outcome:
    return Outcome(Progress.GIVEN_UP, why)
