"""What happens to something that arrives?

Decided from what is known of its identity and content, and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """NEW waits for review. NEWER waits as a newer version. OLDER is kept, not offered.

    WITHDRAWS marks what it takes back.
    """

    NEW = "new"
    NEWER = "newer"
    OLDER = "older"
    UNCHANGED = "unchanged"
    DECLINED = "declined"
    WITHDRAWS = "withdraws"


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
    *, content: bytes, stamp: str, is_stub: bool, known: list[Known], is_declined: bool, is_content_declined: bool
) -> Fate:
    """Decide on one arrival (architecture, invariants 2 to 4).

    What was removed for good never returns, in this version or a later one. Content that is there already changes
    nothing.
    A stub that only says "entered in error" never takes the place of what was accepted: it marks it. Of two versions
    that both carry a time of last change the later one counts, whichever arrived first.
    """
    if is_declined or is_content_declined:
        return Fate.DECLINED
    if any(item.content == content for item in known):
        return Fate.UNCHANGED
    current = next((item for item in known if item.is_current), None)
    if current is None:
        return Fate.NEW
    if is_stub and current.is_accepted:
        return Fate.WITHDRAWS
    if stamp and current.stamp and stamp < current.stamp:
        return Fate.OLDER
    return Fate.NEWER
