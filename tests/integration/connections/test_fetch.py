"""Does everything that a portal holds of a patient arrive, once, and wait for review?"""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest

from haversack.backpack.models import Arrival, Count, Part, Record, Shard, Source
from haversack.backpack.models.face import FACE, decode_face
from haversack.backpack.models.record import State
from haversack.backpack.queries.attachments import attachment_of
from haversack.connections.actions import carrying, fetch_work
from haversack.connections.actions.fetch_work import do
from haversack.connections.actions.fetching import ask_to_stop, want
from haversack.connections.models import Connection, Fetch, Sighting
from haversack.connections.models.facts import FETCH, decode_fetch
from haversack.connections.rules.patience import ROUNDS
from haversack.connections.rules.states import Reason

from ...fakes.fetched import FakePortal
from .fetching import OPERATOR, about, connected, patient, result, sample


def reasons(here, row):
    return decode_fetch(here.opened.key.open(bytes(row.sealed), FETCH)).reasons


def names(held):
    return sorted(f"{doc['resourceType']}/{doc['id']}" for doc in map(json.loads, held))


def test_everything_arrives_and_waits_for_review():
    here = connected(sample(FakePortal()))
    row = here.fetch()
    assert (row.state, row.reason) == ("done", "")
    assert names(here.held(State.PENDING)) == sorted([*here.portal.records, "Binary/b1"])
    assert here.connection.last_fetch_at == here.connection.last_full_at == here.now
    assert here.connection.state == "connected"
    assert row.new == len(here.held())


def test_a_second_fetch_of_the_same_writes_no_row_of_the_record():
    here = connected(sample(FakePortal()))
    here.fetch()

    def rows():
        return [
            sorted(map(repr, table.objects.values_list())) for table in (Arrival, Part, Record, Shard, Count, Source)
        ]

    before = rows()
    row = here.fetch()
    assert (row.state, row.new, row.changed) == ("done", 0, 0)
    assert row.unchanged > 30
    assert rows() == before


@pytest.mark.parametrize(
    "narrow",
    [{"bare"}, {"status"}, {"_revinclude"}, {"_include"}, {"_count"}, {"bare", "status", "_revinclude", "_count"}],
)
def test_a_portal_that_answers_less_gives_as_much(narrow):
    whole, less = connected(sample(FakePortal())), connected(sample(FakePortal(narrow=narrow)), "Bea")
    for here in (whole, less):
        here.portal.drop("Observation/odd")  # which only a search without a category finds
        assert here.fetch().state == "done"
    assert less.held() == whole.held()


def test_what_is_not_shared_is_said_and_the_rest_arrives():
    here = connected(sample(FakePortal(not_shared={"Condition", "Practitioner"})))
    row = here.fetch()
    assert row.state == "done"
    assert next(told for told in reasons(here, row) if told[0].startswith("Condition"))[1] == "not_shared"
    assert "Condition/c1" not in names(here.held())
    assert "Location/l" in names(here.held())


def test_what_the_portal_says_of_its_answers_is_kept_sealed():
    here = connected(sample(FakePortal(warnings=["Some results are held back"])))
    row = here.fetch()
    assert row.state == "done"
    assert any("Some results are held back" in said for _query, _why, said in reasons(here, row))


def test_a_token_that_is_refused_midway_is_replaced_and_the_fetch_goes_on(monkeypatch):
    here = connected(sample(FakePortal()))
    given = iter(["good", "better"])
    asked = []

    def bearer(connection, opened, web, now, *, spent=""):
        asked.append(spent)
        return next(given)

    monkeypatch.setattr(fetch_work, "bearer", bearer)

    def turn(request):
        if len(here.portal.asked) == 7:
            here.portal.good = {"better"}
        return

    here.portal.before = turn
    assert here.fetch().state == "done"
    assert asked == ["", "good"]
    assert names(here.held()) == sorted([*here.portal.records, "Binary/b1"])


