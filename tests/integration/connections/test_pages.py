"""Do the pages of connections lead from a name to records, say how each connection is, and let nobody else in?"""

from __future__ import annotations

import re
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx2
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from haversack.backpack.actions.persons import add_person
from haversack.connections import http
from haversack.connections.actions.indexing import count_words
from haversack.connections.actions.lists import take_list
from haversack.connections.jobs.fetching import carry_out as fetch_now
from haversack.connections.jobs.investigating import carry_out as look_now
from haversack.connections.models import Connection, Fetch, Registration
from haversack.connections.rules.states import State

from ...fakes.smart_portal import BASE, CAPABILITIES, PATIENT, ROOT, SmartPortal
from ..backpack.members import browser, opened_for, user, viewer
from ..test_spanish import english, left_in_english

assert english  # a fixture
LIST = (
    b"Name,Website,FHIR base\nAlder Family Practice,www.alder.example,https://fhir.alder.example/r4\n"
    b"Alder Eye Care,eyes.alder.example,https://fhir.alder.example/r4\nBirch Clinic,birch.example,\n"
)


class Story:
    """Alice's browser at Ada's backpack, and a portal that answers whatever is asked of anybody."""

    def __init__(self, **portal) -> None:
        self.portal = SmartPortal(**portal)
        alice = user("alice")
        self.opened = add_person(by=viewer(alice), name="Ada Ferris", born="1974-05-11", owner=alice.pk)
        self.alice = browser("alice")

    def url(self, name: str, *more: int) -> str:
        return reverse(f"connections:{name}", args=[self.opened.uuid, *more])

    def at(self, name: str, *more: int, who=None) -> str:
        answer = (who or self.alice).get(self.url(name, *more))
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, name: str, *more: int, **sent):
        return self.alice.post(self.url(name, *more), sent)

    def begin(self, address: str = BASE) -> int:
        """Choose the portal and have it looked at; the number of the connection."""
        number = int(urlsplit(self.post("begin", address=address).url).path.split("/")[-2])
        look_now(number)
        return number

    def sent(self, number: int, **more) -> str:
        """Go to the portal; its address."""
        answer = self.post("sign_in", number, **({"categories": ["labs", "vaccines"]} | more))
        assert answer.status_code == 200, answer
        return answer.headers["Refresh"].removeprefix("0; url=")

    def back(self, told: dict[str, str], who=None):
        return (who or self.alice).get("/connections/back/", told)

    def connected(self) -> int:
        number = self.begin()
        self.back(self.portal.browser(self.sent(number)))
        return number

    def fetched(self, number: int) -> None:
        fetch_now(Fetch.objects.filter(connection=number).latest("pk").pk)


