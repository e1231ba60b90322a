"""Whose backpacks may this viewer open?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from haversack.records.unspoken import Unspoken
from haversack.vault.refusals import KeyGone

from ..models import Membership, Person
from ..models.face import PersonFacts, decode_person
from ..models.keys import keyring
from ..models.record import State
from ..rules.roles import Role, Viewer
from .opened import Opened
from .straight import fetched, marks, stored_moment, stored_uuid

_PERSON = "SELECT person.id, person.uuid, person.sealed, person.hue, "
_ALL = _PERSON + "'owner', '' FROM backpack_person AS person WHERE person.removed_at IS NULL"
_MINE = (
    _PERSON + "member.role, member.relation FROM backpack_membership AS member"
    " JOIN backpack_person AS person ON person.id = member.person_id AND person.removed_at IS NULL"
    " WHERE member.user_id = %s AND (member.until IS NULL OR member.until > %s)"
)
_HELD = "SELECT person_id, state, number FROM backpack_count WHERE state < 2 AND person_id IN"
_ONE, _OLDEST = " AND person.uuid = %s", " ORDER BY person.id"


class NoSuchPerson(Exception):
    """No backpack by that name or number that this viewer may open."""


class AmbiguousPerson(Exception):
    """Several backpacks answer to that name; the id tells them apart."""


class KeysMissing(Exception):
    """The keys of this backpack are not in this site's keyring. Whoever runs the site imports the exported keys."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonLine(Unspoken):
    """One backpack in a list. `owner` is an e-mail address, "" while it is the operator's."""

    opened: Opened
    name: str
    born: str
    owner: str
    entries: int
    pending: int


def open_person(viewer: Viewer, uuid: UUID, now: datetime | None = None) -> Opened:
    """The backpack with this id, if the viewer has a role in it now.

    Raises NoSuchPerson for a stranger as for nothing.
    """
    for row in _rows_of(viewer, now or timezone.now(), uuid):
        return _open(viewer, row)
    raise NoSuchPerson


def persons_of(viewer: Viewer, now: datetime | None = None) -> list[Opened]:
    """Every backpack the viewer may open, the oldest first.

    One whose key is not here (restored without its keys) is left out: the others must not be closed because of it.
    """
    found = []
    for row in _rows_of(viewer, now or timezone.now()):
        with suppress(KeysMissing):
            found.append(_open(viewer, row))
    return found


def _rows_of(viewer: Viewer, now: datetime, uuid: UUID | None = None) -> list[tuple[Any, ...]]:
    """(person, uuid, sealed facts, hue, role, relation) of every backpack, or of one, that the viewer may open."""
    one = [stored_uuid(uuid)] if uuid else []
    if viewer.is_operator:
        return fetched(_ALL + (_ONE if one else "") + _OLDEST, one)
    return fetched(_MINE + (_ONE if one else "") + _OLDEST, [viewer.user, stored_moment(now), *one])


def _open(viewer: Viewer, row: tuple[Any, ...]) -> Opened:
    person, number, sealed, hue, role, relation = row
    uuid = number if isinstance(number, UUID) else UUID(number)
    try:
        key = keyring().person(uuid)
    except KeyGone as gone:
        raise KeysMissing from gone
    facts = decode_person(key.open(bytes(sealed), "person"))
    return Opened(person, uuid, key, Role(role), viewer, facts, hue, relation)


def find_person(viewer: Viewer, name_or_id: str) -> Opened:
    """By id, or by the name it was given (case does not matter). Raises NoSuchPerson, AmbiguousPerson."""
    wanted = name_or_id.strip()
    try:
        return open_person(viewer, UUID(wanted))
    except ValueError:
        pass
    found = [opened for opened in persons_of(viewer) if opened.facts.name.casefold() == wanted.casefold()]
    if not found:
        raise NoSuchPerson
    if len(found) > 1:
        raise AmbiguousPerson
    return found[0]


def person_lines(viewer: Viewer, now: datetime | None = None) -> list[PersonLine]:
    """Every backpack the viewer may open, with what it holds and what waits."""
    opened = persons_of(viewer, now)
    ids = [one.person for one in opened]
    owners = dict(
        Membership.objects.filter(person__in=ids, role=Role.OWNER.value)
        .order_by("-pk")
        .values_list("person_id", "user__email")
    )
    held = held_by(opened)
    return [
        PersonLine(
            one,
            one.facts.name,
            one.facts.born,
            owners.get(one.person) or "",
            *held[one.person],
        )
        for one in opened
    ]


def held_by(opened: Sequence[Opened]) -> dict[int, tuple[int, int]]:
    """How many lines each of these backpacks holds, and how many wait there."""
    found = {one.person: {State.ACCEPTED: 0, State.PENDING: 0} for one in opened}
    for person, state, number in fetched(f"{_HELD} ({marks(opened)})", list(found)):
        found[person][State(state)] += number
    return {person: (numbers[State.ACCEPTED], numbers[State.PENDING]) for person, numbers in found.items()}


def facts_of(opened: Opened) -> PersonFacts:
    """Who the backpack is about, read again (a file may just have taught it)."""
    row = Person.objects.get(pk=opened.person)
    return decode_person(opened.key.open(bytes(row.sealed), "person"))
