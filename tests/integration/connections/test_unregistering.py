"""Does a portal forget this site when nobody here needs it any more, and only then (RFC 7592)?"""

from __future__ import annotations

import json

import httpx2
import pytest

from haversack.connections.actions.unregistering import forget_unused
from haversack.connections.models import Connection, Registration
from haversack.connections.rules.states import State

from ...fakes.smart_portal import ROOT, SmartPortal
from .signing import Visit

MANAGE = f"{ROOT}/register/mine"


class Managed(SmartPortal):
    """A portal that lets an app change its registration; `deleted`: with which authorization it was asked to forget."""

    def __init__(self, answer: httpx2.Response | Exception | None = None) -> None:
        super().__init__()
        self.deleted: list[str] = []
        self.answers[f"DELETE {MANAGE}"] = self._delete
        self._answer_to_delete = answer or httpx2.Response(204)

    def _delete(self, request: httpx2.Request) -> httpx2.Response | Exception:
        self.deleted.append(request.headers["authorization"])
        return self._answer_to_delete

    def _register(self, request: httpx2.Request) -> httpx2.Response:
        answer = super()._register(request)
        more = {"registration_access_token": "rat-1", "registration_client_uri": MANAGE}
        return httpx2.Response(answer.status_code, json=json.loads(answer.content) | more)


def test_when_the_last_connection_ends_the_portal_forgets_this_site():
    visit = Visit(Managed()).connected()
    visit.ended()
    assert visit.portal.deleted == ["Bearer rat-1"]
    assert not Registration.objects.filter(ended_at=None).exists()
    assert visit.begun().state is State.READY  # and to connect again it is registered anew
    assert visit.signed_in().reason == ""
    assert Registration.objects.filter(ended_at=None).count() == 1


def test_while_another_connection_uses_it_nothing_is_forgotten():
    visit = Visit(Managed()).connected()
    other = Connection.objects.get(pk=visit.number)
    other.pk, other.door = None, b"other" + bytes(11)
    other.save()
    visit.ended()
    assert visit.portal.deleted == []
    assert Registration.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("answer", [httpx2.Response(405), httpx2.ConnectError("no")])
def test_a_portal_that_does_not_forget_keeps_nobody_from_ending(answer):
    visit = Visit(Managed(answer)).connected()
    visit.ended()
    assert visit.row.state == State.DISCONNECTED
    assert len(visit.portal.deleted) == 1
    assert not Registration.objects.filter(ended_at=None).exists()


def test_one_that_an_operator_entered_or_that_cannot_be_changed_stays():
    visit = Visit().connected()
    row = Registration.objects.get()
    visit.ended()
    with visit.web() as web:
        assert not forget_unused(row.pk, web=web, now=visit.now)
        assert not forget_unused(None, web=web, now=visit.now)
        Registration.objects.update(made_by=Registration.Maker.OPERATOR)
        assert not forget_unused(row.pk, web=web, now=visit.now)
    assert Registration.objects.filter(ended_at=None).count() == 1
