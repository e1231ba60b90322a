"""Who writes next on SQLite, when several wait?

SQLite's own waiting asks for the lock at ever longer distances, up to a tenth of a second, and whoever happens to ask
first has it: beside an import that commits back to back and rests for two milliseconds, a person's click could wait in
vain for half a minute. Here everybody who begins to write asks again each millisecond, so a rest is enough. Named as
Django finds it: a database engine is a package with a module `base`.
"""

from __future__ import annotations

import sqlite3
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

POLL = 0.001  # seconds; asking takes some microseconds
_AS_LONG = "timeout"  # the option that says for how many seconds to wait


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction, which here always may write, waits for its turn."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get(_AS_LONG, 5))
        until = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self.cursor().execute("BEGIN IMMEDIATE")
                except OperationalError as fault:
                    if not _is_taken(fault) or time.monotonic() > until:
                        raise
                else:
                    return
                time.sleep(POLL)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")


def _is_taken(fault: OperationalError) -> bool:
    cause = fault.__cause__
    # The low byte is the kind; the rest says why it is busy.
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
