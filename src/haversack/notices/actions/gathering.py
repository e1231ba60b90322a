"""How does what happened become one message? Once, and only of what still holds when it goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from haversack.accounts.models import User

from ..models import Browser, Choices, Delivery, Event, Message
from ..ports import about
from ..rules.kinds import Channel, Kind
from ..rules.timing import KEPT
from .telling import ONCE_FOR_GOOD

_wakers: list[Callable[[int], None]] = []


def wake_with(waker: Callable[[int], None]) -> None:
    """Say how a worker is woken for a delivery. The queue is known to the jobs, which stand above."""
    _wakers[:] = [waker]


def gather_due(now: datetime) -> int:
    """Put together a message for every user to whom something is due. Returns how many users. What cannot be told to
    one keeps nobody else waiting; it comes round again."""
    due = Event.objects.filter(settled_at=None, due_at__lte=now).order_by().values_list("user_id", flat=True)
    users = sorted(set(due))
    for user in users:
        try:
            gather(user, now)
        except Exception as fault:
            import_string(settings.KEEP_FAULT)(fault, settings.DATA)
    return len(users)


@transaction.atomic
def gather(user: int, now: datetime) -> Message | None:
    """One message of everything that waits for this user, with what would come a little later; None where nothing of
    it is still so, or another worker was quicker."""
    choices = lock_choices(user)
    waiting = list(Event.objects.filter(user_id=user, settled_at=None).select_related("user").order_by("pk"))
    if not any(event.due_at <= now for event in waiting):
        return None
    told = [event for event in waiting if event.user.is_active and _holds(event)]
    Event.objects.filter(pk__in=[event.pk for event in waiting]).update(settled_at=now)
    if not told:
        return None
    message = Message.objects.create(user_id=user, made_at=now)
    Event.objects.filter(pk__in=[event.pk for event in told]).update(message=message)
    Choices.objects.filter(pk=user).update(told_at=now)
    _deliver(message, choices, now)
    return message


@transaction.atomic
def send_test(*, user: User, now: datetime) -> Message:
    """A message that says it is a test, on every way the user chose, at once and whatever the hour."""
    choices = lock_choices(user.pk)
    message = Message.objects.create(user=user, made_at=now)
    Event.objects.create(
        user=user, kind=Kind.TEST.value, key=Kind.TEST.value, at=now, due_at=now, settled_at=now, message=message
    )
    _deliver(message, choices, now)
    return message


def forget_old(now: datetime) -> None:
    """Forget what was told long ago; of what is told once for good, all but that it was."""
    old = Message.objects.filter(made_at__lt=now - KEPT)
    Event.objects.filter(ONCE_FOR_GOOD, message__in=old).update(message=None)
    old.delete()
    Event.objects.filter(~ONCE_FOR_GOOD, settled_at__lt=now - KEPT).delete()


def lock_choices(user: int) -> Choices:
    """What the user chose, held until the transaction ends."""
    Choices.objects.get_or_create(pk=user)
    return Choices.objects.select_for_update().get(pk=user)


def wake(delivery: int) -> None:
    """Wake a worker once the transaction is committed. Nothing depends on it: a sweep comes by."""
    for waker in _wakers:
        transaction.on_commit(partial(waker, delivery))


def _holds(event: Event) -> bool:
    found = about(Kind(event.kind), event.user, event.person, event.number)
    return found is not None and found.holds


def _deliver(message: Message, choices: Choices, now: datetime) -> None:
    rows = [
        Delivery(message=message, channel=Channel.BROWSER.value, browser=browser, due_at=now)
        for browser in Browser.objects.filter(user_id=message.user_id, stopped="").order_by("pk")
    ]
    if choices.by_mail and settings.SENDS_MAIL:
        rows.append(Delivery(message=message, channel=Channel.MAIL.value, due_at=now))
    for row in rows:
        row.save()
        wake(row.pk)
