"""Two people decide at the same moment, on the same screen: does one of them win, and only one?

On a real database of a site of its own, in threads that all start at once.
"""

import json
import subprocess
import sys

import pytest
from django.urls import reverse

from haversack.accounts.models import User
from haversack.backpack.actions import persons, review
from haversack.backpack.actions.persons import remove_person
from haversack.backpack.models import Person
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import NoSuchPerson, open_person
from haversack.backpack.rules.roles import Viewer
from haversack.backpack.views import persons as person_pages
from haversack.backpack.views import review as review_pages

from ..places import place
from ..verification.authorisation.world import make_world

ROUNDS, RECORDS, PEOPLE = 4, 5, 6
_DECIDERS = """
import io, json, os, sys, threading, django
os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
django.setup()
from django.db import connections
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.review import NothingToUndo, accept_all, decide, remove_all, undo_acceptance
from haversack.backpack.models import Count, Decision, Record
from haversack.backpack.queries.persons import find_person
from haversack.backpack.queries.waiting import pending_version
from haversack.backpack.rules.review import PendingChanged
from haversack.backpack.rules.roles import Viewer
from haversack.records.bundle import SourceFile

rounds, records, people = map(int, sys.argv[1:])
me = Viewer.operator()
opened = find_person(me, "Wren")


def at_once(acts):
    line, told = threading.Barrier(len(acts)), []
    def one(act):
        line.wait()
        try:
            told.append(act())
        except (PendingChanged, NothingToUndo) as refused:
            told.append(type(refused).__name__)
        finally:
            connections.close_all()
    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return told


def bring(number):
    things = [{"resourceType": "Condition", "id": f"{number}-{n}", "code": {"text": f"Thing {number} {n}"}}
              for n in range(records)]
    data = json.dumps({"resourceType": "Bundle", "type": "collection",
                       "entry": [{"resource": one} for one in things]}).encode()
    file = SourceFile(name="a.json", size=len(data), open=lambda: io.BytesIO(data), problem=None)
    receive(opened=opened, by=me, files=[file], terms=Terms(source=f"s{number}"))


def counted():
    mine = Record.objects.filter(person_id=opened.person)
    rows = [mine.filter(state=state).count() for state in (0, 1)]
    sums = [sum(Count.objects.filter(person_id=opened.person, state=state).values_list("number", flat=True))
            for state in (0, 1)]
    return rows, sums


said = []
for number in range(rounds):
    bring(number)
    shown = pending_version(opened)
    waiting = list(Record.objects.filter(person_id=opened.person, state=0).values_list("pk", flat=True))
    acts = [
        lambda: accept_all(opened=opened, by=me, shown=shown),
        lambda: remove_all(opened=opened, by=me, shown=shown),
        lambda: sum(decide(opened=opened, by=me, shown=shown, accept=waiting, remove=[])),
    ]
    decided = at_once((acts * people)[:people])
    taken_back, last = [], Decision.objects.filter(person_id=opened.person, kind=0).last()
    if last and last.undone_at is None:
        taken_back = at_once([lambda: undo_acceptance(opened=opened, by=me, decision=last.pk)] * people)
        accept_all(opened=opened, by=me, shown=None)
    rows, sums = counted()
    said.append({"decided": decided, "taken back": taken_back, "rows": rows, "sums": sums})
print(json.dumps(said))
"""


def test_of_those_who_decide_at_once_one_wins(tmp_path):
    with place(tmp_path / "data") as site:
        site.run("person", "add", "Wren")
        words = [sys.executable, "-c", _DECIDERS, *map(str, (ROUNDS, RECORDS, PEOPLE))]
        done = subprocess.run(words, env=site.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert site.run("doctor").returncode == 0
    for one in json.loads(done.stdout.splitlines()[-1]):
        assert sorted(map(str, one["decided"])) == [str(RECORDS), *["PendingChanged"] * (PEOPLE - 1)]
        if one["taken back"]:
            assert [told for told in one["taken back"] if told != "NothingToUndo"] == [RECORDS]
        assert one["rows"] == one["sums"]
        assert one["rows"][0] == 0


def test_a_backpack_removed_meanwhile_is_as_if_it_had_never_been(monkeypatch):
    """The page was opened, then somebody else removed the backpack, then the decision came."""
    world = make_world()
    decided = review.accept_all

    def too_late(*, opened: Opened, **more: object) -> int:
        remove_person(by=opened.viewer, opened=opened)
        return decided(opened=opened, **more)

    monkeypatch.setattr(review_pages, "accept_all", too_late)
    form = {"shown": world.values["shared"]["shown"], "all": "on"}
    address = reverse("backpack:review_accept", args=[world.things["person"]["shared"]])
    assert world.browsers["owner"].post(address, form).status_code == 404


def test_a_backpack_removed_while_it_is_renamed_stays_removed(monkeypatch):
    world = make_world()
    settled = persons.settle_person

    def too_late(*, opened: Opened, **more: object) -> None:
        remove_person(by=opened.viewer, opened=opened)
        settled(opened=opened, **more)

    monkeypatch.setattr(person_pages, "settle_person", too_late)
    person = world.things["person"]["shared"]
    address = reverse("backpack:settings", args=[person])
    form = {"name": "Wren", "born": "", "hue": "teal"}
    assert world.browsers["owner"].post(address, form).status_code == 404
    assert not Person.objects.filter(uuid=person).exists()


def test_a_removed_backpack_is_given_to_nobody():
    world = make_world()
    opened = open_person(Viewer.operator(), world.things["person"]["shared"])
    remove_person(by=opened.viewer, opened=opened)
    with pytest.raises(NoSuchPerson):
        persons.give_person(by=opened.viewer, opened=opened, owner=User.objects.order_by("pk")[0].pk)
