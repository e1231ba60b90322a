"""Which live links does this site look after for a backpack, and what came of them the last time?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haversack.records.unspoken import Unspoken

from ..models import HealthLink
from ..models.work_facts import HEALTH_LINK, decode_link
from .opened import Opened


@dataclass(frozen=True, slots=True, repr=False)
class SeenLink(Unspoken):
    """A link as pages show it, without what opens it. reason: of smart/links/refused.py, "" where all was well."""

    id: int
    label: str
    host: str
    reason: str
    looked_at: datetime
    next_at: datetime | None
    ended_at: datetime | None


def links_of(opened: Opened) -> list[SeenLink]:
    """Every link of this backpack, those that are looked after first."""
    rows = HealthLink.objects.filter(person_id=opened.person).order_by("ended_at", "-created_at")
    return sorted((_seen(opened, row) for row in rows), key=lambda one: one.ended_at is not None)


def link_of(opened: Opened, number: int) -> SeenLink | None:
    """One of them."""
    row = HealthLink.objects.filter(person_id=opened.person, pk=number).first()
    return _seen(opened, row) if row else None


def _seen(opened: Opened, row: HealthLink) -> SeenLink:
    facts = decode_link(opened.key.open(bytes(row.sealed), HEALTH_LINK))
    return SeenLink(row.pk, facts.label, facts.host, row.reason, row.looked_at, row.next_at, row.ended_at)
