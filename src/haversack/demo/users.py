"""Who can be in the demo without a password, and which backpacks do they see?"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from haversack.accounts.models import User
from haversack.backpack.rules.roles import Viewer


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody a visitor can be. `looks_at`: what the persons whose backpacks they may only look at are to them."""

    email: str
    name: str
    looks_at: dict[str, str]  # "daughter" (what the person is to Inés): "partner" (what the person is to this guest)


GUESTS = {
    "ines": Guest("ines@demo.example", "Inés Valdivia Okafor", {}),
    "ikenna": Guest("ikenna@demo.example", "Ikenna Bello", {"daughter": "partner", "grandson": "son"}),
}


@transaction.atomic
def make_guest(guest: Guest) -> User:
    """The guest's user, made where there is none. Without a password: nobody can sign in as them but by the door."""
    user = User.objects.filter(email=guest.email).first()
    if user is None:
        user = User.objects.create_user(guest.email, None, name=guest.name)
        EmailAddress.objects.create(user=user, email=guest.email, verified=True, primary=True)
    return user


def guest_user(name: str) -> User | None:
    """The user of that guest; None for a guest there is not."""
    guest = GUESTS.get(name)
    return User.objects.filter(email=guest.email).first() if guest else None


def viewer_of(user: User) -> Viewer:
    return Viewer(user.pk, user.pseudonym)
