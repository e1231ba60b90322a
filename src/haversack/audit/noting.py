"""How is an act noted without slowing it down?

Plain inserts past the ORM: an act costs one insert in the transaction it belongs to, a look one in the audit database,
where no import holds a lock.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from haversack.audit.router import AUDIT

FIELDS = ("at", "by", "act", "person", "object", "count", "origin")
_ROW = '("at", "by", "act", "person", "object", "count", "origin") VALUES (%s, %s, %s, %s, %s, %s, %s)'
_INTO_WAITING = "INSERT INTO audit_waiting " + _ROW
_INTO_LOOKS = "INSERT INTO audit_look " + _ROW
# Lower-case words and numbers only: a name, an address or a result does not fit by accident.
_PLAIN_WORD = re.compile(r"[a-z0-9][a-z0-9._:-]{0,63}")


class Actor(Protocol):
    """Whoever acts. `pseudonym` says who without naming them: an id, or "operator" for the console."""

    @property
    def pseudonym(self) -> str: ...


def record(
    *,
    by: Actor,
    act: str,
    person: UUID | None = None,
    count: int | None = None,
    object: str | None = None,  # noqa: A002
) -> None:
    """Note an act in the transaction that does it: both commit or neither does.

    act: a stable word such as "record.accept"; object: the kind of thing; count: how many, once for a whole batch.
    Raises ValueError for anything that does not look like a word of ours.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_INTO_WAITING, _row(by, act, person, count, object))


def read(
    *,
    by: Actor,
    act: str,
    person: UUID | None = None,
    count: int | None = None,
    object: str | None = None,  # noqa: A002
) -> None:
    """Note a look at a record. Waits for nothing that writes the record; committed when it returns."""
    with connections[AUDIT].cursor() as cursor:
        cursor.execute(_INTO_LOOKS, _row(by, act, person, count, object))


def _row(by: Actor, act: str, person: UUID | None, count: int | None, thing: str | None) -> tuple[str | int, ...]:
    pseudonym = by.pseudonym
    words = (pseudonym, act, thing) if thing else (pseudonym, act)
    if not all(map(_PLAIN_WORD.fullmatch, words)):
        raise ValueError("the trail takes plain words only")
    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    who = person.hex if person else ""
    return at, pseudonym, act, who, thing or "", -1 if count is None else count, os.urandom(16).hex()
