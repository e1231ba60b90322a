"""Is a portal that somebody named looked at until it is known, once for each, and only for who is there?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from haversack.audit.models import Waiting
from haversack.backpack.models import Person
from haversack.connections.actions.investigating import due, in_its_place, investigate, there_already
from haversack.connections.jobs import investigating as jobs
from haversack.connections.jobs.investigating import sweep_investigations
from haversack.connections.models import Connection
from haversack.connections.presenters.connection import connection_context
from haversack.connections.rules.states import Reason, State

from ...fakes.smart_portal import BASE, ROOT, SmartPortal
from .signing import Visit


def test_to_connect_a_portal_is_asked_what_it_says_of_itself_and_nothing_else():
    visit = Visit()
    visit.begun()
    asked = [f"{one.method} {one.url}" for one in visit.portal.asked]
    assert asked == [f"GET {BASE}/.well-known/smart-configuration", f"GET {BASE}/metadata", f"POST {ROOT}/register"]


def test_a_portal_that_is_connected_already_is_not_connected_twice():
    visit = Visit().connected()
    there = visit.number
    assert visit.begun().number == there
    second = visit.begun(ROOT)
    assert second.reason == Reason.ALREADY
    found = there_already(visit.opened, second)
    assert found is not None
    assert found.pk == there
    assert Waiting.objects.filter(act="connection.already").count() == 1
    assert visit.begun(ROOT).number == there
    sweep_investigations()
    assert Connection.objects.count() == 2
    Connection.objects.filter(pk=second.number).update(changed_at=visit.now - timedelta(hours=1))
    sweep_investigations()
    assert Connection.objects.get().pk == there


def test_at_the_console_the_connection_that_is_there_takes_its_place_at_once():
    visit = Visit().connected()
    there = visit.number
    assert in_its_place(visit.opened, visit.begun(ROOT)).number == there
    assert Connection.objects.get().pk == there


def test_a_portal_is_looked_at_for_nobody_who_is_gone_and_seldom_while_the_keys_are_away(monkeypatch):
    visit = Visit(SmartPortal(down=True))
    visit.begun()
    visit.later(days=1)
    assert due(visit.now).exists()
    monkeypatch.setattr(jobs, "opened_by", lambda number: None)
    monkeypatch.setattr(jobs.timezone, "now", lambda: visit.now)
    jobs.carry_out(visit.number)
    assert not due(visit.now + timedelta(hours=5)).exists()
    assert due(visit.now + timedelta(hours=6)).exists()
    Person.objects.filter(pk=visit.opened.person).update(removed_at=visit.now)
    assert not due(visit.now + timedelta(hours=6)).exists()


@pytest.mark.parametrize(
    ("portal", "reason", "state"),
    [
        (SmartPortal(capabilities=("launch-ehr", "client-public")), Reason.NOT_STANDALONE, State.NOT_SUPPORTED),
        (SmartPortal(configuration={"authorization_endpoint": ""}), Reason.NO_SIGN_IN, State.NOT_SUPPORTED),
        (SmartPortal(down=True), Reason.UNREACHABLE, State.INVESTIGATING),
    ],
)
def test_each_portal_that_nobody_can_sign_in_at_says_why(portal, reason, state):
    seen = Visit(portal).begun()
    assert (seen.state, seen.reason) == (state, reason)


def test_a_portal_that_does_not_answer_is_looked_at_again_for_some_days():
    visit = Visit(SmartPortal(down=True))
    visit.begun()
    looks = 0
    while visit.row.state == "investigating" and looks < 50:
        visit.now = visit.row.next_fetch_at
        investigate(opened=visit.opened, number=visit.number, now=visit.now, web=visit.web)
        looks += 1
    assert (visit.row.state, visit.row.reason) == ("not_supported", "unreachable")
    assert 10 < looks < 50


def test_what_was_found_at_a_portal_stands_beside_the_reason_where_it_says_more():
    visit = Visit(SmartPortal(configuration={"authorization_endpoint": ""}))
    shown = connection_context(visit.opened, visit.begun(), None)
    assert shown["told"] == "There is no page on which a patient could sign in and agree."
    inside = Visit(SmartPortal(capabilities=("launch-ehr", "client-public")))
    assert connection_context(inside.opened, inside.begun(), None)["told"] == ""  # the reason says the same
