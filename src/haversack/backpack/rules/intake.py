"""What happens to something that arrives?

Decided from what is known of its identity and content, and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """NEW waits for review. NEWER waits as a newer version. OLDER is kept, not offered.

    WITHDRAWS marks what it takes back. BACK is what was accepted, told again: a newer version that waits is none.
    """

    NEW = "new"
    NEWER = "newer"
    OLDER = "older"
    UNCHANGED = "unchanged"
    DECLINED = "declined"
    WITHDRAWS = "withdraws"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Known:
    """A record with the same identity that is there already.

    `stamp` is its meta.lastUpdated with versionId, "" without.
    """

    content: bytes
    is_current: bool
    is_accepted: bool
    stamp: str


def fate_of(
    *,
    content: bytes,
    stamp: str,
    is_stub: bool,
    known: list[Known],
    is_declined: bool,
    is_content_declined: bool,
    is_live: bool = False,
) -> Fate:
    """Decide on one arrival (architecture, invariants 2 to 4).

    What was removed for good never returns, in this version or a later one. Content that is there already changes
    nothing.
    A stub that only says "entered in error" never takes the place of what was accepted: it marks it. Of two versions
    that both carry a time of last change the later one counts, whichever arrived first.

    is_live: the source says it now. What a file says is as old as the file; a portal that goes back to an earlier
    version means that one.
    """
    if is_declined or is_content_declined:
        return Fate.DECLINED
    current = next((item for item in known if item.is_current), None)
    accepted = [item for item in known if item.is_accepted]
    is_older = bool(stamp and current and current.stamp and stamp < current.stamp)
    if any(item.content == content for item in known):
        if not is_live or is_older or current is None or current.content == content:
            return Fate.UNCHANGED
        if accepted and (is_stub or any(item.content == content for item in accepted)):
            return Fate.UNCHANGED if current.is_accepted else Fate.BACK
        return Fate.NEWER
    if current is None:
        return Fate.NEW
    if is_stub and accepted:
        return Fate.WITHDRAWS
    return Fate.OLDER if is_older else Fate.NEWER
