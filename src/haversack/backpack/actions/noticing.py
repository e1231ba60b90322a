"""Who hears that new records wait for review? Whoever may decide on them, but for the one who just brought them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from haversack.accounts.models import User
from haversack.notices.actions.telling import tell
from haversack.notices.ports import About
from haversack.notices.rules.kinds import Kind

from ..queries.members import users_who_may
from ..queries.opened import Opened
from ..queries.persons import KeysMissing, NoSuchPerson, open_person
from ..queries.waiting import waiting_total
from ..rules.roles import Act, Viewer, may


def tell_of_waiting(*, opened: Opened, brought_by: int | None, now: datetime) -> None:
    """Have them told, if anything waits. Call in the transaction that ends what brought it. brought_by: a user who is
    looking on anyway."""
    users = [user for user in users_who_may(opened.person, Act.DECIDE) if user != brought_by]
    if users and waiting_total(opened):
        tell(users=users, kind=Kind.RECORDS_WAITING, person=opened.uuid, now=now)


def about_waiting(kind: Kind, user: User, person: UUID, number: int | None) -> About | None:
    """Whose records wait, for a user who may decide on them. It holds as long as any do."""
    try:
        opened = open_person(Viewer(user.pk, user.pseudonym), person)
    except (NoSuchPerson, KeysMissing):
        return None
    if not may(opened.role, Act.DECIDE):
        return None
    address = reverse("backpack:review", args=[person])
    return About(opened.facts.name, address, holds=waiting_total(opened) > 0)
