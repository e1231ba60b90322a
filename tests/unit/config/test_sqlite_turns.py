"""Does whoever waits to write get a turn beside somebody who hardly rests?"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from haversack.config.databases import sqlite

REST = 0.004
WORK = 0.15  # longer than the longest pause of SQLite's own waiting


@pytest.fixture(autouse=True)
def a_file_of_its_own(django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


class Busy:
    """Writes all the time in a thread, and rests for a moment between. `turns` counts how often it has written."""

    def __init__(self, path: Path) -> None:
        self.turns = 0
        self._path, self._over = path, threading.Event()
        self._writing = threading.Event()

    @contextmanager
    def at_work(self) -> Iterator[Busy]:
        thread = threading.Thread(target=self._work)
        thread.start()
        self._writing.wait()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _work(self) -> None:
        rows = sqlite3.connect(self._path, isolation_level=None, timeout=60)
        while not self._over.is_set():
            rows.execute("BEGIN IMMEDIATE")
            self.turns += 1
            self._writing.set()
            time.sleep(WORK)
            rows.execute("COMMIT")
            time.sleep(REST)
        rows.close()


def connection_to(path: Path, **options: object):
    settings = sqlite(path)
    settings["OPTIONS"] |= options
    return ConnectionHandler({"default": settings})["default"]


def test_a_short_rest_is_enough(tmp_path):
    ours = connection_to(tmp_path / "rows")
    ours.ensure_connection()
    waited = []
    with Busy(tmp_path / "rows").at_work() as busy:
        for _ in range(5):
            before = busy.turns
            ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            waited.append(busy.turns - before)
            ours.rollback()
            ours.set_autocommit(True)
    ours.close()
    # SQLite's own waiting looks in a rest once in dozens of times; a machine that is busy may make ours miss some.
    assert sum(waited) <= 15, waited


def test_patience_ends_and_says_so(tmp_path):
    ours = connection_to(tmp_path / "rows", timeout=0.3)
    ours.ensure_connection()
    holder = sqlite3.connect(tmp_path / "rows", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        ours.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    holder.execute("ROLLBACK")
    holder.close()
    with ours.cursor() as cursor:  # and other waiting is as patient as before
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (300,)
    ours.close()
