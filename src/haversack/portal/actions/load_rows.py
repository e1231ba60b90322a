"""Which statements write some hundred records with what they can be found by?

Plain SQL for both databases: a hospital loads a million, and building a model's query takes longer than the insert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from ..models import Record
from ..models.ids import next_ids
from ..rules.search_index import IndexedDate, IndexedToken
from ..rules.ties import Tie

_COLUMNS = (
    "id", "patient_id", "type", "fhir_id", "version", "section", "status", "low", "high", "final_at", "reviewed_at",
    "updated_at", "visible_from", "visible_until", "reason", "policy", "shown_at", "content", "body",
)  # fmt: skip
_MARKS = ", ".join(["%s"] * len(_COLUMNS))
_RECORD = f"INSERT INTO portal_record ({', '.join(_COLUMNS)}) VALUES ({_MARKS})"  # noqa: S608 (the names above)
_SIX = "VALUES (%s, %s, %s, %s, %s, %s)"
_CODED = f"INSERT INTO portal_searchtoken (record_id, patient_id, type, param, system, code) {_SIX}"
_DATED = f"INSERT INTO portal_searchdate (record_id, patient_id, type, param, low, high) {_SIX}"
_TIED = "INSERT INTO portal_recordtie (record_id, kind, type, fhir_id) VALUES (%s, %s, %s, %s)"


def insert_records(rows: Sequence[Record]) -> None:
    """New rows, which get their numbers here."""
    written = _writer()
    for number, row in zip(next_ids(len(rows)), rows, strict=True):
        row.pk = number
        row._state.adding = False
    _many(_RECORD, [[written(getattr(row, name)) for name in _COLUMNS] for row in rows])


def insert_index(
    rows: Iterable[tuple[Record, Sequence[IndexedToken], Sequence[IndexedDate], Sequence[Tie]]],
) -> None:
    """What the rows can be found by, and what they stand or fall with."""
    written = _writer()
    tokens, dates, ties = [], [], []
    for row, its_tokens, its_dates, its_ties in rows:
        whose = (row.pk, row.patient_id, row.type)
        tokens += [(*whose, *token) for token in its_tokens]
        dates += [(*whose, param, written(span.low), written(span.high)) for param, span in its_dates]
        ties += [(row.pk, kind.value, to.type, to.id) for kind, to in its_ties]
    _many(_CODED, tokens)
    _many(_DATED, dates)
    _many(_TIED, ties)


def _many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _writer() -> Any:
    """How this database takes a value: SQLite keeps moments as text. Most rows share a few moments."""
    adapt, known = connection.ops.adapt_datetimefield_value, {}

    def written(value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        if value not in known:
            known[value] = adapt(value)
        return known[value]

    return written
