"""Who tries a page? Alice owns the backpack, Bob is a member of it in some role, Charlie is a stranger."""

from __future__ import annotations

from django.test import Client

from haversack.accounts.models import User
from haversack.backpack.actions.persons import add_person
from haversack.backpack.models import Membership
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import open_person
from haversack.backpack.rules.roles import Viewer


def viewer(user: User) -> Viewer:
    return Viewer(user.pk, user.pseudonym)


def user(name: str) -> User:
    """A user of that name, the same each time."""
    return User.objects.filter(email=f"{name}@example.org").first() or User.objects.create_user(f"{name}@example.org")


def backpack_of(name: str = "alice", person: str = "Ada") -> Opened:
    """An empty backpack that this user owns, opened for them."""
    owner = user(name)
    return add_person(by=viewer(owner), name=person, owner=owner.pk)


def opened_for(name: str, opened: Opened, role: str) -> Opened:
    """The same backpack for another member."""
    Membership.objects.create(person_id=opened.person, user=user(name), role=role)
    return open_person(viewer(user(name)), opened.uuid)


def browser(name: str = "", **options: object) -> Client:
    """A browser in which this user is signed in; nobody where there is no name."""
    client = Client(**options)  # type: ignore[arg-type]
    if name:
        client.force_login(user(name))
    return client
