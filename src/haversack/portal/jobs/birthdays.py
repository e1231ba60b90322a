"""Which rights end by the calendar?"""

from __future__ import annotations

from django.utils import timezone

from ..actions.birthdays import end_over_proxies, keep_birthdays


def keep_the_calendar() -> None:
    """See to birthdays and to forms whose time is over. Looked after every minute, so that midnight means midnight."""
    now = timezone.now()
    keep_birthdays(now)
    end_over_proxies(now)
