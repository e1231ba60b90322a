"""Which member of staff is this user, if they are one?"""

from __future__ import annotations

from datetime import datetime

from haversack.accounts.models import User

from ..models import Staff
from ..rules.staff import Role, Worker


def worker_of(user: User, now: datetime) -> Worker | None:
    """The member of staff who acts; None for a patient, and for somebody who does not work here any more."""
    row = Staff.objects.filter(user=user).first()
    if row is None or (row.ended_at is not None and row.ended_at <= now):
        return None
    return Worker(user.pseudonym, Role(row.role), row.provider_id)