def test_a_permission_that_ends_midway_keeps_what_came_and_goes_on_from_there(monkeypatch):
    here = connected(sample(FakePortal(), results=60))
    over = []

    def bearer(connection, opened, web, now, *, spent=""):
        if over:
            Connection.objects.update(state="sign_in_again")
            raise fetch_work.SignInAgain(Reason.EXPIRED)
        return "good"

    monkeypatch.setattr(fetch_work, "bearer", bearer)

    def turn(request):
        if len(here.portal.asked) == 12:
            here.portal.good = set()
            over.append(True)
        return

    here.portal.before = turn
    row = here.fetch()
    assert (row.state, row.reason) == ("waiting", "expired")
    came = here.held()
    assert came
    started = [course.pages for course in row.courses.filter(pages__gt=0)]
    assert started
    over.clear()
    Connection.objects.update(state="connected")
    here.portal.before, here.portal.good = lambda asked: None, {"good"}
    here.portal.asked.clear()
    again = here.fetch(why="signed_in")
    assert (again.pk, again.state) == (row.pk, "done")
    assert set(came) < set(here.held())
    assert names(here.held()) == sorted([*here.portal.records, "Binary/b1"])
    assert "Patient/p" not in here.portal.asked  # which had come


def test_a_worker_that_dies_between_two_pages_loses_nothing_and_doubles_nothing(monkeypatch):
    here = connected(sample(FakePortal(), results=60))
    real, calls = carrying.receive_page, []

    def dying(**terms):
        calls.append(1)
        if len(calls) in (3, 9, 14):
            keep = terms["keep"]

            def killed(report):
                keep(report)
                raise Killed

            return real(**{**terms, "keep": killed})
        return real(**terms)

    monkeypatch.setattr(carrying, "receive_page", dying)
    row = want(
        opened=here.opened,
        connection=here.connection,
        by=OPERATOR,
        kind=Fetch.Kind.FULL,
        why=Fetch.Why.HAND,
        now=here.now,
    )
    for _ in range(3):
        with pytest.raises(Killed):
            do(row.pk, clock=lambda: here.now, luck=lambda: 0.5, web=here.web, second=0)
        Fetch.objects.update(state="running", leased_until=here.now - timedelta(seconds=1))
    row = here.go_on(row)
    assert row.state == "done"
    assert names(here.held()) == sorted([*here.portal.records, "Binary/b1"])
    assert row.new == len(here.held())


class Killed(BaseException):
    """As near to kill -9 as one process gets: nobody catches it."""


def test_nothing_of_another_patient_comes_in_and_it_is_said():
    here = connected(sample(FakePortal()))
    foreign = result("foreign") | {"subject": {"reference": "Patient/q"}}
    here.portal.put(foreign)
    here.portal._meets = lambda key, doc, kind, query: doc["resourceType"] == kind  # a portal that mixes people up
    row = here.fetch()
    assert "Observation/foreign" not in names(here.held())
    assert "Observation/o001" in names(here.held())
    assert any("another_patient" in said for _query, _why, said in reasons(here, row))


def test_a_change_at_the_portal_waits_beside_what_was_accepted():
    here = connected(sample(FakePortal()))
    here.fetch()
    here.accept()
    here.portal.put(result("o001", value=111), result("new"))
    row = here.fetch()
    assert (row.new, row.changed) == (1, 1)
    assert len(here.held(State.PENDING)) == 2


def test_what_the_portal_withdraws_or_no_longer_shows_is_marked_and_never_erased():
    here = connected(sample(FakePortal()))
    here.fetch()
    here.accept()
    accepted = here.held(State.ACCEPTED)
    here.portal.put(result("o001") | {"status": "entered-in-error"})
    here.portal.drop("Observation/o002")
    first = here.fetch()
    assert first.withdrawn == 1
    assert Record.objects.filter(is_withdrawn=True).count() == 1
    assert list(Sighting.objects.values_list("missed", flat=True)) == [1]
    here.fetch()
    assert list(Sighting.objects.values_list("missed", flat=True)) == [2]
    assert here.held(State.ACCEPTED) == accepted
    here.portal.put(result("o002"))
    here.fetch()
    assert not Sighting.objects.exists()


