"""Which fetches run behind the pages, and how many at once?

Each is handed to threads of its own (hands.py).
"""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from haversack.backpack.actions.words import join_shards

from ..actions.fetch_lease import due
from ..actions.fetch_work import do
from ..actions.fetching import wake
from ..actions.scheduling import want_due
from ..queries.opening import opened_of
from .hands import Hands

AT_ONCE = 6  # fetches, each with threads of its own that wait for its portal


@task()
def do_fetch(fetch: int) -> None:
    """Have this fetch done soon, if it is due and nobody is at it."""
    _hands.give(fetch)


def sweep_fetches() -> None:
    """Want what is due by the schedule, and wake workers for what waits."""
    now = timezone.now()
    want_due(now)
    for fetch in due(now):
        wake(fetch)


def carry_out(fetch: int) -> bool:
    """Do this fetch here and now; says whether it was done."""
    done = do(fetch)
    if done and (opened := opened_of(fetch)) is not None:
        join_shards(opened)
    return done


_hands = Hands(carry_out, AT_ONCE)
