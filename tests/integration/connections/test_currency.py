"""Does a person see how current the record is, source by source, on home and above each list?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haversack.backpack.models import Source
from haversack.backpack.presenters.currency import freshness, sources_with_times
from haversack.backpack.queries.sources import source_names
from haversack.connections.models import Connection
from haversack.connections.rules.states import State
from haversack.wording.dates import moment

from .signing import Visit

AT = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
NEXT = AT + timedelta(days=7)


@pytest.fixture
def visit():
    visit = Visit().connected()
    now(visit, State.CONNECTED, next_fetch_at=NEXT)
    return visit


def now(visit: Visit, state: State, **more: datetime | None) -> None:
    Connection.objects.filter(pk=visit.number).update(state=state.value, last_fetch_at=AT, **more)


def said(visit: Visit) -> tuple[str, str]:
    """(on home, above a list), without the name of the source."""
    sources = list(source_names(visit.opened).values())
    (row,) = sources_with_times(visit.opened, sources)
    fresh = freshness(visit.opened, sources)
    assert fresh is not None
    return row[1], fresh.state


def test_a_source_that_is_a_portal_says_when_it_was_looked_at_and_is_next(visit):
    assert said(visit) == (f"looked at {moment(AT)}, next look {moment(NEXT)}", "current")


@pytest.mark.parametrize("state", [State.SIGN_IN_AGAIN, State.DISCONNECTED])
def test_one_that_is_not_looked_at_any_more_says_so(visit, state):
    now(visit, state, next_fetch_at=NEXT, ended_at=AT if state is State.DISCONNECTED else None)
    assert said(visit) == (f"looked at {moment(AT)}, not again by itself", "failed")


def test_one_that_is_looked_at_when_somebody_asks_says_nothing_of_a_next_time(visit):
    now(visit, State.CONNECTED, next_fetch_at=None)
    assert said(visit) == (f"looked at {moment(AT)}, not again by itself", "current")


def test_above_a_list_of_many_portals_stands_the_one_that_is_least_current(visit):
    person = visit.opened.person
    for number in range(3):
        copy = Source.objects.filter(person_id=person).first()
        assert copy is not None
        copy.pk, copy.key = None, bytes([number]) * 16
        copy.save()
        row = Connection.objects.get(pk=visit.number)
        row.pk, row.source, row.door = None, copy, bytes([number]) * 16
        row.last_fetch_at = AT - timedelta(days=number)
        row.save()
    fresh = freshness(visit.opened, list(source_names(visit.opened).values()))
    assert fresh is not None
    assert f"looked at {moment(AT - timedelta(days=2))}" in fresh.text
    assert fresh.text.count("looked at") == 1


def test_files_keep_saying_when_they_were_added(visit):
    Connection.objects.all().delete()
    sources = list(source_names(visit.opened).values())
    fresh = freshness(visit.opened, sources)
    assert fresh is None or fresh.text.startswith("Last added")
