"""Who gets what from every address of a patient's record? The table is written by hand, the routes by the router."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from haversack.accounts.models import User
from haversack.portal.actions.amendments import report_error
from haversack.portal.actions.cards import issue_cards
from haversack.portal.actions.changes import send_change_request
from haversack.portal.actions.deciding import decide_some
from haversack.portal.actions.messages import begin_thread
from haversack.portal.models import MessageFile, Patient, Provider, Record, Staff
from haversack.portal.queries.profile import profile_for
from haversack.portal.queries.reader import Reader
from haversack.portal.rules.cards import CardKind
from haversack.portal.rules.messages import File
from haversack.portal.rules.profile import Field, digest
from haversack.portal.urls import urlpatterns

from .hospital import coded, let_hold, of, person, result, take_in
from .pages import admit, reading
from .patients import a_proxy, a_user

pytestmark = pytest.mark.usefixtures("portal_site")
WHO = ("anonymous", "patient", "proxy", "part", "ended", "stranger", "staff")
# P a page or a file; > elsewhere, after an act; D the sign-in page (the door); R refused, with the reason; N as if it
# did not exist. In the order of WHO. `part` may see results alone.
TABLE: dict[str, dict[str, str]] = {
    "home": {"": "D P P P R N N"},
    "section": {"results": "D P P P R N N", "allergies": "D P P R R N N", "nonsense": "D N N N R N N"},
    "entry": {
        "result": "D P P P R N N",
        "allergy": "D P P N R N N",
        "held": "D N N N R N N",
        "other's": "D N N N R N N",
    },
    "trend": {"result": "D P P P R N N", "held": "D N N N R N N", "other's": "D N N N R N N"},
    "file": {"letter": "D P P N R N N", "result": "D N N N R N N", "other's": "D N N N R N N"},
    "profile": {"": "D P P R R N N"},
    "ask_change": {"": "D > > R R N N"},  # one waits already: to it
    "change": {"own": "D P P R R N N", "other's": "D N N R R N N"},
    "errors": {"": "D P P P R N N"},
    "report_error": {"": "D P P P R N N"},
    "report_error_in": {"result": "D P P P R N N", "allergy": "D P P N R N N", "held": "D N N N R N N"},
    "error": {"own": "D P P N R N N", "other's": "D N N N R N N"},
    "messages": {"": "D P P P R N N"},
    "write": {"": "D P P P R N N"},
    "ask": {"result": "D P P P R N N", "allergy": "D P P N R N N", "held": "D N N N R N N"},
    "thread": {"own": "D P P N R N N", "other's": "D N N N R N N"},
    "message_file": {"own": "D P P N R N N", "other's": "D N N N R N N"},
    "access": {"": "D P R R R N N"},
    "end_access": {"own": "D P R R R N N", "other's": "D N R R R N N"},
    "apps": {"": "D P P P R N N"},
    "wish": {"": "D P R R R N N"},
    "download": {"": "D P P P R N N"},
    "cards": {"": "D P P P R N N"},
    "new_card": {"results": "D P P P R N N", "vaccines": "D P P R R N N", "nonsense": "D N N N R N N"},
    "card": {"result": "D P P P R N N", "vaccine": "D P P N R N N", "other's": "D N N N R N N"},
    "card_file": {"result": "D P P P R N N", "vaccine": "D P P N R N N", "other's": "D N N N R N N"},
}
POSTED: dict[str, dict[str, str]] = {
    "copy": {"bundle": "D P P P R N N", "nonsense": "D N N N R N N"},
    "withdraw_error": {"other's": "D N N N R N N"},
    "withdraw_change": {"other's": "D N N R R N N"},
}


class World:
    """Ngozi's record, Bo's record, and everybody who may ask."""

    def __init__(self) -> None:
        self.patient, user = admit()
        let_hold()
        while decide_some():
            pass
        soon = datetime.now(UTC).isoformat()
        flu = {
            "resourceType": "Immunization", "id": "flu", "status": "completed", "patient": of(),
            "vaccineCode": coded("140", "http://hl7.org/fhir/sid/cvx"), "occurrenceDateTime": "2025-10-01",
        }  # fmt: skip
        others = result("bo", issued="2020-01-05T10:00:00Z", subject=of("2"))
        take_in(person("2"), result("held", issued=soon), flu, others)
        bo = Patient.objects.get(fhir_id="2")
        bo.user = a_user("bo")
        bo.save()
        proxy, part, ended = a_user("proxy"), a_user("part"), a_user("ended")
        form = a_proxy(self.patient, proxy)
        a_proxy(self.patient, part, sections=["results"])
        a_proxy(self.patient, ended, ended_at=datetime.now(UTC) - timedelta(days=1))
        staff = a_user("june")
        Staff.objects.create(user=staff, role="clerk")
        users = (None, user, proxy, part, ended, bo.user, staff)
        self.browsers = {who: self._browser(one) for who, one in zip(WHO, users, strict=True)}
        own, others = self._written(reading(user, self.patient)), self._written(reading(bo.user, bo))
        rows = {"result": "a2", "allergy": "al", "held": "held", "letter": "le", "other's": "bo"}
        record = {kind: Record.objects.exclude(patient=None).get(fhir_id=name).pk for kind, name in rows.items()}
        other_form = a_proxy(bo, a_user("somebody"))
        self.things: dict[str, dict[str, list[Any]]] = {
            route: {kind: [number, *([0] if route == "file" else [])] for kind, number in record.items()}
            for route in ("entry", "trend", "file", "report_error_in", "ask")
        }
        for route, key in {"change": 0, "withdraw_change": 0, "error": 1, "withdraw_error": 1, "thread": 2}.items():
            self.things[route] = {"own": [own[key]], "other's": [others[key]]}
        self.things["card"] = self.things["card_file"] = {
            "result": self._card(user, self.patient, CardKind.RESULTS, "a2"),
            "vaccine": self._card(user, self.patient, CardKind.VACCINES, "flu"),
            "other's": self._card(bo.user, bo, CardKind.RESULTS, "bo"),
        }
        self.things["message_file"] = {"own": own[2:], "other's": [own[2], others[3]]}
        self.things["end_access"] = {"own": [form.uuid], "other's": [other_form.uuid]}

    def _browser(self, user: User | None) -> Client:
        browser = Client()
        if user is not None:
            browser.force_login(user)
        return browser

    def _written(self, reader: Reader) -> list[Any]:
        """A request, a report, a conversation with a file."""
        profile = profile_for(reader).profile
        wanted = profile | {Field.RELIGION: {"religion": "Quaker"}}
        change = send_change_request(by=reader, wanted=wanted, shown=digest(profile))
        report = report_error(by=reader, wrong="a", right="b")
        osei = Provider.objects.get(fhir_id="osei").uuid
        thread = begin_thread(by=reader, provider=osei, subject="x", text="y", files=[File("a.pdf", b"%PDF-1.7")])
        file = MessageFile.objects.get(message__thread=thread)
        return [change.uuid, report.uuid, thread.uuid, file.uuid]

    def _card(self, user: User, patient: Patient, kind: CardKind, fhir_id: str) -> list[Any]:
        number = Record.objects.get(fhir_id=fhir_id).pk
        issuer = "https://portal.example"
        (card,) = issue_cards(by=reading(user, patient), kind=kind, records=[number], issuer=issuer)
        return [card.uuid]

    def address(self, route: str, kind: str) -> str:
        parts = self.things.get(route, {}).get(kind, [kind] if kind else [])
        return reverse(f"portal:{route}", args=[self.patient.uuid, *parts])


def outcome(answer: Any) -> str:
    if answer.status_code == 302:
        return "D" if "/account/login/" in answer["Location"] else ">"
    return {200: "P", 403: "R", 404: "N"}.get(answer.status_code, str(answer.status_code))


def test_everybody_gets_what_the_table_says_from_every_address(settings):
    settings.CARD_ISSUER = "https://portal.example"
    world = World()
    wrong = []
    for method, table in (("get", TABLE), ("post", POSTED)):
        for route, kinds in table.items():
            for kind, expected in kinds.items():
                address = world.address(route, kind)
                got = [outcome(getattr(world.browsers[who], method)(address)) for who in WHO]
                if got != expected.split():
                    wrong.append(f"{method} {route} {kind}: {' '.join(got)} and not {expected}")
    assert wrong == []


def test_every_address_of_a_record_stands_in_the_table():
    named = {one.name for one in urlpatterns if str(one.pattern).startswith("r/")}
    assert named == set(TABLE) | set(POSTED)


@pytest.mark.parametrize(("planted", "caught"), [("open_reader", "stranger"), ("require_section", "part")])
def test_a_door_left_open_would_be_seen(monkeypatch, planted, caught):
    """The table must be able to fail: without each of the two checks somebody gets a page that is not theirs."""
    world = World()
    if planted == "open_reader":
        mine = reading(world.patient.user, world.patient)
        monkeypatch.setattr("haversack.portal.views.frame.open_reader", lambda *_: mine)
        address = world.address("home", "")
    else:
        monkeypatch.setattr(Reader, "require_section", lambda *_: None)
        address = world.address("profile", "")
    assert outcome(world.browsers[caught].get(address)) == "P"
