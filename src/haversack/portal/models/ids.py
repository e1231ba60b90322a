"""Which numbers may the next records have? Taken in blocks, so that hundreds are written without asking for each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from .records import Record


def next_ids(count: int) -> Sequence[int]:
    """Ascending unused record numbers. Call inside the transaction that uses them; none is ever given twice."""
    table = Record._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # this transaction holds the only write lock
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return range(first, first + count)
        cursor.execute(
            "SELECT nextval(s) FROM pg_get_serial_sequence(%s, 'id') AS s, generate_series(1, %s)", [table, count]
        )
        return sorted(row[0] for row in cursor.fetchall())
