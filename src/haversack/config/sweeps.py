"""What does the worker look after by itself, and how often?

A sweep is a function without arguments that takes the due work it finds, under a lease of its own. A site's settings
name its table, made here: the only place that says when; the packages below say what.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from .faults import keep_fault

MINUTE, HOUR, DAY = 60, 3600, 86400
OF_EVERY_SITE: dict[str, int] = {
    "haversack.audit.chaining.chain": MINUTE,
    "haversack.accounts.sweeps.end_expired_sessions": DAY,
    "haversack.accounts.sweeps.forget_old_moments": DAY,
}
OF_A_BACKPACK: dict[str, int] = {
    "haversack.backpack.actions.persons.finish_removals": HOUR,
    "haversack.backpack.jobs.work.sweep_work": MINUTE,
    "haversack.backpack.jobs.work.put_in_order": HOUR,
    "haversack.backpack.jobs.work.sweep_links": MINUTE,
    "haversack.connections.jobs.fetching.sweep_fetches": MINUTE,
    "haversack.connections.jobs.investigating.sweep_investigations": MINUTE,
    "haversack.connections.jobs.card_keys.sweep_card_keys": HOUR,
    "haversack.connections.jobs.directory.sweep_lists": HOUR,
    "haversack.connections.jobs.telling.sweep_notices": HOUR,
    "haversack.notices.jobs.sweep": MINUTE,
    "haversack.notices.jobs.forget": DAY,
}
OF_A_PORTAL: dict[str, int] = {
    "haversack.portal.jobs.deciding.sweep": MINUTE,
    "haversack.portal.jobs.outgoing.send_outgoing": MINUTE,
    "haversack.portal.jobs.birthdays.keep_the_calendar": MINUTE,
    "haversack.portal.jobs.outgoing.forget_links": DAY,
    "haversack.fhirserver.jobs.exports.sweep": MINUTE,
    "haversack.fhirserver.jobs.exports.put_in_order": HOUR,
}


@dataclass
class _Sweep:
    path: str
    every: int  # seconds
    due: float = 0.0
    busy: threading.Lock = field(default_factory=threading.Lock)


class Sweeper:
    """Calls each sweep when it is due; never one twice at the same time, and none waits for another's fault."""

    def __init__(self, table: dict[str, int], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sweeps = [_Sweep(path, every) for path, every in table.items()]

    def sweep_anew(self) -> None:
        """Call every sweep, whenever its last turn was."""
        for sweep in self._sweeps:
            sweep.due = 0.0
        self.sweep()

    def sweep(self) -> None:
        for sweep in self._sweeps:
            if self._clock() >= sweep.due and sweep.busy.acquire(blocking=False):
                try:
                    sweep.due = self._clock() + sweep.every
                    _call(sweep.path)
                finally:
                    sweep.busy.release()


def _call(path: str) -> None:
    close_old_connections()
    try:
        import_string(path)()
    except Exception as error:
        keep_fault(error, settings.DATA)
    finally:
        close_old_connections()
