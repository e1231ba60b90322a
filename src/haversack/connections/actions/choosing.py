"""How often is a connection refreshed by itself? The person chooses (B6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haversack import audit
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act

from ..models import Connection
from ..queries.connections import connection_of
from ..rules.schedule import Schedule, next_fetch
from ..rules.states import LIVE, State


@transaction.atomic
def reschedule(*, opened: Opened, number: int, schedule: Schedule, now: datetime) -> Connection:
    """From now on it comes by itself this often. Raises NotAllowed, NoSuchConnection."""
    opened.require(Act.CONNECT)
    connection_of(opened, number)
    row = Connection.objects.select_for_update().get(pk=number)
    row.schedule = schedule.value
    if State(row.state) in LIVE:
        row.next_fetch_at = next_fetch(schedule, row.pk, now)
    row.save(update_fields=["schedule", "next_fetch_at"])
    audit.record(by=opened.viewer, act="connection.schedule", person=opened.uuid, object=schedule.value)
    return row
