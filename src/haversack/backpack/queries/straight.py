"""How does a page ask what every page asks? In SQL written once: making it anew took longer than the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def fetched(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row of the answer, with its values as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def marks(values: Sequence[Any]) -> str:
    """Places for these values between the brackets of an IN; a list that is empty finds nothing."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def stored_uuid(value: UUID) -> UUID | str:
    """A UUID as a column of this database holds it."""
    return value if connection.features.has_native_uuid_field else value.hex


def stored_moment(value: datetime) -> Any:
    """A moment as a column of this database holds it."""
    return connection.ops.adapt_datetimefield_value(value)


def moment(found: datetime | None) -> datetime | None:
    """A moment as it was found; every database is asked in UTC, and SQLite does not say so."""
    return found.replace(tzinfo=UTC) if found else None
