"""What was accepted last, and can it be taken back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ..models import Decision
from .opened import Opened

OFFERED = timedelta(days=7)  # how long the review page offers to take the last acceptance back


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An acceptance that can be taken back."""

    id: int
    number: int
    at: datetime
    by_reader: bool


def last_acceptance(opened: Opened) -> Acceptance | None:
    """The newest acceptance, if it is recent and has not been taken back."""
    made = (
        Decision.objects.filter(
            person_id=opened.person, kind=Decision.Kind.ACCEPTED, at__gt=timezone.now() - OFFERED, number__gt=0
        )
        .order_by("-pk")
        .first()
    )
    if made is None or made.undone_at is not None:
        return None
    return Acceptance(made.pk, made.number, made.at, made.by_id == opened.viewer.user)
