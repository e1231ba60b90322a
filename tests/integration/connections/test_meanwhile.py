"""Does a connection stay whole when something else happens to it while its portal thinks about an answer?"""

from __future__ import annotations

from dataclasses import replace

import httpx2
import pytest
from django.contrib.auth import get_user_model

from haversack.backpack.actions.persons import add_person
from haversack.backpack.rules.roles import Viewer
from haversack.connections.actions import disconnecting
from haversack.connections.actions.investigating import PolicyForbids, again
from haversack.connections.actions.permission import SignInAgain
from haversack.connections.actions.registering import enter, tasks
from haversack.connections.actions.signing_in import NotRegisteredYet
from haversack.connections.models import SignIn
from haversack.connections.rules.states import CannotHappen, Reason
from haversack.smart.client import Kind

from ...fakes.smart_portal import BASE, PATIENT, ROOT, SmartPortal
from .signing import BACK, OPERATOR, Visit


def once(visit: Visit, door: str, act, then=None) -> None:
    """While the portal thinks about its next answer at this door, something else happens to the connection."""

    def meanwhile(request):
        del visit.portal.answers[door]
        act()
        return then or visit.portal._answer(request, door.partition(" ")[2])

    visit.portal.answers[door] = meanwhile


def test_what_comes_for_a_connection_that_ended_meanwhile_is_given_back():
    visit = Visit()
    visit.begun()
    once(visit, f"GET {BASE}/Patient/ada-1", visit.ended)
    assert visit.signed_in().reason == Reason.TOO_LATE
    assert (visit.row.state, visit.row.tokens) == ("disconnected", None)
    assert visit.portal.access_tokens == set()
    assert visit.portal.refresh_tokens == {}


def test_what_a_renewal_brings_for_a_connection_that_ended_meanwhile_is_given_back(monkeypatch):
    monkeypatch.setattr(disconnecting, "_PATIENCE", 0.0)
    visit = Visit().connected()
    visit.later(hours=2)
    once(visit, f"POST {ROOT}/token", visit.ended)
    with pytest.raises(SignInAgain):
        visit.bearer()
    assert (visit.row.state, visit.row.tokens) == ("disconnected", None)
    assert visit.portal.access_tokens == set()
    assert not any(visit.portal.refresh_tokens.values())


def test_whoever_signs_in_while_the_connection_ends_leaves_no_permission_behind():
    visit = Visit().connected()

    def signed_in() -> None:
        assert visit.signed_in().reason == ""

    once(visit, f"POST {ROOT}/revoke", signed_in)
    assert visit.ended()
    assert (visit.row.state, visit.row.tokens) == ("disconnected", None)
    assert visit.portal.access_tokens == set()
    assert visit.portal.refresh_tokens == {}


def test_a_refusal_for_a_connection_that_ended_meanwhile_comes_too_late():
    visit = Visit()
    visit.begun()
    once(visit, f"POST {ROOT}/token", visit.ended, httpx2.Response(400, json={"error": "invalid_grant"}))
    assert visit.signed_in().reason == Reason.TOO_LATE
    assert (visit.row.state, visit.row.reason) == ("disconnected", "")


def test_what_a_renewal_changes_while_somebody_signs_in_or_leaves_to_stays():
    visit = Visit().connected()
    visit.later(hours=2)

    def renewed() -> None:
        visit.portal.scope = "launch/patient offline_access patient/Patient.rs patient/Immunization.rs"
        visit.bearer()

    once(visit, f"GET {BASE}/.well-known/smart-configuration", renewed)
    visit.sent(chosen=("vaccines", "labs"))
    facts = visit.seen().facts
    assert "patient/Immunization.rs" in facts.granted
    assert "patient/Condition.rs" not in facts.granted
    assert "labs" in facts.missing
    assert facts.chosen == ("vaccines", "labs")


def test_nobody_is_sent_to_a_portal_from_a_connection_that_ended_meanwhile():
    visit = Visit()
    visit.begun()
    once(visit, f"GET {BASE}/.well-known/smart-configuration", visit.ended)
    with pytest.raises(CannotHappen):
        visit.sent()
    assert not SignIn.objects.exists()
    assert visit.row.state == "disconnected"


def test_a_connection_that_works_goes_on_while_the_operator_registers_this_site_anew():
    visit = Visit().connected()
    visit.portal.registers, visit.portal.configuration = False, {"issuer": "https://sign-in.alder.example"}
    with pytest.raises(NotRegisteredYet):
        visit.sent()
    assert (visit.row.state, visit.row.reason) == ("connected", "needs_registration")
    assert visit.bearer() == visit.tokens().access
    (task,) = tasks()
    assert task.facts.base == BASE
    visit.portal.clients["by-hand"] = {"redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
    assert enter(by=OPERATOR, number=task.number, client_id="by-hand", kind=Kind.PUBLIC, secret="", now=visit.now) == 1
    assert (visit.row.state, visit.row.reason) == ("connected", "known_now")


def test_a_site_for_adults_only_asks_at_each_door(settings):
    user = get_user_model().objects.create(email="ada@home.example")
    visit = Visit(SmartPortal(patient={name: PATIENT[name] for name in PATIENT if name != "birthDate"}))
    visit.opened = add_person(by=Viewer(user.pk, user.pseudonym), name="Ada", born="2015-03-01", owner=user.pk)
    visit.opened = replace(visit.opened, relation="self")
    visit.begun()
    told = visit.portal.browser(visit.sent())
    settings.ADULTS_ONLY = True
    with pytest.raises(PolicyForbids) as why:
        visit.sent()
    assert (why.value.reason, "adults" in str(why.value)) == (Reason.UNDER_AGE, True)
    came = visit.back(told)  # the portal does not say how old, the backpack does
    assert came.reason == Reason.UNDER_AGE
    visit.ended()
    with pytest.raises(PolicyForbids):
        again(opened=visit.opened, by=visit.opened.viewer, number=visit.number, back=BACK, now=visit.now)
    assert visit.row.state == "disconnected"
