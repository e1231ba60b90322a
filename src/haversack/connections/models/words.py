"""How are the directory's words looked up on either database? FTS5 on SQLite, a text-search vector on PostgreSQL.

A row of `directory_words` stands for an office of the same number. `names` holds folded names and the place; `hosts`
what its addresses can be found by. Words are looked for by their beginning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

_IN_SQLITE = (
    "CREATE VIRTUAL TABLE directory_words USING fts5"
    "(names, hosts, tokenize = \"unicode61 remove_diacritics 2 tokenchars '_'\", prefix = '2 3')"
)
_IN_POSTGRESQL = (
    "CREATE TABLE directory_words (rowid bigint PRIMARY KEY, names tsvector NOT NULL, hosts tsvector NOT NULL)",
    "CREATE INDEX directory_words_names ON directory_words USING gin (names)",
    "CREATE INDEX directory_words_hosts ON directory_words USING gin (hosts)",
)
COLUMNS = ("names", "hosts")
_SHORT = 3


def create(vendor: str, execute: object) -> None:
    """Make the table; for the migration."""
    assert callable(execute)
    for statement in (_IN_SQLITE,) if vendor == "sqlite" else _IN_POSTGRESQL:
        execute(statement)


def write(rows: Sequence[tuple[int, str, str]]) -> None:
    """Put offices' words in the place of what they had: (office, names, hosts), words with spaces between."""
    remove([row[0] for row in rows])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO directory_words (rowid, names, hosts) VALUES (%s, %s, %s)", rows)
            return
        vectors = [(number, sorted(set(names.split())), sorted(set(hosts.split()))) for number, names, hosts in rows]
        cursor.executemany(
            "INSERT INTO directory_words VALUES (%s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))",
            vectors,
        )


def order_by(told: Mapping[int, tuple[Sequence[str], Sequence[str]]]) -> None:
    """Keep the hosts and the portal keys of offices on their rows. One statement a row, many times: a hundred times
    quicker than one statement with a case for each."""
    rows = [(json.dumps(hosts), json.dumps(keys), office) for office, (hosts, keys) in told.items()]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE connections_office SET hosts = %s, keys = %s WHERE id = %s", rows)


def remove(offices: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM directory_words WHERE rowid = %s", [(one,) for one in offices])


def every() -> Iterator[tuple[list[str], list[str]]]:
    """The words of each office: of its names, and of its hosts."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT names, hosts FROM directory_words")
            for names, hosts in cursor:
                yield names.split(), hosts.split()
        else:
            cursor.execute("SELECT tsvector_to_array(names), tsvector_to_array(hosts) FROM directory_words")
            yield from cursor


def matching(groups: Sequence[Sequence[str]], column: str, *, every: bool, only: str, most: int) -> list[int]:
    """Offices with words that begin so, the ones that they tell most about first. Of the words of a group any will do,
    short ones behind the first only whole ("st"); `every`: one of each group has to be there, else of any group.

    only: an SQL condition on the row `office`, without values of anybody's. Words are letters and digits only.
    """
    assert column in COLUMNS
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            query = (" AND " if every else " OR ").join(
                "(" + " OR ".join(f'"{word}"{"*" * is_begun}' for word, is_begun in _begun(words)) + ")"
                for words in groups
            )
            cursor.execute(
                "SELECT f.rowid FROM directory_words f JOIN connections_office office ON office.id = f.rowid"  # noqa: S608
                f" WHERE directory_words MATCH %s AND {only} ORDER BY rank LIMIT %s",
                [f"{column} : ({query})", most],
            )
        else:
            query = (" & " if every else " | ").join(
                "(" + " | ".join(f"'{word}'{':*' * is_begun}" for word, is_begun in _begun(words)) + ")"
                for words in groups
            )
            cursor.execute(
                f"SELECT f.rowid FROM directory_words f JOIN connections_office office ON office.id = f.rowid,"  # noqa: S608
                f" to_tsquery('simple', %s) q WHERE f.{column} @@ q AND {only}"
                f" ORDER BY ts_rank(f.{column}, q, 1) DESC, length(f.{column}), f.rowid LIMIT %s",
                [query, most],
            )
        return [row[0] for row in cursor.fetchall()]


def _begun(group: Sequence[str]) -> list[tuple[str, bool]]:
    return [(word, not number or len(word) > _SHORT) for number, word in enumerate(group)]


def among(offices: Sequence[int], *, only: str) -> list[int]:
    """Those of the offices for which the condition holds, in their order."""
    if not offices:
        return []
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(offices))
        cursor.execute(
            f"SELECT office.id FROM connections_office office WHERE office.id IN ({marks}) AND {only}",  # noqa: S608
            list(offices),
        )
        held = {row[0] for row in cursor.fetchall()}
    return [office for office in offices if office in held]
