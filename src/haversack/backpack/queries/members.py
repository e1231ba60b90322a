"""Who else may open this backpack?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from haversack.records.unspoken import Unspoken

from ..models import Membership
from ..rules.roles import Act, Role, may
from .opened import Opened


@dataclass(frozen=True, slots=True, repr=False)
class Other(Unspoken):
    """Somebody else who sees this backpack; `name` is an address where no name is known."""

    name: str
    decides: bool


def others_with_access(opened: Opened) -> list[Other]:
    """The other members; all of them see the same queue, and some may decide on it."""
    now = timezone.now()
    rows = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=now), person_id=opened.person)
    others = rows.exclude(Q(user_id=opened.viewer.user)).select_related("user").order_by("pk")
    return [Other(str(row.user), bool(may(Role(row.role), Act.DECIDE))) for row in others]


def users_who_may(person: int, act: Act) -> list[int]:
    """The users whose role in a person's backpack reaches that far now. It need not be opened for that."""
    rows = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=timezone.now()), person_id=person, user__is_active=True
    )
    return [user for user, role in rows.order_by("pk").values_list("user_id", "role") if may(Role(role), act)]
