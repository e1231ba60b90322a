"""Is every connection refreshed when its moment comes, once, and by whoever may?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from haversack.accounts.models import User
from haversack.backpack.actions.leases import release_held
from haversack.backpack.actions.persons import remove_person
from haversack.backpack.models import Record
from haversack.connections.actions import scheduling
from haversack.connections.actions.fetch_lease import due, take
from haversack.connections.actions.fetch_work import do
from haversack.connections.actions.fetching import want
from haversack.connections.actions.scheduling import want_by_hand, want_due
from haversack.connections.jobs import fetching as jobs
from haversack.connections.models import Connection, Fetch
from haversack.connections.models.facts import FETCH, FetchFacts, encode
from haversack.connections.queries.fetches import fetch_of, fetches_of, under_way, unshared_records

from ...fakes.fetched import FakePortal
from .fetching import NOW, OPERATOR, connected, sample

TYPES = {"Observation": ("patient", "category", "_lastUpdated")}


@pytest.fixture
def here():
    return connected(sample(FakePortal()), types=TYPES)


def set_due(here, **changes):
    Connection.objects.filter(pk=here.connection.pk).update(next_fetch_at=NOW - timedelta(days=9), **changes)


def test_a_moment_that_was_missed_is_caught_up_once(here):
    set_due(here)
    assert want_due(NOW) == 1
    assert want_due(NOW) == 0
    assert due(NOW) == [Fetch.objects.get().pk]
    row = here.go_on(Fetch.objects.get())
    assert (row.why, row.kind, row.state) == ("schedule", "full", "done")
    assert NOW < here.connection.next_fetch_at <= here.now + timedelta(days=7)
    assert want_due(here.now) == 0


def test_a_refresh_asks_for_changes_until_everything_is_due_again(here):
    here.fetch()
    set_due(here)
    want_due(here.now)
    assert here.go_on(Fetch.objects.latest("pk")).kind == "quick"
    set_due(here, last_full_at=here.now - timedelta(days=28))
    want_due(here.now)
    assert here.go_on(Fetch.objects.latest("pk")).kind == "full"


def test_by_hand_too_everything_is_asked_for_when_that_is_due(here):
    here.fetch()
    assert want_by_hand(opened=here.opened, number=here.connection.pk, now=here.now).kind == "quick"
    Fetch.objects.latest("pk").delete()
    set_due(here, last_full_at=here.now - timedelta(days=28))
    assert want_by_hand(opened=here.opened, number=here.connection.pk, now=here.now).kind == "full"


def test_of_two_who_want_it_at_once_both_get_the_same_fetch(here, monkeypatch):
    """The database lets in one row that waits; whoever comes second is told of it, and no fault."""
    others = []

    def slower(**terms):
        if not others:  # another process, between this one's look and its row
            others.append(Fetch(connection=here.connection, kind="quick", why="hand", created_at=NOW, due_at=NOW))
            others[0].sealed = here.opened.key.seal(encode(FetchFacts()), FETCH)
            raise IntegrityError
        if others[0].pk is None:
            others[0].save()
        return want(**terms)

    monkeypatch.setattr(scheduling, "want", slower)
    assert want_by_hand(opened=here.opened, number=here.connection.pk, now=NOW).pk == others[0].pk
    assert Fetch.objects.count() == 1


@pytest.mark.parametrize("state", ["sign_in_again", "disconnected", "ready", "investigating"])
def test_nothing_is_fetched_without_a_permission(here, state):
    set_due(here, state=state)
    assert want_due(NOW) == 0
    want(opened=here.opened, connection=here.connection, by=OPERATOR, kind="full", why="hand", now=NOW)
    assert due(NOW) == []
    assert not do(Fetch.objects.get().pk, clock=lambda: NOW, web=here.web)


def test_nothing_is_fetched_for_somebody_who_was_removed(here):
    set_due(here)
    want_due(NOW)
    remove_person(opened=here.opened, by=OPERATOR)
    assert want_due(NOW) == 0
    assert due(NOW) == []


def test_a_connection_outlives_the_membership_of_who_made_it(here):
    stranger = User.objects.create_user(email="gone@example.org", password=None)
    set_due(here, by=stranger)
    assert want_due(NOW) == 1
    assert here.go_on(Fetch.objects.get()).state == "done"


def test_one_worker_at_a_time_and_another_when_nothing_is_heard_of_it(here):
    row = want(opened=here.opened, connection=here.connection, by=OPERATOR, kind="full", why="hand", now=NOW)
    lease = take(row.pk, NOW)
    assert lease is not None
    assert take(row.pk, NOW) is None
    Fetch.objects.update(leased_until=NOW - timedelta(seconds=1))
    assert take(row.pk, NOW) is not None
    release_held()
    assert Fetch.objects.get().state == "waiting"


def test_a_sweep_wants_what_is_due_and_wakes_a_worker_for_it(here, monkeypatch):
    set_due(here)
    woken = []
    monkeypatch.setattr(jobs, "wake", woken.append)
    jobs.sweep_fetches()
    assert woken == [Fetch.objects.get().pk]


def test_progress_and_history_are_for_whoever_may_open_the_backpack(here):
    row = want(opened=here.opened, connection=here.connection, by=OPERATOR, kind="full", why="first", now=NOW)
    assert under_way(here.opened, here.connection.pk).state == "waiting"
    here.go_on(row)
    assert under_way(here.opened, here.connection.pk) is None
    seen = fetch_of(here.opened, row.pk)
    assert (seen.done, seen.counts["new"]) == (len(seen.courses), len(here.held()))
    assert seen.by_type["Patient"] == 1
    assert {one.type for one in seen.courses} == {"Patient", "Observation", ""}
    assert [one.number for one in fetches_of(here.opened, here.connection.pk)] == [row.pk]
    other = connected(sample(FakePortal(base="https://other.example/fhir")), "Bea")
    assert fetch_of(other.opened, row.pk) is None
    assert fetches_of(other.opened, here.connection.pk) == []


def test_a_list_of_fetches_is_short_and_opens_nothing_that_is_sealed(here):
    for _ in range(12):
        row = want(opened=here.opened, connection=here.connection, by=OPERATOR, kind="full", why="hand", now=NOW)
        Fetch.objects.filter(pk=row.pk).update(state="done", finished_at=NOW, sealed=b"not to be opened")
    listed = fetches_of(here.opened, here.connection.pk)
    assert [one.number for one in listed] == list(Fetch.objects.order_by("-pk").values_list("pk", flat=True)[:10])


def test_what_a_source_has_ceased_to_show_is_known_by_the_page(here):
    here.fetch()
    here.accept()
    here.portal.drop("Observation/o002")
    identity = here.opened.key.index(f"{here.portal.base}/Patient/p|Observation|o002".encode())
    numbers = list(Record.objects.filter(person_id=here.opened.person).values_list("pk", flat=True))
    gone = set(Record.objects.filter(identity=identity).values_list("pk", flat=True))
    here.fetch()
    assert unshared_records(here.opened.person, numbers) == set()
    here.fetch()
    assert unshared_records(here.opened.person, numbers) == gone != set()
    other = connected(sample(FakePortal(base="https://other.example/fhir")), "Bea")
    assert unshared_records(other.opened.person, numbers) == set()


def test_the_list_of_queries_says_what_is_not_shared():
    here = connected(sample(FakePortal(not_shared={"Condition"})))
    row = here.fetch()
    assert fetch_of(here.opened, row.pk).not_shared == ["Condition"]
