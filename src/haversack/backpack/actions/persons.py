"""How does a backpack begin, change its name, and end?"""

from __future__ import annotations

import contextlib
import uuid

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haversack import audit
from haversack.notices.actions.telling import forget_person
from haversack.vault.keyring import ShredReceipt
from haversack.vault.refusals import KeyGone, KeyMissing
from haversack.web.shell import HUES

from ..models import Arrival, Membership, Person, Record, Shard
from ..models.face import PersonFacts, encode
from ..models.keys import keyring
from ..queries.opened import Opened
from ..queries.persons import NoSuchPerson, open_person
from ..rules.roles import Act, Role, Viewer


def add_person(*, by: Viewer, name: str, born: str = "", owner: int | None = None, relation: str = "") -> Opened:
    """Make an empty backpack with a key of its own. `owner` is a user's id, None leaves it with the operator."""
    number = uuid.uuid4()
    key = keyring().create(
        number
    )  # before the row: a key without a row harms nobody, a row without a key could not open
    with transaction.atomic():
        hue = HUES[Membership.objects.filter(Q(user_id=owner)).count() % len(HUES)]
        row = Person.objects.create(
            uuid=number, hue=hue, sealed=key.seal(encode(PersonFacts(name=name.strip(), born=born)), "person")
        )
        if owner is not None:
            Membership.objects.create(person=row, user_id=owner, role=Role.OWNER.value, relation=relation)
        audit.record(by=by, act="person.add", person=number)
    return open_person(Viewer.operator() if by.user != owner else by, number)


def settle_person(*, by: Viewer, opened: Opened, name: str, born: str, hue: str) -> None:
    """Change what a backpack is called, the birth date of its person, and its colour.

    Raises NoSuchPerson where it was removed since it was opened; so does `give_person`.
    """
    opened.require(Act.SETTLE)
    with transaction.atomic():
        row = still_there(opened)
        facts = msgspec.structs.replace(opened.facts, name=name.strip(), born=born)
        row.sealed = opened.key.seal(encode(facts), "person")
        row.hue = hue if hue in HUES else row.hue
        row.save(update_fields=["sealed", "hue"])
        audit.record(by=by, act="person.settle", person=opened.uuid)


def give_person(*, by: Viewer, opened: Opened, owner: int, relation: str = "") -> None:
    """Make a user an owner of a backpack, such as one the operator prepared."""
    opened.require(Act.SETTLE)
    with transaction.atomic():
        still_there(opened)
        Membership.objects.update_or_create(
            person_id=opened.person,
            user_id=owner,
            defaults={"role": Role.OWNER.value, "relation": relation, "until": None},
        )
        audit.record(by=by, act="person.give", person=opened.uuid)


def still_there(opened: Opened) -> Person:
    """Let nobody else decide on this backpack until the transaction ends. Raises NoSuchPerson once it is removed."""
    row = Person.objects.select_for_update().filter(pk=opened.person, removed_at__isnull=True).first()
    if row is None:
        raise NoSuchPerson
    return row


def remove_person(*, by: Viewer, opened: Opened) -> ShredReceipt:
    """Remove a backpack beyond recovery (invariant 5, X4). The receipt names the key exports that must be
    destroyed too.

    Marked, then the key, then the rows: whatever is interrupted, nothing half removed can be opened, and
    `finish_removals` deletes what is left.
    """
    opened.require(Act.REMOVE)
    with transaction.atomic():
        Person.objects.filter(pk=opened.person).update(removed_at=timezone.now())
        audit.record(by=by, act="person.remove", person=opened.uuid)
    receipt = keyring().shred(opened.uuid)
    finish_removals()
    return receipt


def finish_removals() -> int:
    """Delete the keys and rows of every backpack marked as removed. Returns how many there were."""
    marked = list(Person.objects.filter(removed_at__isnull=False))
    for row in marked:
        with contextlib.suppress(KeyGone, KeyMissing):
            keyring().shred(row.uuid)
        with transaction.atomic():
            for model in (Record, Shard, Arrival):
                model.objects.filter(person=row.pk).delete()
            forget_person(row.uuid)
            row.delete()
    return len(marked)
