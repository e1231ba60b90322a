"""The demo is there after its first start, stays as it is, and never joins a family's own records."""

from __future__ import annotations

import json
from datetime import date

import pytest

from haversack.accounts.models import User
from haversack.backpack.actions.persons import add_person
from haversack.backpack.models import Record
from haversack.backpack.queries.persons import person_lines
from haversack.backpack.rules.roles import Role, Viewer
from haversack.demo import prepare as preparing
from haversack.demo.mark import MARK
from haversack.demo.prepare import NotADemo, prepare
from haversack.demo.users import GUESTS, viewer_of

RELATIONS = ["self", "mother", "daughter", "grandson"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def _lines(guest: str):
    return person_lines(viewer_of(User.objects.get(email=GUESTS[guest].email)))


def _counts():
    return [(line.entries, line.pending) for line in _lines("ines")]


def test_everybody_is_there_with_what_waits_for_them():
    prepare()
    lines = _lines("ines")
    assert [line.opened.relation for line in lines] == RELATIONS
    assert len({line.opened.hue for line in lines}) == len(lines)
    assert all(line.entries > 200 for line in lines)
    assert [line.pending > 0 for line in lines] == [True, False, True, True]


def test_somebody_else_may_look_and_decide_nothing():
    prepare()
    seen = _lines("ikenna")
    assert [line.opened.relation for line in seen] == ["partner", "son"]
    assert {line.opened.role for line in seen} == {Role.VIEWER}


def test_nobody_of_the_demo_has_a_password():
    prepare()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_second_start_adds_nothing():
    prepare()
    before = _counts(), Record.objects.count()
    prepare()
    assert (_counts(), Record.objects.count()) == before


def test_a_start_that_was_cut_off_is_finished_by_the_next(monkeypatch, folder):
    prepare()
    whole = sorted(_counts())
    told_from = json.loads((folder / MARK).read_text())["day"]
    for line in _lines("ines"):
        _forget(line)
    (folder / MARK).write_text(json.dumps({"day": told_from, "whole": False}))
    taken = iter(range(3))
    receive = preparing.receive
    monkeypatch.setattr(preparing, "receive", lambda **all_of_it: (next(taken), receive(**all_of_it))[1])
    with pytest.raises(StopIteration):
        prepare()
    monkeypatch.undo()
    prepare()
    assert sorted(_counts()) == whole


def _forget(line) -> None:
    from haversack.backpack.actions.persons import remove_person

    remove_person(by=line.opened.viewer, opened=line.opened)


def test_lives_are_told_from_the_day_of_the_first_start(monkeypatch, folder):
    (folder / MARK).write_text(json.dumps({"day": "2025-03-09", "whole": False}))
    asked = []
    monkeypatch.setattr(preparing, "family", lambda day: asked.append(day) or [])
    prepare()
    assert asked == [date(2025, 3, 9)]


def test_a_family_s_own_folder_is_left_alone():
    add_person(by=Viewer.operator(), name="Ada")
    with pytest.raises(NotADemo):
        prepare()
    assert [line.name for line in person_lines(Viewer.operator())] == ["Ada"]
    assert not User.objects.exists()
