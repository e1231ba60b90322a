"""Do the people of a backpack hear what becomes of its connections, and do the pages say what a source shares no more?

F3, F4 and X5. No message names the portal, the person, or anything that was fetched.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.core import mail

from haversack.accounts.actions import add_user
from haversack.backpack.models import Membership, Record
from haversack.backpack.queries import persons
from haversack.backpack.rules.roles import Viewer
from haversack.connections.actions.clients import door_of, seal_registration
from haversack.connections.actions.moving import move
from haversack.connections.actions.registering import enter
from haversack.connections.actions.telling import look_ahead
from haversack.connections.models import Connection, Registration
from haversack.connections.models.facts import RegistrationFacts
from haversack.connections.rules.states import Event, Reason, State
from haversack.notices.actions import by_mail
from haversack.notices.actions.gathering import gather_due
from haversack.notices.actions.sending import deliver, due
from haversack.notices.models import Event as Told
from haversack.notices.words import Text
from haversack.smart.client import Kind as Client

from ...fakes.fetched import FakePortal
from ...fakes.push import Receiver, Service, push_service
from ..backpack.members import browser
from .fetching import NOW, Connected, about, connected, connected_to, result

SOON = timedelta(minutes=6)
import_module("haversack.config.urls")  # what addresses there are is decided once, before a test's site sends mail


@pytest.fixture
def ada(settings) -> Connected:
    settings.SENDS_MAIL, settings.SITE_ADDRESS = True, "https://haversack.example.org"
    one = connected(FakePortal(page=5), types={"Observation": ("patient",), "Condition": ("patient",)})
    one.connection.signed_in_at = NOW
    one.connection.save()
    rosa = add_user(email="alice@example.org", password="seven quiet harbours", name="Rosa Almeida")
    Membership.objects.create(person_id=one.opened.person, user=rosa, role="owner")
    looker = add_user(email="bob@example.org", password="seven quiet harbours")
    Membership.objects.create(person_id=one.opened.person, user=looker, role="viewer")
    return one


def happens(one: Connected, event: Event, now=NOW, reason: Reason = Reason.NONE) -> None:
    move(opened=one.opened, number=one.connection.pk, event=event, now=now, reason=reason)


def begin(one: Connected, state: State, since=NOW) -> None:
    Connection.objects.filter(pk=one.connection.pk).update(state=state.value, changed_at=since)


def kinds() -> list[str]:
    return list(Told.objects.order_by("pk").values_list("kind", flat=True))


def sent(now) -> list[str]:
    """What goes out then, by its subject."""
    before = len(mail.outbox)
    gather_due(now)
    for number in due(now):
        deliver(number, now)
    return [one.subject for one in mail.outbox[before:]]


def test_a_first_fetch_tells_that_records_wait_and_a_second_without_news_does_not(ada):
    ada.portal.put(result("a"), result("b"))
    ada.fetch(why="first")
    assert kinds() == ["records_waiting"]
    assert sent(ada.now + SOON) == ["You have new records to review"]
    ada.fetch()
    assert kinds() == ["records_waiting"]


def test_a_first_fetch_that_finds_nothing_says_so(ada):
    ada.portal.records.clear()
    ada.fetch(why="first")
    assert sent(ada.now + SOON) == ["A connection found no records"]


def test_a_connection_that_the_operator_registered_is_told_to_be_ready(ada):
    begin(ada, State.REGISTERING)
    happens(ada, Event.REGISTERED)
    assert sent(NOW + SOON) == ["A connection you waited for is ready"]


def test_one_that_records_come_from_meanwhile_is_told_so_too_and_once(ada):
    happens(ada, Event.UNKNOWN_THERE, reason=Reason.NEEDS_REGISTRATION)
    ada.fetch()  # does not make anybody forget what the connection waits for
    assert (ada.connection.state, ada.connection.reason) == ("connected", "needs_registration")
    kept = RegistrationFacts(base=ada.portal.base, name="Invented Hospital")
    task = Registration.objects.create(
        door=door_of(ada.portal.base), made_by="operator", sealed=seal_registration(kept), created_at=NOW
    )
    given = {"client_id": "c", "kind": Client.PUBLIC, "secret": "", "now": NOW}
    assert enter(by=Viewer.operator(), number=task.pk, **given) == 1
    ada.fetch()
    assert sent(ada.now + SOON) == ["A connection you waited for is ready"]
    shown = browser("alice").get(f"/p/{ada.opened.uuid}/connections/{ada.connection.pk}/").content.decode()
    assert "The portal knows this Haversack now." in shown
    assert sent(ada.now + timedelta(days=1)) == []


def test_one_that_somebody_signed_in_at_meanwhile_is_not(ada):
    begin(ada, State.REGISTERING)
    happens(ada, Event.REGISTERED)
    happens(ada, Event.SIGNED_IN)
    assert sent(NOW + SOON) == []


def test_an_end_is_told_before_and_after_each_time_once(ada):
    ends = NOW + timedelta(days=90)
    Connection.objects.update(expires_at=ends)
    told = []
    for hours in range(0, 91 * 24, 6):
        now = NOW + timedelta(hours=hours)
        if now < ends:
            look_ahead(now)
        if hours == 90 * 24:
            happens(ada, Event.ENDED, now, Reason.EXPIRED)
        told += [(ends - now, subject) for subject in sent(now + SOON)]
    assert told == [
        (timedelta(days=7), "A connection ends soon"),
        (timedelta(days=1), "A connection ends soon"),
        (timedelta(0), "A connection has ended"),
    ]


def test_a_portal_that_fails_is_told_after_days_and_once(ada):
    happens(ada, Event.FAILED, NOW, Reason.UNWELL)
    told = []
    for day in range(8):
        now = NOW + timedelta(days=day)
        happens(ada, Event.FAILED, now, Reason.UNWELL)
        look_ahead(now)
        told += [(day, subject) for subject in sent(now + SOON)]
    assert told == [(3, "A connection has not worked for several days")]


def test_looking_ahead_opens_no_backpack(ada, monkeypatch):
    begin(ada, State.FAILING)
    Connection.objects.update(expires_at=NOW + timedelta(days=7), signed_in_at=NOW - timedelta(days=90))
    monkeypatch.setattr(persons, "_open", None)
    for hour in range(3):
        look_ahead(NOW + timedelta(days=4, hours=hour))
    assert sorted(kinds()) == ["ends_soon", "failing"]


def test_one_that_works_again_in_time_is_not_told(ada):
    happens(ada, Event.FAILED, NOW, Reason.UNWELL)
    look_ahead(NOW + timedelta(days=3))
    happens(ada, Event.FETCHED, NOW + timedelta(days=3))
    assert sent(NOW + timedelta(days=3) + SOON) == []


CANARIES = ("Ada", "Rosa", "Almeida", "Invented", "Qualmitis", "measure", "mg/dL", "portal.example", "fhir")


def leaked(ada: Connected, service: Service) -> set[str]:
    """Which words of the backpack's leave with everything that can be told of it, by mail and in a browser."""
    receiver = Receiver()
    service.now = NOW.timestamp()
    page = browser("alice")
    page.post("/account/notices/browsers/add/", receiver.as_form(f"{service.address}/x"))
    ada.portal.put(result("a"), about("Condition", "c", code={"text": "Qualmitis"}))
    ada.fetch(why="first")
    happens(ada, Event.ENDED, ada.now, Reason.EXPIRED)
    assert sent(ada.now + SOON)
    told = [*(one.message().as_string() for one in mail.outbox), *map(str, service.messages(receiver))]
    assert len(told) == 2
    return {word for word in (*CANARIES, str(ada.opened.uuid)) if any(word.lower() in one.lower() for one in told)}


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.ALLOWED_PORTALS = [service.address.removeprefix("http://")]
        yield service


