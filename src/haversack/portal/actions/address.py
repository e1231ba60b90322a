"""What follows when the e-mail address on file becomes another one? Whoever reads the old one is told, and no more.

Links go to the address on file, so that who changes it takes over what links open: the one before must learn of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from ..models import Link, Patient
from .outgoing import Mail, want_mail


def address_changed(patient: Patient, *, before: str, now: datetime) -> None:
    """Call in the transaction that stores the new address; `before` is "" where there was none."""
    if not before or before == patient.email:
        return
    mailed = Q(patient=patient) | Q(user_id=patient.user_id, user__isnull=False)
    Link.objects.filter(mailed, desk=False, used_at=None).delete()
    if patient.user:
        want_mail(Mail("address-changed", before, patient.user.language), now)
