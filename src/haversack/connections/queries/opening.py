"""Whose backpack is opened for work that nobody is waiting for, and in whose name?"""

from __future__ import annotations

from contextlib import suppress

from haversack.backpack.queries.opened import NotAllowed, Opened
from haversack.backpack.queries.persons import KeysMissing, NoSuchPerson, open_person
from haversack.backpack.rules.roles import Act, Viewer

from ..models import Connection, Fetch


def open_for(connection: Connection) -> Opened | None:
    """The backpack, as whoever made the connection; where that one may not any more, as its keeper at the console: the
    others who have the backpack still want it refreshed. None where its keys or the person are gone.
    """
    by = connection.by
    viewers = [*([Viewer(by.pk, by.pseudonym)] if by else []), Viewer.operator()]
    for viewer in viewers:
        with suppress(NoSuchPerson, KeysMissing, NotAllowed):
            opened = open_person(viewer, connection.person.uuid)
            opened.require(Act.IMPORT)
            return opened
    return None


def opened_of(fetch: int) -> Opened | None:
    """The backpack of a fetch, the same way."""
    row = Fetch.objects.select_related("connection__person", "connection__by").filter(pk=fetch).first()
    return open_for(row.connection) if row is not None else None


def opened_by(connection: int) -> Opened | None:
    """The backpack of a connection, the same way."""
    row = Connection.objects.select_related("person", "by").filter(pk=connection).first()
    return open_for(row) if row is not None else None