def test_no_message_names_the_portal_the_person_or_what_came_and_the_page_does(ada, service):
    assert leaked(ada, service) == set()
    page = browser("alice").get("/account/notices/").content.decode()
    assert "Invented Hospital, Ada" in page
    assert f"/p/{ada.opened.uuid}/connections/{ada.connection.pk}/" in page


def test_a_planted_leak_would_be_seen(ada, service, monkeypatch):
    def chatty(kinds):
        return Text(f"{ada.opened.facts.name} has new records", ("From Invented Hospital",))

    monkeypatch.setattr(by_mail, "text_of", chatty)
    assert leaked(ada, service) == {"Ada", "Invented"}


def test_what_a_portal_shows_no_more_stays_and_the_pages_say_so(ada):
    ada.portal.put(result("a"), about("Condition", "c", code={"text": "Invented ache"}))
    ada.fetch()
    ada.accept()
    ada.portal.drop("Observation/a")
    ada.portal.drop("Condition/c")
    pages = browser("bob")
    here = f"/p/{ada.opened.uuid}/"
    record = Record.objects.get(person_id=ada.opened.person, lead=True, category=ada.opened.label("conditions"))

    def says() -> list[bool]:
        conditions = pages.get(f"{here}c/conditions/").content.decode()
        labs = pages.get(f"{here}c/labs/?show=all").content.decode()
        entry = pages.get(f"{here}entry/{record.pk}/").content.decode()
        assert "Invented ache" in conditions
        assert "Invented measure a" in labs
        return [
            "No longer shared" in conditions,
            "Invented Hospital, no longer shared" in labs,
            "Invented Hospital no longer shares this" in entry and "nothing was removed" in entry,
        ]

    assert says() == [False, False, False]
    ada.fetch()
    assert says() == [False, False, False]  # once may be a slip of the portal's
    ada.fetch()
    assert says() == [True, True, True]
    ada.portal.put(result("a"), about("Condition", "c", code={"text": "Invented ache"}))
    ada.fetch()
    assert says() == [False, False, False]


def test_what_another_source_still_shares_says_both(ada):
    other = connected_to(
        FakePortal(base="https://two.example/fhir", page=5), ada.opened, name="Second Clinic",
        types={"Observation": ("patient",)},
    )  # fmt: skip
    for one in (ada, other):
        one.portal.put(result("a"))
        one.fetch()
    ada.accept()
    record = Record.objects.get(person_id=ada.opened.person, lead=True, category=ada.opened.label("labs"))
    ada.portal.drop("Observation/a")
    ada.fetch()
    ada.fetch()
    pages = browser("bob")
    entry = pages.get(f"/p/{ada.opened.uuid}/entry/{record.pk}/").content.decode()
    assert "Invented Hospital no longer shares this" in entry
    assert "Another source still shares it." in entry
    labs = pages.get(f"/p/{ada.opened.uuid}/c/labs/?show=all").content.decode()
    assert "no longer shared" not in labs
