"""Who keeps the lists of providers up to date, behind everything else? A thin caller of its action."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from ..actions.updating import due, name_sources, update_if_due


@task()
def update_list(number: int) -> None:
    """Ask for this list, if it is due and nobody is at it."""
    update_if_due(number, timezone.now())


def sweep_lists() -> None:
    """Wake a worker for every list whose turn it is. Where the operator named none, nobody is asked."""
    now = timezone.now()
    name_sources(now)
    for number in due(now):
        update_list.enqueue(number)
