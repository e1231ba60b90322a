"""Whose backpacks may this viewer open?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from haversack.records.unspoken import Unspoken
from haversack.vault.refusals import KeyGone

from ..models import Count, Membership, Person
from ..models.face import PersonFacts, decode_person
from ..models.keys import keyring
from ..models.record import State
from ..rules.roles import Role, Viewer
from .opened import Opened


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


def _memberships(viewer: Viewer, now: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), Q(user_id=viewer.user), person__removed_at__isnull=True
    )


def _open(row: Person, viewer: Viewer, role: Role, relation: str = "") -> Opened:
    try:
        key = keyring().person(row.uuid)
    except KeyGone as gone:
        raise KeysMissing from gone
    facts = decode_person(key.open(bytes(row.sealed), "person"))
    return Opened(row.pk, row.uuid, key, role, viewer, facts, row.hue, relation)


def open_person(viewer: Viewer, uuid: UUID, now: datetime | None = None) -> Opened:
    """The backpack with this id, if the viewer has a role in it now.

    Raises NoSuchPerson for a stranger as for nothing.
    """
    if viewer.is_operator:
        row = Person.objects.filter(uuid=uuid, removed_at__isnull=True).first()
        if row is not None:
            return _open(row, viewer, Role.OWNER)
    else:
        found = _memberships(viewer, now or timezone.now()).filter(person__uuid=uuid).select_related("person").first()
        if found is not None:
            return _open(found.person, viewer, Role(found.role), found.relation)
    raise NoSuchPerson


def persons_of(viewer: Viewer, now: datetime | None = None) -> list[Opened]:
    """Every backpack the viewer may open, the oldest first.

    One whose key is not here (restored without its keys) is left out: the others must not be closed because of it.
    """
    found = []
    for row, role, relation in _rows_of(viewer, now or timezone.now()):
        with suppress(KeysMissing):
            found.append(_open(row, viewer, role, relation))
    return found


def _rows_of(viewer: Viewer, now: datetime) -> list[tuple[Person, Role, str]]:
    if viewer.is_operator:
        rows = Person.objects.filter(removed_at__isnull=True).order_by("pk")
        return [(row, Role.OWNER, "") for row in rows]
    members = _memberships(viewer, now).select_related("person").order_by("person_id")
    return [(member.person, Role(member.role), member.relation) for member in members]


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
    counts: dict[tuple[int, int], int] = {}
    for person, state, number in Count.objects.filter(person__in=ids).values_list("person_id", "state", "number"):
        counts[person, state] = counts.get((person, state), 0) + number
    return [
        PersonLine(
            one,
            one.facts.name,
            one.facts.born,
            owners.get(one.person) or "",
            counts.get((one.person, State.ACCEPTED), 0),
            counts.get((one.person, State.PENDING), 0),
        )
        for one in opened
    ]


def facts_of(opened: Opened) -> PersonFacts:
    """Who the backpack is about, read again (a file may just have taught it)."""
    row = Person.objects.get(pk=opened.person)
    return decode_person(opened.key.open(bytes(row.sealed), "person"))
