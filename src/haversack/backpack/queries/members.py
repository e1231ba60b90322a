"""Who else may open this backpack?"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from ..models import Membership
from .opened import Opened


def others_with_access(opened: Opened) -> list[str]:
    """The names (or addresses) of the other members; they see the same queue."""
    now = timezone.now()
    rows = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=now), person_id=opened.person)
    return [str(row.user) for row in rows.exclude(Q(user_id=opened.viewer.user)).select_related("user").order_by("pk")]
