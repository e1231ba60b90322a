"""How does a portal that somebody named become one to sign in at? It is looked at, and this site registered there (B4).

Looking takes its time, so a job does it; due work is the connection's own row. A portal that does not answer is looked
at again, less and less often, for as long as a person was told it may take.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from haversack import audit
from haversack.backpack.queries.opened import NotAllowed, Opened
from haversack.backpack.rules.roles import Act, Viewer
from haversack.smart.examining import NOT_SUPPORTED, UNREACHABLE, Report

from ..http import Web
from ..models import Connection, Fetch, Office
from ..models.facts import CONNECTION, ConnectionFacts, encode
from ..queries.connections import Seen, connection_of
from ..rules.adults import WHY_NOT, why_not_connect
from ..rules.reaching import NO_ADDRESS, NOT_PUBLIC, NOT_SAFE
from ..rules.states import CannotHappen, Event, Reason, State
from .examine import candidates, examine_portal
from .moving import move
from .own_names import want_own
from .portal_facts import learned, told_by
from .registering import registration_for
from .sockets import Webs, web_for

TAKES = timedelta(days=4)  # two business days, across a weekend
_LEASE = timedelta(minutes=10)
_AGAIN, _SELDOM = timedelta(minutes=10), timedelta(hours=6)
_LEADS = timedelta(hours=1)
LONGEST_ADDRESS = 500
_wakers: list[Callable[[int], None]] = []


class NoAddress(Exception):
    """What was given is not the address of a web server. Whoever typed it can put it right."""


class PolicyForbids(NotAllowed):
    """This site's policy does not let this person's records be connected (F9). `reason` says which part of it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(WHY_NOT[reason])
        self.reason = reason


def wake_with(waker: Callable[[int], None]) -> None:
    """Say how a worker is woken. The queue is known to the jobs, which stand above."""
    _wakers[:] = [waker]


def wake(number: int) -> None:
    """Wake a worker for this connection once the transaction is committed. Nothing depends on it: a sweep comes by."""
    for waker in _wakers:
        transaction.on_commit(partial(waker, number))


def begin(
    *, opened: Opened, by: Viewer, address: str, back: str, now: datetime, office: int = 0, local: str = ""
) -> Connection:
    """Somebody wants records from this portal. The connection there is already, or one that waits to be looked at.

    back: where the person comes back to after signing in, "" for the command; office: the choice from the directory.
    Raises NotAllowed, NoAddress, PolicyForbids.
    """
    opened.require(Act.CONNECT)
    obey_policy(opened, opened.facts.born, now)
    given = address.strip()
    first = next(candidates(given), "") if len(given) <= LONGEST_ADDRESS else ""
    if not first:
        raise NoAddress
    name = Office.objects.filter(pk=office).values_list("name", flat=True).first() if office else None
    facts = ConnectionFacts(name=name or "", given=given, back=back, local=local)
    with transaction.atomic():
        found = Connection.objects.filter(person_id=opened.person, door=door_of(opened, first)).order_by("pk").last()
        if found is None:
            return _new(opened, by, facts, first, now)
        if found.reason == Reason.ALREADY.value and (other := there_already(opened, connection_of(opened, found.pk))):
            return other
        if found.state in (State.DISCONNECTED.value, State.NOT_SUPPORTED.value):
            return again(opened=opened, by=by, number=found.pk, back=back, local=local, now=now)
        if found.state == State.INVESTIGATING.value and found.reason:  # in vain so far: somebody wants it looked at now
            Connection.objects.filter(pk=found.pk).update(next_fetch_at=now)
            wake(found.pk)
        return found


def obey_policy(opened: Opened, born: str, now: datetime) -> None:
    """Raises PolicyForbids where this site lets adults connect their own records only."""
    reason = why_not_connect(
        adults_only=settings.ADULTS_ONLY and not opened.viewer.is_operator,
        relation=opened.relation,
        born=born,
        today=now.date(),
    )
    if reason is not Reason.NONE:
        raise PolicyForbids(reason)


def door_of(opened: Opened, base: str) -> bytes:
    """By what a backpack's connection to a portal is found; says nothing without the person's key."""
    return opened.key.index(b"connection\0" + base.encode())


def _new(opened: Opened, by: Viewer, facts: ConnectionFacts, first: str, now: datetime) -> Connection:
    audit.record(by=by, act="connection.begin", person=opened.uuid)
    row = Connection.objects.create(
        person_id=opened.person,
        by_id=by.user,
        door=door_of(opened, first),
        state=State.INVESTIGATING.value,
        sealed=opened.key.seal(encode(facts), CONNECTION),
        next_fetch_at=now,
        created_at=now,
        changed_at=now,
    )
    wake(row.pk)
    return row


def again(*, opened: Opened, by: Viewer, number: int, back: str, now: datetime, local: str = "") -> Connection:
    """A connection that had ended, or never came about, is looked at anew. Raises CannotHappen, NotAllowed,
    PolicyForbids."""
    opened.require(Act.CONNECT)
    obey_policy(opened, opened.facts.born, now)
    facts = connection_of(opened, number).facts
    facts = msgspec.structs.replace(facts, back=back or facts.back, local=local or facts.local, told="", looks=0)
    with transaction.atomic():
        row = move(
            opened=opened,
            number=number,
            event=Event.AGAIN,
            facts=facts,
            now=now,
            next_fetch_at=now,
            ended_at=None,
            by_id=by.user,
            created_at=now,
        )
        wake(row.pk)
    audit.record(by=by, act="connection.begin", person=opened.uuid)
    return row