def test_a_pass_that_did_not_see_everything_says_nothing_of_what_is_missing():
    here = connected(sample(FakePortal()))
    here.fetch()
    here.portal.drop("Observation/o002")
    here.portal.before = lambda asked: (500, {}, b"") if asked.startswith("Goal") else None
    assert here.fetch().state == "part"
    assert not Sighting.objects.exists()


TYPES = dict.fromkeys(("Observation", "Encounter"), ("patient", "category", "intent", "_lastUpdated")) | {
    "Condition": ("patient",)
}


def test_a_quick_pass_asks_for_what_changed_by_the_portals_own_clock():
    here = connected(sample(FakePortal()), types=TYPES)
    here.portal.now += timedelta(days=7)
    before = here.portal.now
    here.fetch()
    here.portal.now += timedelta(days=7)
    here.portal.put(result("o001", value=7))
    here.portal.asked.clear()
    row = here.fetch(kind="quick", why="schedule")
    assert (row.kind, row.state, row.changed, row.received) == ("quick", "done", 1, 4)
    since = (before - timedelta(hours=48)).strftime("ge%Y-%m-%dT%H:%M")
    assert all(since in one for one in here.portal.asked if one.startswith("Observation"))
    assert not any("_lastUpdated" in one for one in here.portal.asked if one.startswith("Condition"))
    assert not Sighting.objects.exists()


def test_a_quick_pass_where_nothing_says_what_changed_becomes_a_full_one():
    here = connected(sample(FakePortal()))
    here.fetch()
    assert here.fetch(kind="quick", why="schedule").kind == "full"


def test_a_file_that_two_records_name_is_fetched_once_and_never_again():
    here = connected(sample(FakePortal()))
    here.portal.put(
        about("DiagnosticReport", "r1", status="final", presentedForm=[{"url": f"{here.portal.base}/Binary/b1"}])
    )
    here.fetch()
    assert here.portal.asked.count("Binary/b1") == 1
    here.fetch()
    assert here.portal.asked.count("Binary/b1") == 1
    assert here.portal.asked.count("Practitioner/w") == 1
    binary = next(doc for doc in map(json.loads, here.held()) if doc["resourceType"] == "Binary")
    assert base64.b64decode(binary["data"]) == b"What the doctor wrote"
    assert binary["contentType"] == "text/plain"
    shown = [
        record
        for record in Record.objects.filter(kind=0)
        if decode_face(here.opened.key.open(bytes(record.face), FACE)).id in ("d1", "r1")
    ]
    assert [attachment_of(here.opened, one.pk, 0) for one in shown] == [(b"What the doctor wrote", "text/plain")] * 2


def test_somebody_stops_it_and_what_came_stays(monkeypatch):
    here = connected(sample(FakePortal(), results=60))
    real = carrying.receive_page

    def stopping(**terms):
        if Record.objects.count() > 20:
            assert ask_to_stop(opened=here.opened, by=OPERATOR, connection=here.connection.pk, now=here.now)
        return real(**terms)

    monkeypatch.setattr(carrying, "receive_page", stopping)
    row = here.fetch()
    assert row.state == "stopped"
    assert 0 < len(here.held()) < len(here.portal.records)
    monkeypatch.setattr(carrying, "receive_page", real)
    assert not ask_to_stop(opened=here.opened, by=OPERATOR, connection=here.connection.pk, now=here.now)
    assert here.fetch().state == "done"


def test_a_portal_that_is_unwell_for_a_while_is_tried_again_in_rounds():
    here = connected(sample(FakePortal()))
    start = here.now
    here.portal.before = lambda asked: (503, {}, b"") if "Encounter" in asked and here.now < start + ROUNDS[0] else None
    row = here.fetch()
    assert (row.state, here.connection.state) == ("done", "connected")
    assert here.now >= start + ROUNDS[0]
    assert "Encounter/e1" in names(here.held())


