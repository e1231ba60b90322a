"""Does a portal's address become a connection that records come from, and does nothing come of what is not sound?"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from haversack.backpack.models import Source
from haversack.connections.models import Fetch, SignIn
from haversack.connections.rules.states import State

from ...fakes.smart_portal import BASE, ROOT
from .signing import BACK, SESSION, Visit


def test_from_an_address_to_records_that_are_fetched():
    visit = Visit()
    seen = visit.begun()
    assert (seen.state, seen.facts.base, seen.facts.name) == (State.READY, BASE, "fhir.alder.example")
    address = visit.sent()
    asked = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(f"{ROOT}/authorize?")
    assert asked["redirect_uri"] == BACK
    came = visit.back(visit.portal.browser(address))
    assert (came.reason, came.number) == ("", visit.number)
    row = visit.row
    assert (row.state, row.reason) == ("connected", "")
    assert visit.tokens().access in visit.portal.access_tokens
    fetch = Fetch.objects.get(connection=row)
    assert (fetch.state, fetch.kind, fetch.why) == ("waiting", "full", "first")
    assert row.source == Source.objects.get(person_id=visit.opened.person)
    assert SESSION not in repr(list(SignIn.objects.values()))
