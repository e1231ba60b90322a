"""How does a fetch end, and what does its connection say from then on?

A fetch is done only when every course of it is; what failed for a passing reason is tried again first, in rounds.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from haversack import audit
from haversack.backpack.queries.opened import Opened
from haversack.smart.answers import Trouble

from ..models import Connection, Course, Fetch, Shown
from ..models.facts import FETCH, FetchFacts, encode
from ..rules.patience import may_come_right, next_round, reason_for
from ..rules.schedule import Schedule, next_fetch, next_try
from ..rules.states import CannotHappen, Event, Reason
from .carrying import Line
from .fetch_lease import FetchLease
from .fetch_planning import READS, to_be_tried_again
from .moving import move
from .sighting import note_sightings
from .telling import tell_of_fetch


def give_back(lease: FetchLease, at: datetime, reason: Reason, **changes: object) -> None:
    """Let a fetch wait, for the portal or for a new permission. Its courses keep how far they have come."""
    lease.again(at, reason=reason.value, **changes)


def end(
    *,
    opened: Opened,
    row: Fetch,
    lease: FetchLease,
    facts: FetchFacts,
    lines: list[Line],
    trouble: Trouble | None,
    now: datetime,
) -> None:
    """End it, or give it back for another round. trouble: what stopped it as a whole."""
    failed = [line for line in lines if line.row.state == Course.State.FAILED]
    again = next_round(facts.rounds, [line.facts.reason for line in failed], now) if trouble is None else None
    with transaction.atomic():
        if again is not None:
            facts = msgspec.structs.replace(facts, rounds=facts.rounds + 1, forgiven=lease.attempt)
            to_be_tried_again(opened, [line for line in failed if may_come_right(line.facts.reason)])
            reason = reason_for(line.facts.reason for line in failed)
            lease.again(again, sealed=opened.key.seal(encode(facts), FETCH), reason=reason.value)
            return
        state, reason = _outcome(lines, failed, trouble)
        searched = [line for line in failed if line.row.place != READS]
        whole = state != Fetch.State.FAILED and row.kind == Fetch.Kind.FULL and not searched
        if whole:
            note_sightings(opened, row)
        if lines:
            Shown.objects.filter(course__fetch__connection=row.connection).delete()
        told = tuple(
            (line.facts.query, line.facts.reason, " ".join(line.facts.warnings))
            for line in lines
            if line.facts.reason or line.facts.warnings
        )
        facts = msgspec.structs.replace(facts, reasons=told)
        lease.end(state, sealed=opened.key.seal(encode(facts), FETCH), reason=reason.value)
        _tell_connection(opened, row, state, reason, searched, whole=whole, now=now)
        tell_of_fetch(opened, row.pk, now)
        audit.record(by=opened.viewer, act="fetch.end", person=opened.uuid)


def _outcome(lines: list[Line], failed: list[Line], trouble: Trouble | None) -> tuple[Fetch.State, Reason]:
    if trouble is not None:
        return Fetch.State.FAILED, reason_for([trouble])
    done = [line for line in lines if line.row.state == Course.State.DONE and line.row.pages]
    if not done:
        told = [line.facts.reason for line in lines if line.facts.reason] or [Trouble.NOT_SHARED]
        return Fetch.State.FAILED, reason_for(told)
    if failed:
        return Fetch.State.PART, reason_for(line.facts.reason for line in failed)
    return Fetch.State.DONE, Reason.NONE


def _tell_connection(
    opened: Opened, row: Fetch, state: Fetch.State, reason: Reason, failed: list[Line], *, whole: bool, now: datetime
) -> None:
    """A connection fails when its portal does. A query that the portal will never answer, and a file that does not
    come, are told with the fetch."""
    connection = Connection.objects.get(pk=row.connection_id)
    fails = state == Fetch.State.FAILED or any(may_come_right(line.facts.reason) for line in failed)
    schedule = Schedule(connection.schedule)
    changes: dict[str, Any] = {"next_fetch_at": next_fetch(schedule, connection.pk, now)}
    if fails:
        changes["next_fetch_at"] = next_try(schedule, connection.pk, _failures(connection) + 1, now)
    if state != Fetch.State.FAILED:
        changes["last_fetch_at"] = now
    if whole:
        changes["last_full_at"] = now
    event = Event.FAILED if fails else Event.FETCHED
    with suppress(CannotHappen):  # disconnected meanwhile
        move(
            opened=opened, number=connection.pk, event=event, now=now, reason=reason if fails else Reason.NONE,
            **changes,
        )  # fmt: skip


def _failures(connection: Connection) -> int:
    """How many fetches in a row have failed before this one."""
    last = Fetch.objects.filter(connection=connection).exclude(state__in=["waiting", "running", "stopped"])
    number = 0
    for state in last.order_by("-pk").values_list("state", flat=True)[:12]:
        if state == Fetch.State.DONE:
            break
        number += 1
    return max(number - 1, 0)
