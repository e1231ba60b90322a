"""Which tables does a site have, and how does a row become plain values and a row again, on either database?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connections, models, router
from django.db.models import Field, Model

from haversack.audit.router import AUDIT

DATABASES = ("default", AUDIT)  # in this order: the trail may be ahead of what waits for it, never behind
_ROWS = 100  # in one frame, and in memory at a time: a row may hold a scanned letter
# Types that MessagePack writes as text.
_AS_TEXT = (models.UUIDField, models.DecimalField, models.DateField, models.TimeField, models.DurationField)


def tables(alias: str, among: Iterable[type[Model]] | None = None) -> list[type[Model]]:
    """Every model whose rows are in this database, the tables of many-to-many relations too."""
    found = apps.get_models(include_auto_created=True) if among is None else among
    return [
        model
        for model in found
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and router.allow_migrate_model(alias, model)
    ]


def columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def rows_of(model: type[Model], alias: str) -> Iterator[list[list[Any]]]:
    """All rows of a table as plain values, some at a time, in the order of their keys."""
    some: list[list[Any]] = []
    rows = model._base_manager.using(alias).order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=_ROWS):
        some.append([bytes(value) if isinstance(value, memoryview) else value for value in row])
        if len(some) == _ROWS:
            yield some
            some = []
    if some:
        yield some


class Loader:
    """Inserts rows into one table. `model` is as it was in the version that made the backup."""

    def __init__(self, model: type[Model], names: Sequence[str], alias: str) -> None:
        self._connection = connections[alias]
        fields = {field.attname: field for field in model._meta.concrete_fields}
        if set(fields) != set(names):
            raise KeyError(model._meta.label)
        self._fields: list[tuple[Field[Any, Any], bool]] = [
            (fields[name], isinstance(fields[name], _AS_TEXT)) for name in names
        ]
        quote = self._connection.ops.quote_name
        listed = ", ".join(quote(str(field.column)) for field, _ in self._fields)
        marks = ", ".join(["%s"] * len(names))
        self._insert = f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({marks})"  # noqa: S608

    def load(self, rows: Sequence[Sequence[Any]]) -> int:
        ready = [
            [
                field.get_db_prep_save(field.to_python(value) if as_text else value, self._connection)
                for (field, as_text), value in zip(self._fields, row, strict=True)
            ]
            for row in rows
        ]
        with self._connection.cursor() as cursor:
            cursor.executemany(self._insert, ready)
        return len(ready)


def highest_ids(alias: str) -> dict[str, int]:
    """The highest id each table ever gave out, by its name: a number is never given twice, also after a restore."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            return {str(name): int(number) for name, number in cursor.fetchall()}
        found = {}
        for table, sequence in _sequences(alias):
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
            last, is_called = cursor.fetchone()
            if is_called:
                found[table] = int(last)
        return found


def continue_from(alias: str, highest: dict[str, int]) -> None:
    """See to it that the next id of each table is above these."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table, number in highest.items():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            return
        for table, sequence in _sequences(alias):
            if highest.get(table):  # SQLite also remembers 0, which a sequence cannot be set to
                cursor.execute("SELECT setval(%s, %s)", [sequence, highest[table]])


def _sequences(alias: str) -> list[tuple[str, str]]:
    """(table, sequence) of every numbered key, on PostgreSQL."""
    found = []
    with connections[alias].cursor() as cursor:
        for model in tables(alias):
            key = model._meta.pk
            if isinstance(key, models.AutoField | models.BigAutoField):
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, key.column])
                sequence = cursor.fetchone()[0]
                if sequence:
                    found.append((model._meta.db_table, str(sequence)))
    return found
