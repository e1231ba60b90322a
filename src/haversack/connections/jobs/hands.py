"""Who does what mostly waits for portals? Threads of its own, so that the few workers of the queue are free for others.

A portal may take an hour for what it holds. The queue only hands the number of a row over; the row's lease says whose
it is, so a process that dies leaves nothing behind that does not come round again.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string


class Hands:
    """At most `at_once` threads, made when they are needed, that do `work` with numbers of rows."""

    def __init__(self, work: Callable[[int], object], at_once: int) -> None:
        self._work, self._at_once = work, at_once
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._handed: set[int] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def give(self, number: int) -> None:
        """Have this row done soon; one that waits here already is not done twice."""
        with self._lock:
            if number in self._handed:
                return
            self._handed.add(number)
            if len(self._threads) < self._at_once:
                thread = threading.Thread(target=self._go_on, daemon=True)
                self._threads.append(thread)
                thread.start()
        self._waiting.put(number)

    def _go_on(self) -> None:
        while True:
            number = self._waiting.get()
            close_old_connections()
            try:
                self._work(number)
            except Exception as error:  # the row keeps its lease and comes round again
                import_string(settings.KEEP_FAULT)(error, settings.DATA)
            finally:
                with self._lock:
                    self._handed.discard(number)
                close_old_connections()
