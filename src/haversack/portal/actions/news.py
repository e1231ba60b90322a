"""How does a patient hear that somebody has answered? By a mail that says that there is something, and not what."""

from __future__ import annotations

from datetime import datetime

from ..models import Patient
from .outgoing import Mail, want_mail


def tell_news(patient: Patient, now: datetime) -> None:
    """Write the mail down, for a patient who can sign in and has an address. Call inside the answer's transaction."""
    if patient.user is not None:
        want_mail(Mail("news", patient.email, patient.user.language), now)
