"""How do the web server and the worker run side by side, and stop together?

This process loads the site, starts the web server as a child (which shares its memory), then runs the jobs in
threads. A signal to this process or to its group stops both; if this process is killed, the child notices and goes
too; if the child dies, this process ends, so that whoever supervises it sees.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer
from huey import crontab
from huey.consumer import Consumer

from .http import answers
from .queue import queue
from .sweeps import Sweeper

PAGES_AT_ONCE = 4  # threads; each holds a connection to either database
JOBS_AT_ONCE = 2  # so that a long import does not hold up what is quick
GARBAGE_AFTER = 10_000  # new objects between two looks for garbage: about one page, instead of a dozen times in each
WAITING = 256  # requests taken in before further ones wait outside
SECONDS_OF_A_LEASE = 31  # the longest that a job of a killed process seems to be somebody's, and a little more
SECONDS_TO_STOP = 5  # a job that takes longer is cut off: its row comes round again


class WebServerDied(Exception):
    """The web server ended by itself. Whoever runs the site looks at what it wrote, and starts again."""


def serve(address: str, port: int, ready: Callable[[], None]) -> None:
    """Serve the site until told to stop; calls `ready` once it answers. Raises WebServerDied."""
    load()
    site = _Site(
        "haversack.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        runtime_threads=1,
        blocking_threads=PAGES_AT_ONCE,
        blocking_threads_idle_timeout=600,
        backpressure=WAITING,
        log_level=LogLevels.warning,
        workers_kill_timeout=SECONDS_TO_STOP,
    )
    site.jobs = _Jobs()
    site.when_ready = ready
    try:
        site.serve(target_loader=_child, wrap_loader=False)
    except SystemExit:
        raise WebServerDied("The web server stopped unexpectedly.") from None


class _Site(MPServer):
    """Granian, with the worker's threads started after the child, since a child must not inherit threads half way."""

    jobs: "_Jobs"
    when_ready: Callable[[], None]

    def signal_handler_reload(self, *args: Any, **kwargs: Any) -> None:
        """A closed terminal stops the site. Granian would start a second child, now that there are threads here."""
        self.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:
        super()._spawn_workers(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        self.jobs.start()
        threading.Thread(target=self._tell, daemon=True).start()

    def _stop_workers(self) -> None:
        self.jobs.stop_flag.set()
        super()._stop_workers()  # type: ignore[no-untyped-call]
        self.jobs.stop(graceful=True)
        for path in settings.WHEN_STOPPED:
            import_string(path)()

    def _tell(self) -> None:
        while not self.main_loop_interrupt.is_set():
            if answers(self.bind_addr, self.bind_port):
                self.when_ready()
                return
            time.sleep(0.01)


class _Jobs(Consumer):  # type: ignore[misc]
    """Huey's worker threads, without its signal handlers: signals are the web server's."""

    def __init__(self) -> None:
        work = queue(settings.QUEUE_FILE)
        self._sweeper = Sweeper(settings.SWEEPS)
        work.periodic_task(crontab(minute="*"), name="sweep")(self._sweeper.sweep)
        super().__init__(
            work,
            workers=JOBS_AT_ONCE,
            max_delay=0.5,
            scheduler_interval=10,
            shutdown_timeout=SECONDS_TO_STOP,
            check_worker_health=False,
        )

    def start(self) -> None:
        """Start, and look again for what is due once the leases of a worker that was killed have run out."""
        super().start()
        again = threading.Timer(SECONDS_OF_A_LEASE, self._sweeper.sweep_anew)
        again.daemon = True
        again.start()

    def _set_signal_handlers(self) -> None:
        pass


def load() -> None:
    """Read everything a first page needs, so that the child has it and both share the memory it takes."""
    from django.urls import get_resolver

    from . import wsgi

    assert wsgi.application is not None
    assert get_resolver().url_patterns
    connections.close_all()  # a connection must not be used on both sides of a fork
    import gc

    gc.collect()
    gc.freeze()  # what is loaded stays loaded; not counting it again keeps its pages shared
    gc.set_threshold(GARBAGE_AFTER)


def _child() -> Any:
    """In the child: go when the parent goes, and answer with the site.

    In a process group of its own, so that Ctrl-C reaches the parent alone, which then stops the child in good order.
    """
    os.setpgrp()
    end_with_parent()
    from .wsgi import application

    return application


def end_with_parent() -> None:
    """From now on this process ends when the one that started it ends, however that happens."""
    if sys.platform == "linux":
        set_parent_death_signal, kill = 1, signal.SIGKILL
        ctypes.CDLL(None).prctl(set_parent_death_signal, kill)
        if os.getppid() == 1:  # it went before we asked
            os._exit(1)
    else:
        threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
