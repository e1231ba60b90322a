"""Whose backpack does a command mean? The operator at the console may name any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frame import Refused

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened


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
