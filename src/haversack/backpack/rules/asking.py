"""When is somebody who publishes something asked for it again?"""

from __future__ import annotations

from datetime import timedelta

AGAIN = timedelta(days=1)
_LONGEST = timedelta(days=7)


def next_try(failures: int) -> timedelta:
    """How long to wait after one that failed, with so many that failed right before it: ever longer, up to a week."""
    return min(AGAIN * (1 << min(failures, 3)), _LONGEST)
