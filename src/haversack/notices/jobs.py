"""What of notices runs behind the pages? Thin callers of actions."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from .actions.gathering import forget_old, gather_due, wake
from .actions.sending import deliver, due, give_up_interrupted


@task()
def send(delivery: int) -> None:
    """Send this message, if it is due and nobody is at it."""
    deliver(delivery, timezone.now())


def sweep() -> None:
    """Put messages together, and wake workers for those that wait."""
    now = timezone.now()
    gather_due(now)
    give_up_interrupted(now)
    for delivery in due(now):
        wake(delivery)


def forget() -> None:
    forget_old(timezone.now())
