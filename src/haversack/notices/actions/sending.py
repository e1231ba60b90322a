"""How does a message go out once and not twice, whatever dies meanwhile?

A worker first commits that it is at it, then sends, then commits how it went. What was claimed is tried again only
where the other side said that it did not take it, or was never reached; when a worker dies in between, nobody knows,
and the settings page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from ..models import Choices, Delivery
from ..rules.kinds import Channel, Kind, Progress, Why
from ..rules.timing import LONGEST_SENDING, next_try
from .by_browser import send_to_browser
from .by_mail import send_mail
from .outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to try this delivery once."""

    row: Delivery
    kinds: tuple[Kind, ...]


def deliver(number: int, now: datetime) -> bool:
    """Try this delivery, if it is due and nobody is at it. Returns whether it was tried."""
    claim = _claim(number, now)
    if claim is None:
        return False
    if claim.row.channel == Channel.MAIL:
        outcome = send_mail(claim.row, claim.kinds)
    else:
        outcome = send_to_browser(claim.row, claim.kinds, now)
    _settle(claim.row, outcome, now)
    return True


def due(now: datetime) -> list[int]:
    """The deliveries that wait for a worker, the longest waiting first."""
    waiting = Delivery.objects.filter(state=Progress.WAITING.value, due_at__lte=now)
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:500])


def give_up_interrupted(now: datetime) -> int:
    """What somebody was at when they died may have gone out: it is not tried again."""
    lost = Delivery.objects.filter(state=Progress.SENDING.value, claimed_at__lt=now - LONGEST_SENDING)
    return lost.update(state=Progress.GIVEN_UP.value, why=Why.INTERRUPTED.value, ended_at=now)


def _claim(number: int, now: datetime) -> Claim | None:
    mine = Delivery.objects.filter(pk=number, state=Progress.WAITING.value, due_at__lte=now)
    if not mine.update(state=Progress.SENDING.value, attempts=F("attempts") + 1, claimed_at=now):
        return None
    row = Delivery.objects.select_related("message__user", "browser").get(pk=number)
    kinds = row.message.events.order_by("pk").values_list("kind", flat=True)
    return Claim(row, tuple(Kind(one) for one in kinds))


def _settle(row: Delivery, outcome: Outcome, now: datetime) -> None:
    state, due_at = outcome.state, row.due_at
    if state is Progress.WAITING:
        choices = Choices.objects.filter(pk=row.message.user_id).first()
        again = next_try(row.attempts, now, outcome.wait, choices.quiet if choices else None)
        if again is None:
            state = Progress.GIVEN_UP
        else:
            due_at = again
    mine = Delivery.objects.filter(pk=row.pk, state=Progress.SENDING.value, attempts=row.attempts)
    mine.update(
        state=state.value,
        why=outcome.why.value,
        due_at=due_at,
        ended_at=None if state is Progress.WAITING else now,
    )
