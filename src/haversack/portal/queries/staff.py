"""Which member of staff is this user, if they are one, and who else works here?"""

from __future__ import annotations

from datetime import datetime

from haversack.accounts.models import User

from ..models import Provider, Staff
from ..rules.staff import Duty, Role, Worker


def worker_of(user: User, now: datetime) -> Worker | None:
    """The member of staff who acts; None for a patient, and for somebody who does not work here any more."""
    row = Staff.objects.filter(user=user).first()
    if row is None or (row.ended_at is not None and row.ended_at <= now):
        return None
    return Worker(user.pseudonym, Role(row.role), row.provider_id)


def everybody(by: Worker) -> list[Staff]:
    """Everybody who works or worked here, those who still do first."""
    by.require(Duty.STAFF)
    found = Staff.objects.select_related("user", "provider").order_by("ended_at", "user__login_id")
    return sorted(found, key=lambda one: one.ended_at is not None)


def provider_names(by: Worker) -> list[tuple[int, str]]:
    """The participating providers, whose messages somebody can be given to answer."""
    by.require(Duty.STAFF)
    found = Provider.objects.filter(participates=True).order_by("name")
    return [(one.pk, ", ".join(part for part in (one.name, one.specialty) if part)) for one in found]