def due(now: datetime) -> QuerySet[Connection]:
    """The connections whose portal is to be looked at now."""
    waiting = Connection.objects.filter(state=State.INVESTIGATING.value, next_fetch_at__lte=now, ended_at=None)
    return waiting.filter(person__removed_at=None).select_related("person")


def put_off(number: int, now: datetime) -> None:
    """The backpack of this connection cannot be opened now (its keys are not here): look again much later."""
    waiting = Connection.objects.filter(pk=number, state=State.INVESTIGATING.value, next_fetch_at__lte=now)
    waiting.update(next_fetch_at=now + _SELDOM)


def forget_doubles(now: datetime) -> None:
    """A connection that turned out to be one that is there already leads there for a while, then goes."""
    Connection.objects.filter(
        state=State.NOT_SUPPORTED.value, reason=Reason.ALREADY.value, changed_at__lte=now - _LEADS
    ).delete()


def investigate(*, opened: Opened, number: int, now: datetime, web: Webs = web_for) -> None:
    """Look at the portal of a connection, unless somebody else is at it or has been."""
    mine = Connection.objects.filter(pk=number, state=State.INVESTIGATING.value, next_fetch_at__lte=now)
    if not mine.update(next_fetch_at=now + _LEASE):
        return
    found = connection_of(opened, number)
    with web(found.facts.local) as open_web, suppress(CannotHappen):  # ended meanwhile
        _look(opened, found, open_web, now)


def _look(opened: Opened, found: Seen, web: Web, now: datetime) -> None:
    facts, number = found.facts, found.number
    report = examine_portal(web, facts.base or facts.given, local=bool(facts.local), probes=False)
    if report.verdict == UNREACHABLE:
        _in_vain(opened, found.row, facts, report, now)
    elif report.verdict == NOT_SUPPORTED or report.configuration is None:
        facts.told = report.reason
        move(opened=opened, number=number, event=Event.REFUSED, reason=_why_not(report), facts=facts, now=now)
    else:
        known = learned(facts, report, web)
        want_own(known.base, report.configuration.brands, now)
        _found(opened, found.row, known, web, now)


def _in_vain(opened: Opened, row: Connection, facts: ConnectionFacts, report: Report, now: datetime) -> None:
    facts.told, facts.looks = report.reason, facts.looks + 1
    if report.reason in (NOT_PUBLIC, NOT_SAFE, NO_ADDRESS):
        reason, event = Reason.NOT_ALLOWED_HERE, Event.REFUSED
    else:
        reason, event = Reason.UNREACHABLE, Event.UNREACHABLE if now < row.created_at + TAKES else Event.REFUSED
    wait = min(_AGAIN * 2 ** min(facts.looks, 10), _SELDOM)
    move(opened=opened, number=row.pk, event=event, reason=reason, facts=facts, now=now, next_fetch_at=now + wait)


def _why_not(report: Report) -> Reason:
    told = report.configuration
    if told is None and report.statement is None:
        return Reason.NO_PORTAL
    if told is not None and told.capabilities and "launch-standalone" not in told.capabilities:
        return Reason.NOT_STANDALONE
    return Reason.NO_SIGN_IN


def _found(opened: Opened, row: Connection, facts: ConnectionFacts, web: Web, now: datetime) -> None:
    registration = registration_for(facts=facts, told=told_by(facts), web=web, now=now)
    event = Event.FOUND if registration else Event.UNKNOWN_THERE
    reason = Reason.NONE if registration else Reason.NEEDS_REGISTRATION
    door = door_of(opened, facts.base)
    try:
        with transaction.atomic():
            move(
                opened=opened,
                number=row.pk,
                event=event,
                reason=reason,
                facts=facts,
                now=now,
                door=door,
                next_fetch_at=None,
            )
            _take_over(opened, row.pk, door)
    except IntegrityError:  # the same portal under another address
        with transaction.atomic():
            move(
                opened=opened,
                number=row.pk,
                event=Event.REFUSED,
                reason=Reason.ALREADY,
                facts=facts,
                now=now,
                next_fetch_at=None,
            )
            audit.record(by=opened.viewer, act="connection.already", person=opened.uuid)


def _take_over(opened: Opened, number: int, door: bytes) -> None:
    """What an earlier connection to the same portal has behind it belongs to this one from now on."""
    ended = Connection.objects.filter(person_id=opened.person, door=door, state=State.DISCONNECTED.value)
    for old in ended.exclude(pk=number).order_by("pk"):
        Fetch.objects.filter(connection=old).update(connection_id=number)
        kept = {"schedule": old.schedule, "last_fetch_at": old.last_fetch_at, "last_full_at": old.last_full_at}
        Connection.objects.filter(pk=number).update(source=old.source, **kept)
        old.delete()


def in_its_place(opened: Opened, seen: Seen) -> Seen:
    """Where a portal was named that is connected already, the connection that is there; the other one goes. Else the
    same again."""
    found = there_already(opened, seen)
    if found is None:
        return seen
    Connection.objects.filter(pk=seen.number).delete()
    return connection_of(opened, found.pk)


def there_already(opened: Opened, seen: Seen) -> Connection | None:
    """The connection to the portal that this one turned out to be to as well. None where it is to none, or the other
    one ended meanwhile."""
    if seen.reason is not Reason.ALREADY:
        return None
    there = Connection.objects.filter(person_id=opened.person, door=door_of(opened, seen.facts.base), ended_at=None)
    return there.exclude(pk=seen.number).first()
