"""Which fetches run behind the pages, and how many at once?

A fetch mostly waits for its portal, up to an hour where that is slow. So it does not hold up one of the few workers of
the queue: these only hand it to threads of its own.
"""

from __future__ import annotations

import queue
import threading

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from haversack.backpack.actions.words import join_shards

from ..actions.fetch_lease import due
from ..actions.fetch_work import do
from ..actions.fetching import wake
from ..actions.scheduling import want_due
from ..queries.opening import opened_of

AT_ONCE = 6  # fetches, each with threads of its own that wait for its portal
_waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
_handed: set[int] = set()
_threads: list[threading.Thread] = []
_lock = threading.Lock()


@task()
def do_fetch(fetch: int) -> None:
    """Have this fetch done soon, if it is due and nobody is at it."""
    with _lock:
        if fetch in _handed:
            return
        _handed.add(fetch)
        if len(_threads) < AT_ONCE:
            thread = threading.Thread(target=_work, daemon=True)
            _threads.append(thread)
            thread.start()
    _waiting.put(fetch)


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


def _work() -> None:
    while True:
        fetch = _waiting.get()
        close_old_connections()
        try:
            carry_out(fetch)
        except Exception as error:  # the row keeps its lease and comes round again
            import_string(settings.KEEP_FAULT)(error, settings.DATA)
        finally:
            with _lock:
                _handed.discard(fetch)
            close_old_connections()
