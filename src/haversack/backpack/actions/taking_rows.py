"""Which statements write one hundred of a file? Plain SQL for both databases, since the hundreds are many.

Django builds a query in a millisecond; ten of them for each hundred cost more than sealing it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

_RECORD = """
INSERT INTO backpack_record (id, person_id, source_id, arrival_id, state, lead, replaces, kind, rank,
  date, precision, category, code, mark, identity, content, fact, face, body, is_withdrawn)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, FALSE)
"""
_COUNTED = ("pending", "accepted", "unchanged", "declined", "undisplayed", "unreadable")
_ADVANCE = f"""
UPDATE backpack_arrival SET parts = %s, received = received + %s,
  {", ".join(f"{name} = {name} + %s" for name in _COUNTED)}
WHERE id = %s
"""  # noqa: S608 (the names are the six above)


def run(statement: str, values: Sequence[Any]) -> int:
    """Run one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def one(statement: str, values: Sequence[Any]) -> tuple[object, ...] | None:
    """The first row of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[object, ...] | None = cursor.fetchone()
        return row


def many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for each row."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def bodies(records: Sequence[int]) -> dict[int, bytes]:
    """The sealed bytes of these records, by id."""
    if not records:
        return {}
    marks = ", ".join(["%s"] * len(records))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, body FROM backpack_record WHERE id IN ({marks})", list(records))  # noqa: S608
        return {int(number): bytes(body) for number, body in cursor.fetchall()}


def lock_person(person: int) -> None:
    """Let nobody else write to this backpack until the transaction ends. On SQLite the transaction itself does."""
    if connection.vendor != "sqlite":
        one("SELECT id FROM backpack_person WHERE id = %s FOR UPDATE", [person])


def is_mine_alone(source: int, commits: int) -> bool:
    """Count this commit to the source; whether it is the one after `commits`, so that nobody else wrote in between."""
    if run("UPDATE backpack_source SET commits = commits + 1 WHERE id = %s AND commits = %s", [source, commits]):
        return True
    run("UPDATE backpack_source SET commits = commits + 1 WHERE id = %s", [source])
    return False


def has_declined(person: int) -> bool:
    """Whether anything was ever removed for good from this backpack."""
    return one("SELECT 1 FROM backpack_declined WHERE person_id = %s LIMIT 1", [person]) is not None


def has_other_source(person: int, source: int) -> bool:
    """Whether the backpack has records of another source that could state the same."""
    return one("SELECT 1 FROM backpack_source WHERE person_id = %s AND id <> %s LIMIT 1", [person, source]) is not None


def has_partings(person: int) -> bool:
    """Whether anything in the backpack was ever taken apart."""
    return one("SELECT 1 FROM backpack_apart WHERE person_id = %s LIMIT 1", [person]) is not None


def stated_elsewhere(person: int, source: int, facts: Iterable[bytes]) -> set[bytes]:
    """Which of these facts another source, or a record of the same address, states."""
    wanted = list(facts)
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(  # NOT state = 2: compared otherwise, the index on states would be walked instead
            f"SELECT DISTINCT fact FROM backpack_record WHERE person_id = %s AND fact IN ({marks}) "  # noqa: S608
            "AND NOT state = 2 AND (source_id <> %s OR rank < 0)",
            [person, *wanted, source],
        )
        return {bytes(row[0]) for row in cursor.fetchall()}


def write_records(rows: Sequence[tuple[object, ...]], superseded: Sequence[int], withdrawn: Sequence[int]) -> None:
    """New rows, and what they do to older ones."""
    many("UPDATE backpack_record SET state = 2, lead = 0 WHERE id = %s", [(old,) for old in superseded])
    many("UPDATE backpack_record SET is_withdrawn = %s WHERE id = %s", [(True, old) for old in withdrawn])
    many(_RECORD, rows)


def write_words(person: int, first: int, last: int, lines: int, sealed: bytes) -> None:
    """A shard of words."""
    run(
        "INSERT INTO backpack_shard (person_id, first, last, lines, sealed) VALUES (%s, %s, %s, %s, %s)",
        [person, first, last, lines, sealed],
    )


def write_part(arrival: int, number: int, sealed: bytes, pieces: int, outcomes: Counter[str]) -> None:
    """What is needed to put this part of the file together again, and how far the file has got."""
    run("INSERT INTO backpack_part (arrival_id, number, sealed) VALUES (%s, %s, %s)", [arrival, number, sealed])
    run(_ADVANCE, [number + 1, pieces, *(outcomes[name] for name in _COUNTED), arrival])
