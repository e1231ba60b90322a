"""Is what a person decides done, to what was on the screen and to nothing else, and can an acceptance be taken back?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from haversack.accounts.models import User
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import NothingToUndo, accept_all, decide, remove_all, undo_acceptance
from haversack.backpack.models import Decision, Declined, Membership, Record
from haversack.backpack.models.record import State
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.waiting import pending_version
from haversack.backpack.rules.review import PendingChanged
from haversack.backpack.rules.roles import Viewer

from .conftest import OPERATOR, observation, patient


def ids(opened, state=State.PENDING):
    return [line.id for line, _ in all_lines(opened, state=state)]


def test_a_decision_on_an_older_screen_changes_nothing(ada, take):
    take(ada, observation("1"))
    shown = pending_version(ada)
    take(ada, observation("2"))
    for act in (accept_all, remove_all):
        with pytest.raises(PendingChanged):
            act(opened=ada, by=OPERATOR, shown=shown)
    assert len(ids(ada)) == 2
    assert accept_all(opened=ada, by=OPERATOR, shown=pending_version(ada)) == 2


def test_record_by_record_each_goes_where_it_was_sent(ada, take):
    take(ada, patient(), observation("1"), observation("2"), observation("3"))
    first, second, third = ids(ada)
    assert decide(opened=ada, by=OPERATOR, shown=pending_version(ada), accept=[first], remove=[second]) == (1, 1)
    assert ids(ada) == [third]
    assert ids(ada, State.ACCEPTED) == [first]
    assert counts(ada, State.PENDING) == {"labs": 1}
    assert counts(ada) == {"labs": 1}
    assert not Record.objects.filter(pk=second).exists()
    with pytest.raises(PendingChanged):
        decide(opened=ada, by=OPERATOR, shown=pending_version(ada), accept=[second], remove=[])


def test_background_follows_its_batch(ada, take):
    take(ada, patient(), observation("1"), observation("2", "99"), source="a")
    take(ada, patient(number="q"), observation("3", "97"), source="b")
    waiting = {line.told[0].id: line.id for line, _ in all_lines(ada, state=State.PENDING)}
    decide(opened=ada, by=OPERATOR, shown=None, accept=[waiting["1"]], remove=[])
    assert Record.objects.filter(category=b"", state=State.PENDING).count() == 2
    decide(opened=ada, by=OPERATOR, shown=None, accept=[], remove=[waiting["2"], waiting["3"]])
    background = Record.objects.filter(category=b"")
    assert [row.state for row in background] == [State.ACCEPTED]


def test_a_line_of_two_sources_is_decided_on_as_one(ada, take):
    for source in ("a", "b"):
        take(ada, observation("1"), observation("2", "55"), source=source)
    waiting = {line.entry.value.text: line.id for line, _ in all_lines(ada, state=State.PENDING)}
    assert decide(opened=ada, by=OPERATOR, shown=None, accept=[waiting["98"]], remove=[waiting["55"]]) == (1, 1)
    assert ids(ada) == []
    (line,) = [line for line, _ in all_lines(ada, state=State.ACCEPTED)]
    assert line.reported_by == 2
    assert take(ada, observation("2", "55"), source="b").outcomes["declined"] == 1


def test_an_acceptance_is_taken_back_once_with_what_it_replaced(ada, take):
    take(ada, observation("1", "5"), accept=True)
    take(ada, observation("1", "6"), observation("2"))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    last = Decision.objects.latest("pk")
    assert undo_acceptance(opened=ada, by=OPERATOR, decision=last.pk) == 2
    (line,) = [line for line, _ in all_lines(ada, state=State.ACCEPTED)]
    assert line.entry.value.text == "5"
    assert len(ids(ada)) == 2
    assert counts(ada) == {"labs": 1}
    with pytest.raises(NothingToUndo):
        undo_acceptance(opened=ada, by=OPERATOR, decision=last.pk)


def test_what_is_removed_leaves_keyed_fingerprints_only(ada, take):
    take(ada, observation("1"))
    remove_all(opened=ada, by=OPERATOR, shown=None)
    assert Record.objects.count() == 0
    assert Declined.objects.count() == 2
    assert all(len(bytes(key)) == 16 for key in Declined.objects.values_list("key", flat=True))


@pytest.fixture
def family_of_three(client):
    """Alice owns a backpack, Bob may look, Charlie is a stranger."""
    users = {
        name: User.objects.create_user(f"{name}@example.test", "a long password")
        for name in ("alice", "bob", "charlie")
    }
    alice = Viewer(users["alice"].pk, users["alice"].pseudonym)
    opened = add_person(by=alice, name="Ada", owner=alice.user)
    Membership.objects.create(person_id=opened.person, user=users["bob"], role="viewer")
    return users, opened


def test_alice_decides_bob_looks_and_charlie_finds_nothing(client, take, family_of_three):
    users, opened = family_of_three
    take(opened, patient(), observation("1"), observation("2"))
    page = reverse("backpack:review", args=[opened.uuid])
    accept = reverse("backpack:review_accept", args=[opened.uuid])
    remove = reverse("backpack:review_remove", args=[opened.uuid])
    asked = {"shown": pending_version(opened), "all": "1"}
    for name, look, act in (("charlie", 404, 404), ("bob", 200, 403), ("alice", 200, 302)):
        client.force_login(users[name])
        assert client.get(page).status_code == look
        assert client.post(accept, asked).status_code == act
    assert counts(opened) == {"labs": 2}
    client.force_login(users["bob"])
    assert client.post(remove, asked).status_code == 403


def test_removing_asks_on_a_page_of_its_own_and_only_then_removes(client, take, family_of_three):
    users, opened = family_of_three
    take(opened, observation("1"), observation("2"))
    client.force_login(users["alice"])
    remove = reverse("backpack:review_remove", args=[opened.uuid])
    asked = {"shown": pending_version(opened), "all": "1"}
    shown = client.post(remove, asked)
    assert shown.status_code == 200
    assert "Remove 2 records for good" in shown.text
    assert "Ada" in shown.text
    assert counts(opened, State.PENDING) == {"labs": 2}
    take(opened, observation("3"))
    assert client.post(remove, asked | {"confirmed": "1"}, follow=True).redirect_chain
    assert counts(opened, State.PENDING) == {"labs": 3}
    asked["shown"] = pending_version(opened)
    client.post(remove, asked | {"confirmed": "1"})
    assert counts(opened, State.PENDING) == {}