@pytest.fixture
def story(monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    cache.clear()

    def begun(**portal) -> Story:
        told = Story(**portal)
        monkeypatch.setattr(http, "_guarded_transport", lambda allowed: told.portal)
        return told

    return begun


def test_from_a_name_to_records_and_back_again(story):
    here = story()
    take_list(address="mine.csv", data=LIST, now=timezone.now())
    count_words()
    found = here.post("find", words="alder family", by="office").content.decode()
    assert re.search(r'name="address" value="https://fhir.alder.example/r4"', found)
    assert "Same portal as Alder Family Practice" in found
    assert found.count('<span class="meta">fhir.alder.example') == 2
    number = here.begin()
    assert "This portal can be connected" in here.at("connection", number)
    asked = here.at("sign_in", number)
    assert "Ada Ferris" in asked
    assert 'value="allergies"' in asked
    assert 'value="documents"' not in asked  # the portal has none
    address = here.sent(number)
    assert "laboratory" in address
    assert "AllergyIntolerance" not in address
    came = here.back(here.portal.browser(address))
    assert came.url == here.url("connection", number)
    shown = here.at("connection", number)
    assert "Connected to" in shown
    assert "hx-get" in shown
    assert "waits its turn" in shown
    here.fetched(number)
    shown = here.at("connection", number)
    assert "hx-get" not in shown
    assert "After connecting" in shown
    last = Fetch.objects.get(connection=number)
    assert "Kind by kind" in here.at("fetch", number, last.pk)
    assert "Open" in here.post("find", words="alder", by="office").content.decode()

    here.post("connection", number, act="refresh")
    here.fetched(number)
    assert "Nothing new" in here.at("connection", number), list(Fetch.objects.filter(connection=number).values())
    here.post("connection", number, act="schedule", schedule="daily")
    assert Connection.objects.get(pk=number).schedule == "daily"

    assert "The portal is told" in here.at("disconnect", number)
    here.post("disconnect", number)
    assert here.portal.refresh_tokens == {}
    assert "Every record that came stays" in here.at("connection", number)
    here.post("connection", number, act="again")
    look_now(number)
    here.back(here.portal.browser(here.sent(number)))
    assert Connection.objects.get(pk=number).state == State.CONNECTED
    assert Connection.objects.count() == 1


def test_a_portals_answer_counts_once_and_only_in_the_browser_that_was_sent(story):
    here = story()
    number = here.begin()
    told = here.portal.browser(here.sent(number))
    assert here.back(told, browser()).url == "/account/login/?next=/connections/back/"
    opened_for("bob", here.opened, "owner")
    for stranger in (browser("bob"), browser("charlie"), browser("alice")):
        assert here.back(told, stranger).status_code == 400
    assert here.back({}).status_code == 400
    came = here.back(told)
    assert came.status_code == 302
    assert came.url == here.url("connection", number)  # a page of this site, without anything of the answer
    kept = " ".join(cookie.value for cookie in here.alice.cookies.values())
    assert not [one for one in (*here.portal.access_tokens, *here.portal.refresh_tokens) if one in kept]
    assert here.back(told).status_code == 400


def test_whoever_does_not_agree_reads_why_nothing_came(story):
    here = story()
    number = here.begin()
    here.back(here.portal.browser(here.sent(number), agrees=False))
    shown = here.at("connection", number)
    assert "access was not allowed" in shown
    assert "Go on to sign in" in shown


def test_a_patient_of_another_name_is_taken_only_after_somebody_decided(story):
    here = story(patient=PATIENT | {"birthDate": "1931-02-03"})
    number = here.begin()
    here.back(here.portal.browser(here.sent(number)))
    assert "Is it the same person?" in here.at("connection", number)
    assert "same_person" in here.at("sign_in", number)
    here.back(here.portal.browser(here.sent(number)))
    assert Connection.objects.get(pk=number).state == State.READY
    here.back(here.portal.browser(here.sent(number, same_person="on")))
    assert Connection.objects.get(pk=number).state == State.CONNECTED


def test_what_was_asked_for_and_not_given_is_said(story):
    here = story(grants="launch/patient patient/Patient.rs patient/Immunization.rs offline_access openid fhirUser")
    number = here.begin()
    here.back(here.portal.browser(here.sent(number)))
    shown = here.at("connection", number)
    assert "It did not allow: Lab results." in shown
    assert "What this portal did not share" in shown


def test_a_portal_that_waits_for_the_operator_says_so_with_the_steps(story):
    here = story(registers=False)
    number = here.begin()
    task = Registration.objects.get(client_id="").pk
    shown = here.at("connection", number)
    assert "Pending portal" in shown
    assert f"haversack register {task} --client-id" in shown
    assert "http://testserver/connections/back/" in shown


def test_a_portal_that_apps_cannot_connect_to_is_not_supported_and_says_why(story):
    here = story(capabilities=tuple(one for one in CAPABILITIES if one != "launch-standalone"))
    number = here.begin()
    shown = here.at("connection", number)
    assert "only be opened from inside this portal" in shown
    assert "Add files" in shown
    here.portal.capabilities = CAPABILITIES
    here.post("connection", number, act="again")
    look_now(number)
    assert "This portal can be connected" in here.at("connection", number)


def test_what_nobody_knows_can_be_asked_by_its_address(story):
    here = story()
    assert "no directory yet" in here.at("find")
    found = here.post("find", words="fhir.alder.example/r4", by="office").content.decode()
    assert "Connect this address" in found
    assert here.post("begin", address="://").status_code == 400
    report = here.post("check", address="fhir.alder.example/r4").content.decode()
    assert "Can be connected" in report
    assert "Lab results" in report
    assert "What it breaks" in report


def test_a_user_has_only_so_many_portals_checked_in_an_hour(story, monkeypatch):
    from haversack.connections.views import checking

    monkeypatch.setattr(checking, "MOST_AN_HOUR", 1)
    here = story()
    assert here.post("check", address=BASE).status_code == 200
    asked = len(here.portal.asked)
    again = here.post("check", address=BASE)
    assert again.status_code == 400
    assert "a lot at once" in again.content.decode()
    assert len(here.portal.asked) == asked


def test_no_page_waits_for_another_answer_after_half_a_minute(story, monkeypatch):
    here = story()
    first = here.connected()
    here.post("disconnect", first)
    here.post("connection", first, act="again")
    look_now(first)
    now, quick = [1000.0], here.portal.handle_request
    monkeypatch.setattr(http, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def slow(request):
        now[0] += 31
        return quick(request)

    def asked(*how, **more) -> int:
        before = len(here.portal.asked)
        here.portal.handle_request = slow
        how[0](*how[1:], **more)
        here.portal.handle_request = quick
        return len(here.portal.asked) - before

    assert asked(here.post, "check", address=BASE) == 1
    told = here.portal.browser(here.sent(first))
    assert asked(here.back, told) == 1
    here.back(here.portal.browser(here.sent(first)))
    assert asked(here.post, "disconnect", first) == 1
    assert Connection.objects.get(pk=first).state == State.DISCONNECTED


def test_a_check_that_took_too_long_does_not_let_a_third_one_in_beside_the_second(story):
    here = story()
    busy = f"connections.checking.{here.opened.viewer.user}"

    def meanwhile(request):  # the first one's time is over, and the same user begins another
        cache.set(busy, "the second", 60)
        return httpx2.Response(404)

    here.portal.answers[f"GET {BASE}/metadata"] = meanwhile
    here.post("check", address=BASE)
    assert cache.get(busy) == "the second"


def test_a_viewer_sees_how_it_is_and_changes_nothing(story):
    here = story()
    number = here.connected()
    opened_for("bob", here.opened, "viewer")
    bob = browser("bob")
    for name, more in (("connections", ()), ("connection", (number,)), ("find", ())):
        shown = here.at(name, *more, who=bob)
        assert "Only an owner or editor" in shown
        assert "/disconnect/" not in shown
        assert 'value="refresh"' not in shown
    asked = len(here.portal.asked)
    assert bob.post(here.url("check"), {"address": BASE}).status_code == 403
    assert len(here.portal.asked) == asked


def test_the_pages_speak_spanish_in_every_state(story, english):
    here = story()
    here.portal.patient = PATIENT | {"birthDate": "1931-02-03"}
    take_list(address="mine.csv", data=LIST.replace(b"Family Practice", b"Salud"), now=timezone.now())
    count_words()
    reader = browser("alice", headers={"Accept-Language": "es"})
    number = here.begin()
    seen = [reader.get(here.url(name)) for name in ("connections", "find", "check")]
    seen += [reader.get(here.url("connection", number)), reader.get(here.url("sign_in", number))]
    here.back(here.portal.browser(here.sent(number)))
    here.alice.get(here.url("connection", number))
    seen += [reader.get(here.url("connection", number)), reader.get(here.url("sign_in", number))]
    here.back(here.portal.browser(here.sent(number, same_person="on")))
    seen += [reader.get(here.url("connection", number)), reader.get(here.url("connections"))]
    here.fetched(number)
    last = Fetch.objects.get(connection=number)
    seen += [reader.get(here.url("connection", number)), reader.get(here.url("fetch", number, last.pk))]
    seen += [reader.get(here.url("disconnect", number)), reader.post(here.url("find"), {"words": "alder"})]
    seen += [reader.post(here.url("find"), {"words": "nadie"}), reader.post(here.url("find"), {"words": "a.example"})]
    for state in State:
        Connection.objects.filter(pk=number).update(state=state.value, reason="")
        seen += [reader.get(here.url("connection", number)), reader.get(here.url("connections"))]
    assert {answer.status_code for answer in seen} == {200}
    faults = {text for answer in seen for text in left_in_english(answer.content, english)}
    assert faults == set()


def test_a_portal_that_is_connected_already_leads_to_its_connection(story):
    here = story()
    there = here.connected()
    twin = here.begin(ROOT)
    assert twin != there
    answer = here.alice.get(here.url("connection", twin))
    assert answer.status_code == 302
    assert answer.url == here.url("connection", there)
