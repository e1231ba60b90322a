"""Which connections does a backpack have, and what is known of each?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Sum

from haversack.backpack.ports import Look
from haversack.backpack.queries.opened import Opened
from haversack.records.unspoken import Unspoken

from ..models import Connection, Fetch
from ..models.facts import CONNECTION, ConnectionFacts, decode_connection
from ..rules.states import LIVE, Reason, State


@dataclass(frozen=True, slots=True, repr=False)
class Seen(Unspoken):
    """A connection with what is sealed in it."""

    row: Connection
    facts: ConnectionFacts

    @property
    def number(self) -> int:
        return self.row.pk

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def reason(self) -> Reason:
        return Reason(self.row.reason)

    @property
    def ends(self) -> datetime | None:
        return self.row.expires_at


class NoSuchConnection(Exception):
    """There is no connection of that number in this backpack."""


def connections_of(opened: Opened) -> list[Seen]:
    """All of a backpack's, the newest first; those that ended stand last."""
    rows = Connection.objects.filter(person_id=opened.person).order_by(F("ended_at").asc(nulls_first=True), "-pk")
    return [seen(opened, row) for row in rows]


def connection_of(opened: Opened, number: int) -> Seen:
    """Raises NoSuchConnection, for somebody else's too."""
    row = Connection.objects.filter(person_id=opened.person, pk=number).first()
    if row is None:
        raise NoSuchConnection
    return seen(opened, row)


def seen(opened: Opened, row: Connection) -> Seen:
    return Seen(row, decode_connection(opened.key.open(bytes(row.sealed), CONNECTION)))


def looks_of(person: int) -> dict[int, Look]:
    """By source, when its portal was last looked at and when it is next; the connection that lasts before one that
    ended."""
    rows = Connection.objects.filter(person_id=person, source__isnull=False)
    rows = rows.order_by(F("ended_at").asc(nulls_last=True))
    found = {}
    for source, state, at, following in rows.values_list("source", "state", "last_fetch_at", "next_fetch_at"):
        goes_on = state in LIVE and following is not None
        found[source] = Look(at, following if goes_on else None, goes_on, state == State.CONNECTED)
    return found


def person_of(number: int) -> UUID | None:
    """The id of the person that a connection belongs to; None for no connection."""
    return Connection.objects.filter(pk=number).values_list("person__uuid", flat=True).first()


def received_by(number: int) -> int:
    """How many records all fetches of a connection brought: each once, however often the portal showed it."""
    return Fetch.objects.filter(connection_id=number).aggregate(all=Sum("new"))["all"] or 0


def holds(fetch: int) -> bool:
    """Whether the permission of a fetch's connection holds."""
    return Connection.objects.filter(fetches=fetch, state__in=[one.value for one in LIVE]).exists()
