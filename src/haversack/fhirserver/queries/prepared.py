"""How is one question asked again and again without putting its SQL together anew?

Django takes a millisecond to turn a query set into SQL, several times what the database needs to answer it. Here a
query set is built once for each shape of question, with marks in place of the values; after that its SQL is filled with
the values of the moment. The question itself is written once, as a query set, for pages and apps alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

Value: TypeAlias = str | int | datetime
Build: TypeAlias = Callable[[Sequence[Any]], QuerySet[Any, Any]]
_MOST = 2_000  # shapes; apps cannot make more than their parameters allow, but nobody should fill the memory
_BEGIN = datetime(3000, 1, 1, tzinfo=UTC)


class _Statement(NamedTuple):
    """sql, "" where nothing can be found; for each of its parameters the place of a value, or the constant; for each
    column that the database gives otherwise than Python has it, how it is read.
    """

    sql: str
    params: tuple[int | tuple[Any], ...]
    converters: Mapping[int, tuple[Any, Any]]


_known: dict[Hashable, _Statement] = {}


def ask(shape: Hashable, build: Build, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    """The rows of the query set (of `values_list`) that `build` makes of these values.

    shape: everything that decides how the query set looks, other than the values: two questions of one shape must
    differ in nothing but them. `build` must pass the values on as they are.
    """
    statement = _statement(shape, build, values)
    rows = _fetched(statement.sql, statement, values)
    return [_read(row, statement.converters) for row in rows] if statement.converters else rows


def count(shape: Hashable, build: Build, values: Sequence[Value]) -> int:
    """How many rows it has."""
    statement = _statement(shape, build, values)
    rows = _fetched(f"SELECT COUNT(*) FROM ({statement.sql}) AS found", statement, values)  # noqa: S608 (Django's)
    return int(rows[0][0]) if rows else 0


def _statement(shape: Hashable, build: Build, values: Sequence[Value]) -> _Statement:
    name = (connection.vendor, shape, tuple(map(type, values)))
    statement = _known.get(name)
    if statement is None:
        if len(_known) >= _MOST:
            _known.clear()
        statement = _known[name] = _prepared(build, values)
    return statement


def _fetched(sql: str, statement: _Statement, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    if not statement.sql:
        return []
    adapt = connection.ops.adapt_datetimefield_value
    filled = [adapt(value) if isinstance(value, datetime) else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(sql, [one[0] if isinstance(one, tuple) else filled[one] for one in statement.params])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _read(row: tuple[Any, ...], converters: Mapping[int, tuple[Any, Any]]) -> tuple[Any, ...]:
    read = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            read[place] = step(read[place], expression, connection)
    return tuple(read)


def _prepared(build: Build, values: Sequence[Value]) -> _Statement:
    marks = [_mark(number, value) for number, value in enumerate(values)]
    compiler = build(marks).query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # a question that nothing can meet, whatever its values
        return _Statement("", (), {})
    adapt = connection.ops.adapt_datetimefield_value
    places = {(adapt(mark) if isinstance(mark, datetime) else mark): number for number, mark in enumerate(marks)}
    filled = tuple(places.get(one, (one,)) for one in params)
    used = {one for one in filled if isinstance(one, int)}  # of a span of time, a question may need one end only
    assert all(n in used or isinstance(mark, datetime) for n, mark in enumerate(marks)), "a value got lost"
    return _Statement(sql, filled, compiler.get_converters([column for column, _, _ in compiler.select or ()]))


def _mark(number: int, value: Value) -> Value:
    """A value that stands nowhere else, and that nothing on its way into SQL changes: a number beyond what a column of
    32 bits can hold would be left out of the question.
    """
    if isinstance(value, datetime):
        return _BEGIN + timedelta(days=number)
    return 2_100_000_000 + number if isinstance(value, int) else f"mark{number:04}mark"
