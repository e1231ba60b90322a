"""Whose backpack does a command mean? The operator at the console may name any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frame import Refused

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened
    from haversack.connections.queries.connections import Seen


def open_named(name: str) -> Opened:
    """The backpack with this name or id. Refused where there is none, or several."""
    from haversack.backpack.queries.persons import AmbiguousPerson, KeysMissing, NoSuchPerson, find_person
    from haversack.backpack.rules.roles import Viewer

    try:
        return find_person(Viewer.operator(), name)
    except NoSuchPerson:
        raise Refused("There is no person by that name. `haversack person list` shows them all.") from None
    except AmbiguousPerson:
        raise Refused("Several people have that name. Give the id that `haversack person list` shows.") from None
    except KeysMissing:
        raise Refused("The keys of this backpack are not here. Bring them with `haversack keys import FILE`.") from None


def open_connection(number: int) -> tuple[Opened, Seen]:
    """The connection of that number, with the backpack that it belongs to. Refused where there is none."""
    from haversack.connections.queries.connections import connection_of, person_of

    person = person_of(number)
    if person is None:
        raise Refused("There is no connection of that number. `haversack connections` shows them all.")
    opened = open_named(str(person))
    return opened, connection_of(opened, number)
