"""Is what the person decided on still what is there?"""

from __future__ import annotations


class PendingChanged(Exception):
    """Somebody else decided first, or new records arrived since the page was shown.

    The person looks again and decides.
    """


def require_shown(*, shown: int | None, now: int) -> None:
    """`shown` is the version of the queue that was on the screen, `now` the one that is there; None skips the question
    (the operator's command acts on what is there). Raises PendingChanged."""
    if shown is not None and shown != now:
        raise PendingChanged
