"""How is it written down that users are to hear of something? In the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ..models import Choices, Event
from ..rules.kinds import Kind
from ..rules.timing import due

ONCE_FOR_GOOD = Q(key__contains=":") & ~Q(key__endswith=":")  # events with a mark


def tell(
    *,
    users: Iterable[int],
    kind: Kind,
    person: UUID,
    now: datetime,
    number: int | None = None,
    mark: str = "",
    once: bool = False,
) -> None:
    """Have these users told. Call inside the transaction in which it happens.

    number: of the connection it is about. The same is not told twice while it waits to be told; with `once` never again
    for the same mark (an id or a date), also when it was told long ago.
    """
    key = ":".join((kind.value, str(person), str(number or ""), mark))
    wanted = set(users)
    if once:
        wanted -= set(Event.objects.filter(user__in=wanted, key=key).values_list("user_id", flat=True))
    choices = {one.pk: one for one in Choices.objects.filter(pk__in=wanted)}
    rows = []
    for user in sorted(wanted):
        chosen = choices.get(user)
        moment = due(now, chosen.told_at, chosen.quiet) if chosen else due(now, None, None)
        rows.append(Event(user_id=user, kind=kind.value, person=person, number=number, key=key, at=now, due_at=moment))
    Event.objects.bulk_create(rows, ignore_conflicts=True)


def forget_person(person: UUID) -> None:
    """Nothing more is told about a backpack that is removed, and nothing says that it was."""
    Event.objects.filter(person=person).delete()
