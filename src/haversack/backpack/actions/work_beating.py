"""How does a worker show that it lives while one step takes long, such as reading a large document?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, connections

from ..rules.work import BEAT
from .leases import Hold


@contextmanager
def beating(lease: Hold, every: timedelta = BEAT) -> Iterator[None]:
    """Inside, the lease is kept by a thread beside this one, which ends with it and dies with the process."""
    over = threading.Event()
    heart = threading.Thread(target=_beat, args=(lease, every.total_seconds(), over), daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()


def _beat(lease: Hold, every: float, over: threading.Event) -> None:
    lives = True
    try:
        while lives and not over.wait(every):
            with suppress(DatabaseError):  # somebody writes for long; the next beat may come through
                lives = lease.beat()
    finally:
        connections.close_all()
