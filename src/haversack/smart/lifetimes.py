"""For how long may an app come back once somebody let it in? The site chooses one of five; an app may get less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

ACCESS = timedelta(hours=1)  # an access token at most; SMART: SHOULD NOT be longer
CODE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """rolling: counted from the last time that the app came; otherwise from the day that it was let in."""

    name: str
    length: timedelta
    rolling: bool = False

    def ends(self, granted: datetime, used: datetime | None) -> datetime:
        return (used or granted if self.rolling else granted) + self.length


LIFETIMES: Mapping[str, Lifetime] = {
    each.name: each
    for each in (
        Lifetime("hour", timedelta(hours=1)),
        Lifetime("day", timedelta(days=1)),
        Lifetime("week", timedelta(days=7)),
        Lifetime("quarter", timedelta(days=93), rolling=True),  # three months, whichever they are
        Lifetime("year", timedelta(days=396)),  # thirteen months
    )
}


def shorter(one: str, other: str) -> Lifetime:
    """The lesser of what the site and what the app's own entry allow; a word nobody knows allows nothing longer."""
    known = [LIFETIMES[name] for name in (one, other) if name in LIFETIMES]
    return min(known, key=lambda each: each.length, default=LIFETIMES["hour"])
