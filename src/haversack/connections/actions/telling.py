"""Who hears of what happens to a connection, and what is such a notice about?

Whoever may connect the backpack hears. The state they find on the page; a notice names nothing (F3, F4).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from haversack.accounts.models import User
from haversack.backpack.actions.noticing import tell_of_waiting
from haversack.backpack.queries.members import users_who_may
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import KeysMissing, NoSuchPerson, open_person
from haversack.backpack.rules.roles import Act, Viewer, may
from haversack.notices.actions.telling import tell
from haversack.notices.ports import About
from haversack.notices.rules.kinds import Kind

from ..models import Connection, Fetch
from ..models.facts import CONNECTION, decode_connection
from ..rules.states import LIVE, Reason, State
from ..rules.telling import LOOK_AHEAD, fails_for_days, kind_of_move, warning_due

OF_CONNECTIONS = (
    Kind.CONNECTION_READY, Kind.NOT_SUPPORTED, Kind.NOTHING_FOUND, Kind.ENDS_SOON, Kind.ENDED, Kind.FAILING,
)  # fmt: skip
_HOLDS_IN = {
    Kind.CONNECTION_READY: {State.READY},
    Kind.NOT_SUPPORTED: {State.NOT_SUPPORTED},
    Kind.NOTHING_FOUND: set(LIVE),
    Kind.ENDS_SOON: set(LIVE),
    Kind.ENDED: {State.SIGN_IN_AGAIN},
    Kind.FAILING: {State.FAILING},
}


def tell_of_move(
    opened: Opened, row: Connection, before: State, since: datetime, now: datetime, news: Reason = Reason.NONE
) -> None:
    """Have told what a move of this connection means. Call in its transaction. since: when it came into `before`; news:
    its reason, where it is another than before."""
    kind = kind_of_move(before, State(row.state), now - since, news)
    if kind is not None:
        _tell(opened.uuid, row, kind, now)


def tell_of_fetch(opened: Opened, fetch: int, now: datetime) -> None:
    """Have told what a fetch that ended brought: records that wait, or that a first one found nothing."""
    row = Fetch.objects.select_related("connection").get(pk=fetch)
    if row.new or row.changed:
        tell_of_waiting(opened=opened, brought_by=None, now=now)
    elif row.why == Fetch.Why.FIRST and row.state == Fetch.State.DONE and not row.received:
        _tell(opened.uuid, row.connection, Kind.NOTHING_FOUND, now)


def look_ahead(now: datetime) -> None:
    """Have told which connections end soon, and which have failed for days; each once. Opens no
    backpack: which connection it is, is found out when somebody reads it."""
    live = Connection.objects.filter(
        state__in=[state.value for state in LIVE], ended_at__isnull=True, person__removed_at__isnull=True
    ).select_related("person")
    for row in live.filter(expires_at__gt=now, expires_at__lte=now + LOOK_AHEAD, signed_in_at__isnull=False):
        assert row.expires_at is not None
        assert row.signed_in_at is not None
        before = warning_due(row.signed_in_at, row.expires_at, now)
        if before is not None:
            mark = f"{row.signed_in_at:%Y%m%d%H%M}-{int(before.total_seconds())}"
            _tell(row.person.uuid, row, Kind.ENDS_SOON, now, mark)
    for row in live.filter(state=State.FAILING.value):
        if fails_for_days(row.changed_at, now):
            _tell(row.person.uuid, row, Kind.FAILING, now, f"{row.changed_at:%Y%m%d%H%M}")


def about_connection(kind: Kind, user: User, person: UUID, number: int | None) -> About | None:
    """Which connection it is, for a user who may see it. It holds while the connection is still as it was told."""
    try:
        opened = open_person(Viewer(user.pk, user.pseudonym), person)
    except (NoSuchPerson, KeysMissing):
        return None
    row = Connection.objects.filter(person_id=opened.person, pk=number or 0).first()
    if row is None or not may(opened.role, Act.CONNECT):
        return None
    facts = decode_connection(opened.key.open(bytes(row.sealed), CONNECTION))
    address = reverse("connections:connection", args=[person, row.pk])
    holds = State(row.state) in _HOLDS_IN[kind]
    if kind is Kind.CONNECTION_READY and row.reason == Reason.KNOWN_NOW:
        holds = True
    return About(f"{facts.name}, {opened.facts.name}", address, holds=holds)


def _tell(person: UUID, row: Connection, kind: Kind, now: datetime, mark: str = "") -> None:
    users = users_who_may(row.person_id, Act.CONNECT)
    tell(users=users, kind=kind, person=person, number=row.pk, mark=mark, once=bool(mark), now=now)
