"""How is a new policy set? As a version of its own, with its line in the trail; the one before stays to be read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from haversack import audit
from haversack.audit import Actor

from ..models import Policy as PolicyRow
from ..rules.policy import Policy, written


@transaction.atomic
def set_policy(*, by: Actor, policy: Policy, now: datetime | None = None) -> int:
    """Let this policy hold from now on; returns its number. Records are hidden until it has decided on each of them."""
    number = (PolicyRow.objects.aggregate(newest=Max("number"))["newest"] or 0) + 1
    PolicyRow.objects.create(
        number=number,
        preset=policy.preset,
        document=written(policy),
        by=by.pseudonym,
        set_at=now or timezone.now(),
    )
    audit.record(by=by, act="policy.set", count=number)
    return number
