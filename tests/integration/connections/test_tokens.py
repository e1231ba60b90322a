"""Is there always a token that works or a clear word, whatever happens between two workers, a portal and a power cut?

Invariant 8: a rotated refresh token is committed before anybody uses what came with it.
"""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest

from haversack.connections.actions import tokens as acting
from haversack.connections.actions.permission import PortalUnwell, SignInAgain
from haversack.connections.models import Connection, Registration
from haversack.connections.rules.states import Reason

from ...fakes.smart_portal import ROOT, SmartPortal
from .signing import Visit

TOKEN = f"POST {ROOT}/token"


class PowerCut(BaseException):
    """The worker is gone: nothing after it runs."""


def answer(status: int, **terms):
    return httpx2.Response(status, **terms)


def renewals(visit: Visit) -> int:
    return sum(1 for one in visit.portal.asked if b"grant_type=refresh_token" in one.content)


def used_before_stored(visit: Visit) -> list[str]:
    """Renew, and read a record with what came. What does not hold then: the token in use must be the stored one."""
    fresh = visit.bearer()
    stored = visit.tokens()
    wrong = [] if stored.access == fresh else ["a token is used that is not stored"]
    return wrong + ([] if visit.portal.refresh_tokens.get(stored.refresh) else ["the stored refresh token is spent"])


def test_a_token_is_used_until_a_minute_before_its_end_and_then_renewed():
    visit = Visit().connected()
    first = visit.bearer()
    visit.later(minutes=58)
    assert visit.bearer() == first
    visit.later(minutes=1)
    second = visit.bearer()
    assert second != first
    assert visit.portal.access_tokens == {first, second}


def test_what_came_is_stored_before_it_is_used():
    visit = Visit().connected()
    visit.later(hours=2)
    assert used_before_stored(visit) == []


def test_the_harness_notices_a_token_that_is_used_before_it_is_stored(monkeypatch):
    visit = Visit().connected()
    visit.later(hours=2)
    monkeypatch.setattr(acting, "store", lambda *words: None)
    assert used_before_stored(visit) == ["a token is used that is not stored", "the stored refresh token is spent"]


@pytest.mark.parametrize("grace", [True, False])
def test_a_power_cut_between_the_answer_and_its_storing_is_survived(monkeypatch, grace):
    visit = Visit(SmartPortal(grace=grace)).connected()
    visit.later(hours=2)

    def cut(*words):
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(acting, "store", cut)
        with pytest.raises(PowerCut):
            visit.bearer()
    Connection.objects.update(refresh_until=visit.row.refresh_until - acting.LEASE)  # its lease runs out
    if grace:
        assert used_before_stored(visit) == []
        return
    with pytest.raises(SignInAgain) as why:
        visit.bearer()
    assert why.value.reason == Reason.LOST
    assert (visit.row.state, visit.row.reason, visit.row.tokens) == ("sign_in_again", "lost", None)
    assert visit.seen().facts.lasted == ()
    assert visit.signed_in().reason == ""


def test_an_answer_that_is_lost_on_its_way_is_survived_the_same_way():
    visit = Visit().connected()
    visit.later(hours=2)

    def lost(request):
        visit.portal._answer(request, f"{ROOT}/token")
        return httpx2.ReadError("reset")

    visit.portal.answers[TOKEN] = lost
    with pytest.raises(PortalUnwell):
        visit.bearer()
    del visit.portal.answers[TOKEN]
    with pytest.raises(SignInAgain) as why:
        visit.bearer()
    assert why.value.reason == Reason.LOST


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (answer(400, json={"error": "invalid_grant"}), Reason.EXPIRED),
        (answer(401, json={"error": "invalid_client"}), Reason.CLIENT_REFUSED),
        (answer(400, json={"error": "unauthorized_client"}), Reason.CLIENT_REFUSED),
    ],
)
def test_what_is_over_asks_to_sign_in_again(given, reason):
    visit = Visit().connected()
    visit.later(days=90)
    visit.portal.answers[TOKEN] = given
    with pytest.raises(SignInAgain) as why:
        visit.bearer()
    assert why.value.reason == reason
    assert (visit.row.state, visit.row.reason, visit.row.tokens) == ("sign_in_again", reason, None)
    assert Registration.objects.get().ended_at == (visit.now if reason is Reason.CLIENT_REFUSED else None)
    with pytest.raises(SignInAgain):
        visit.bearer()
    del visit.portal.answers[TOKEN]
    assert visit.signed_in().reason == ""
    expected = visit.row.signed_in_at + timedelta(days=90) if reason is Reason.EXPIRED else None
    assert visit.row.expires_at == expected  # how long it held is known now


@pytest.mark.parametrize(
    ("given", "reason", "seconds"),
    [
        (answer(503), Reason.UNWELL, 300),
        (answer(429, headers={"Retry-After": "77"}), Reason.BUSY, 77),
        (answer(200, html="<h1>Maintenance</h1>"), Reason.UNREADABLE, 300),
        (answer(401, html="<h1>Who are you?</h1>"), Reason.UNREADABLE, 300),
        (answer(200, json={"access_token": "x", "token_type": "mac"}), Reason.UNREADABLE, 300),
        (answer(302, headers={"Location": "https://evil.example/token"}), Reason.UNREADABLE, 300),
        (httpx2.ConnectError("down"), Reason.UNREACHABLE, 300),
    ],
)
def test_a_portal_that_is_not_well_is_asked_again_later(given, reason, seconds):
    visit = Visit().connected()
    visit.later(hours=2)
    visit.portal.answers[TOKEN] = given
    with pytest.raises(PortalUnwell) as why:
        visit.bearer()
    assert (why.value.reason, why.value.retry_at) == (reason, visit.now + timedelta(seconds=seconds))
    assert visit.row.state == "connected"
    assert not any("evil" in str(one.url) for one in visit.portal.asked)
    del visit.portal.answers[TOKEN]
    assert visit.bearer() in visit.portal.access_tokens