def test_a_portal_that_stays_unwell_is_said_to_be_and_its_next_try_is_known():
    here = connected(sample(FakePortal()))
    here.portal.before = lambda asked: (503, {}, b"") if "Encounter" in asked else None
    row = here.fetch()
    assert (row.state, row.reason) == ("part", "unwell")
    assert (here.connection.state, here.connection.reason) == ("failing", "unwell")
    assert here.now < here.connection.next_fetch_at < here.now + timedelta(hours=2)
    assert here.connection.last_full_at is None
    here.portal.before = lambda asked: None
    assert here.fetch().state == "done"
    assert (here.connection.state, here.connection.reason) == ("connected", "")


def test_a_portal_that_is_busy_for_long_is_left_alone_until_then():
    here = connected(sample(FakePortal()))
    busy = (429, {"Retry-After": "900"}, b"")
    here.portal.before = lambda asked: busy if "Goal" in asked else None
    row = want(
        opened=here.opened,
        connection=here.connection,
        by=OPERATOR,
        kind=Fetch.Kind.FULL,
        why=Fetch.Why.HAND,
        now=here.now,
    )
    start = here.now
    row = here.go_on(row, times=1)
    assert (row.state, row.reason, row.due_at) == ("waiting", "busy", start + timedelta(seconds=900))
    assert not do(row.pk, clock=lambda: row.due_at - timedelta(seconds=1), web=here.web, second=0)
    here.portal.before = lambda asked: None
    assert here.go_on(row).state == "done"


def test_an_older_server_is_read_as_what_it_speaks():
    here = connected(FakePortal(), version="1.0.2")
    here.portal.put(patient(), {"resourceType": "Condition", "id": "c", "patient": {"reference": "Patient/p"}})
    assert here.fetch().state == "done"
    assert {one.partition("?")[0] for one in here.portal.asked} >= {"MedicationOrder", "Condition"}
    assert names(here.held()) == ["Condition/c", "Patient/p"]


def test_a_patient_of_another_name_ends_it_with_that_reason():
    here = connected(sample(FakePortal()))
    here.fetch()
    here.accept()
    here.portal.put(patient(family="Kestrel") | {"birthDate": "1999-09-09"})
    row = here.fetch()
    assert (row.state, row.reason, here.connection.reason) == ("failed", "another_person", "another_person")


def test_one_fetch_at_a_time_and_a_second_wish_is_the_same():
    here = connected(sample(FakePortal()))
    terms = {
        "opened": here.opened,
        "connection": here.connection,
        "by": OPERATOR,
        "why": Fetch.Why.HAND,
        "now": here.now,
    }
    assert want(kind=Fetch.Kind.FULL, **terms).pk == want(kind=Fetch.Kind.QUICK, **terms).pk


@pytest.mark.parametrize(
    ("address", "kind", "data"),
    [
        ("Binary/b1", "application/pdf", b"%PDF-1.7 invented"),
        ("files/scan?page=1", "image/png", b"\x89PNG invented"),
        ("Binary/j", "application/json", b'{"any": "json"}'),
        (
            "Binary/f",
            "application/fhir+json",
            b'{"resourceType": "Binary", "id": "f", "contentType": "text/plain", "data": "SGk="}',
        ),
    ],
)
def test_files_of_every_kind_are_shown_with_their_entry(address, kind, data):
    here = connected(FakePortal())
    held = [{"attachment": {"url": f"{here.portal.base}/{address}"}}]
    here.portal.put(patient(), about("DocumentReference", "d", status="current", content=held))
    here.portal.files[address.partition("?")[0]] = (kind, data)
    assert here.fetch().state == "done"
    shown = Record.objects.get(kind=0)
    found = attachment_of(here.opened, shown.pk, 0)
    assert found == ((b"Hi", "text/plain") if address == "Binary/f" else (data, kind))
