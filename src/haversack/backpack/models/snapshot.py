"""How is much read as of one moment, without anybody waiting for it?

Inside `snapshot()` every query sees the database as it was at the beginning, while others write. It is a plain read
transaction: Django's own would take SQLite's only write lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

_BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Read only inside: no actions, no `atomic`. Within a transaction it is that transaction's view."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            # The view is taken by the first read, not by BEGIN.
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
            cursor.fetchone()
            yield
        finally:
            cursor.execute("ROLLBACK")