def test_a_token_that_the_portal_refused_before_its_time_is_renewed_once():
    visit = Visit().connected()
    first = visit.bearer()
    second = visit.bearer(spent=first)
    assert second != first
    assert visit.bearer(spent=first) == second
    assert renewals(visit) == 1


def test_a_permission_for_one_visit_says_so_when_it_is_over():
    visit = Visit(SmartPortal(refreshes=False)).connected()
    assert visit.row.expires_at == visit.tokens().expires_at
    visit.later(hours=2)
    with pytest.raises(SignInAgain) as why:
        visit.bearer()
    assert why.value.reason == Reason.NO_LASTING


def test_a_permission_that_ended_before_its_time_was_withdrawn():
    visit = Visit(SmartPortal(lasts=90 * 86400)).connected()
    assert visit.row.expires_at == visit.now + timedelta(days=90)
    visit.later(hours=2)
    visit.portal.refresh_tokens.clear()
    with pytest.raises(SignInAgain) as why:
        visit.bearer()
    assert why.value.reason == Reason.WITHDRAWN


def test_a_permission_whose_end_nobody_knew_was_withdrawn_where_a_token_that_still_held_was_refused():
    visit = Visit().connected()
    access = visit.bearer()
    visit.portal.refresh_tokens.clear()
    with pytest.raises(SignInAgain) as why:
        visit.bearer(spent=access)
    assert why.value.reason == Reason.WITHDRAWN
    assert visit.seen().facts.lasted == ()


def test_a_renewal_that_grants_less_is_said():
    visit = Visit().connected()
    assert visit.seen().facts.missing == ()
    visit.later(hours=2)
    visit.portal.scope = "launch/patient offline_access patient/Patient.rs patient/Immunization.rs"
    visit.bearer()
    assert "labs" in visit.seen().facts.missing


def test_a_token_goes_to_the_server_that_gave_it_alone_also_when_the_portal_moved():
    visit = Visit().connected()
    moved = {"issuer": "https://evil.example", "token_endpoint": "https://evil.example/token"}
    visit.portal.configuration = moved
    visit.sent()
    visit.later(hours=2)
    visit.bearer()
    assert not any("evil.example" in str(one.url) for one in visit.portal.asked)


def test_while_one_worker_renews_another_waits_and_takes_what_came():
    visit = Visit().connected()
    visit.later(hours=2)
    old = visit.tokens()
    seen_by_another = []

    def meanwhile(request):
        seen_by_another.append(acting.lock_tokens(visit.opened, visit.number))
        return visit.portal._answer(request, f"{ROOT}/token")

    visit.portal.answers[TOKEN] = meanwhile
    fresh = visit.bearer()
    assert seen_by_another == [None]
    with visit.web() as web:  # one that saw the old token, and gets its turn only now
        held = acting._lock(visit.opened, visit.number)
        assert acting._refresh(visit.opened, held, "", web, visit.now) == fresh
    assert renewals(visit) == 1
    assert not visit.portal.refresh_tokens[old.refresh]


def signing_in_meanwhile(visit: Visit, then=None):
    """Somebody signs in anew while the portal thinks about a renewal, which it answers only then."""

    def meanwhile(request):
        del visit.portal.answers[TOKEN]
        assert visit.signed_in().reason == ""
        return then or visit.portal._answer(request, f"{ROOT}/token")

    visit.portal.answers[TOKEN] = meanwhile


@pytest.mark.parametrize("then", [None, answer(400, json={"error": "invalid_grant"}), answer(503)])
def test_a_renewal_that_is_under_way_while_somebody_signs_in_touches_nothing_of_the_new_permission(then):
    visit = Visit().connected()
    visit.later(hours=2)
    attempt = visit.row.refresh_attempt
    signing_in_meanwhile(visit, then)
    if then is not None and then.status_code == 503:
        with pytest.raises(PortalUnwell):
            visit.bearer()
    else:
        assert visit.bearer() == visit.tokens().access
    row, tokens = visit.row, visit.tokens()
    assert (row.state, row.reason, row.signed_in_at) == ("connected", "", visit.now)
    assert row.refresh_attempt == attempt + 2
    newest = [one for one in visit.portal.asked if b"grant_type=authorization_code" in one.content]
    assert len(newest) == 2
    assert visit.portal.refresh_tokens[tokens.refresh]
    assert visit.bearer() == tokens.access


def test_a_permission_for_one_visit_that_is_over_does_not_end_the_one_that_came_meanwhile(monkeypatch):
    visit = Visit(SmartPortal(refreshes=False)).connected()
    visit.later(hours=2)
    is_good = acting._is_good

    def meanwhile(*words):
        monkeypatch.setattr(acting, "_is_good", is_good)
        assert visit.signed_in().reason == ""
        return False

    monkeypatch.setattr(acting, "_is_good", meanwhile)
    assert visit.bearer() == visit.tokens().access
    assert visit.row.state == "connected"
