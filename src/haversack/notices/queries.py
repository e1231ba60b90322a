"""What has a user been told, what came of it, and in which browsers?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from haversack.accounts.models import User
from haversack.records.unspoken import Unspoken

from .models import Browser, Delivery, Event, Message
from .ports import About, about
from .rules.kinds import Channel, Kind, Progress, Why

MOST = 20  # messages that are shown


@dataclass(frozen=True, slots=True)
class BrowserSeen:
    """A browser that is told. mark: by which a script there finds itself in the list. stopped: why no more."""

    number: int
    name: str
    mark: str
    added_at: datetime
    stopped: Why


@dataclass(frozen=True, slots=True)
class Way:
    """How one message fared on one way. browser: its name, "" where it was removed. due_at: of the next try."""

    channel: Channel
    browser: str
    state: Progress
    why: Why
    due_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class MessageSeen(Unspoken):
    """A message, with what it was about as far as its user may still see that."""

    number: int
    made_at: datetime
    events: tuple[tuple[Kind, About | None], ...]
    ways: tuple[Way, ...]


def browsers_of(user: User) -> list[BrowserSeen]:
    rows = Browser.objects.filter(user=user).order_by("pk")
    return [BrowserSeen(row.pk, row.name, bytes(row.mark).hex(), row.added_at, Why(row.stopped)) for row in rows]


def lately(user: User, most: int = MOST) -> list[MessageSeen]:
    """What the user was told, the latest first."""
    rows = Message.objects.filter(user=user).prefetch_related("events", "deliveries__browser").order_by("-pk")[:most]

    @cache  # most messages are about the same few backpacks and connections, and each is opened for it
    def named(kind: Kind, person: UUID | None, number: int | None) -> About | None:
        return about(kind, user, person, number)

    return [_seen(row, named) for row in rows]


def address_of(user: User, message: int) -> str:
    """The page that a message is about; "" where it is about several, or is not here any more."""
    if message.bit_length() > 63:
        return ""
    events = Event.objects.filter(message=message, message__user=user)
    told = [about(Kind(event.kind), user, event.person, event.number) for event in events]
    found = {one.address for one in told if one is not None}
    return found.pop() if len(found) == 1 else ""


def tested_lately(user: User, since: datetime) -> bool:
    return Event.objects.filter(user=user, kind=Kind.TEST.value, at__gt=since).exists()


def _seen(row: Message, named: Callable[[Kind, UUID | None, int | None], About | None]) -> MessageSeen:
    events = sorted(row.events.all(), key=lambda event: event.pk)
    told = tuple((Kind(event.kind), named(Kind(event.kind), event.person, event.number)) for event in events)
    ways = sorted(row.deliveries.all(), key=lambda one: one.pk)
    return MessageSeen(row.pk, row.made_at, told, tuple(_way(one) for one in ways))


def _way(row: Delivery) -> Way:
    name = row.browser.name if row.browser else ""
    return Way(Channel(row.channel), name, Progress(row.state), Why(row.why), row.due_at)
