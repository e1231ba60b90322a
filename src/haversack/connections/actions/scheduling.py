"""When is a connection refreshed: by itself when its moment comes, or now because somebody asks?"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act

from ..models import Connection, Fetch
from ..queries.connections import connection_of
from ..queries.opening import open_for
from ..rules.schedule import Schedule, wants_everything
from ..rules.states import LIVE, CannotHappen, State
from .fetching import UNDER_WAY, want

AT_ONCE = 500  # in one sweep; the others follow a minute later


def want_due(now: datetime) -> int:
    """Want a fetch of every connection whose moment has come, also where it was missed. Returns of how many."""
    under_way = Fetch.objects.filter(connection=OuterRef("pk"), state__in=UNDER_WAY)
    due = (
        Connection.objects.filter(
            ~Exists(under_way),
            state__in=[state.value for state in LIVE],
            next_fetch_at__lte=now,
            ended_at__isnull=True,
            person__removed_at__isnull=True,
        )
        .select_related("person", "by")
        .order_by("next_fetch_at")[:AT_ONCE]
    )
    number = 0
    for row in due:
        opened = open_for(row)
        if opened is None:
            continue
        with suppress(IntegrityError), transaction.atomic():  # another sweep was quicker
            want(opened=opened, connection=row, by=opened.viewer, kind=_kind(row, now), why=Fetch.Why.SCHEDULE, now=now)
            number += 1
    return number


def want_by_hand(*, opened: Opened, number: int, now: datetime) -> Fetch:
    """Somebody asks for what is new (B7): a fetch, or the one that is under way already, of everything where that is
    due. Raises NotAllowed, NoSuchConnection, CannotHappen without a permission that holds."""
    opened.require(Act.CONNECT)
    row = connection_of(opened, number).row
    if State(row.state) not in LIVE:
        raise CannotHappen(f"fetch while {row.state}")
    wanted = partial(want, opened=opened, connection=row, by=opened.viewer, kind=_kind(row, now), now=now)
    with suppress(IntegrityError), transaction.atomic():
        return wanted(why=Fetch.Why.HAND)
    with transaction.atomic():  # somebody else was quicker, and theirs is it
        return wanted(why=Fetch.Why.HAND)


def _kind(row: Connection, now: datetime) -> Fetch.Kind:
    full = wants_everything(Schedule(row.schedule), row.last_full_at, now)
    return Fetch.Kind.FULL if full else Fetch.Kind.QUICK
