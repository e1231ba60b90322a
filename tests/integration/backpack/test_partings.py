"""Is a line taken apart for good, whatever comes later, and joined again when somebody who may decide says so?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from haversack.audit.models import Waiting
from haversack.backpack.actions.parting import NothingToPart, join_again, take_apart
from haversack.backpack.models import Apart, Count, Parting, Record
from haversack.backpack.models.record import State
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.opened import NotAllowed

from .conftest import OPERATOR, observation
from .members import backpack_of, browser, opened_for


def lines(opened, state=State.ACCEPTED):
    """Each line as the sources that state it, sorted."""
    return sorted(sorted(one.source.name for one in line.told) for line, _ in all_lines(opened, state=state))


def the_line(opened):
    return next(line.id for line, _ in all_lines(opened, state=State.ACCEPTED))


def counted(opened):
    rows = Count.objects.filter(person_id=opened.person, state=State.ACCEPTED)
    return sum(rows.values_list("number", flat=True))


@pytest.fixture
def two(ada, take):
    for source in ("Alder", "Riverside"):
        take(ada, observation("1"), source=source, accept=True)
    assert lines(ada) == [["Alder", "Riverside"]]
    return ada


def test_nothing_that_comes_later_joins_what_was_taken_apart(two, take):
    before = Record.objects.count()
    assert take_apart(opened=two, by=OPERATOR, record=the_line(two)) == 2
    assert lines(two) == [["Alder"], ["Riverside"]]
    assert (Record.objects.count(), counted(two)) == (before, 2)
    for source in ("Alder", "Riverside", "Alder"):  # the same again, another version, and back
        take(two, observation("1"), source=source, accept=True)
        take(two, observation("1", "97"), source=source, accept=True)
        take(two, observation("1", status="amended"), source=source, accept=True)
    take(two, observation("1"), observation("2"), source="Third", accept=True)
    assert lines(two) == [["Alder"], ["Riverside"], ["Third"], ["Third"]]
    assert counted(two) == 4


def test_joined_again_it_is_one_line_and_counted_once(two):
    first = the_line(two)
    take_apart(opened=two, by=OPERATOR, record=first)
    assert join_again(opened=two, by=OPERATOR, record=the_line(two)) == 2
    assert (lines(two), counted(two), the_line(two)) == ([["Alder", "Riverside"]], 1, first)
    assert (Apart.objects.count(), Parting.objects.count()) == (0, 0)
    with pytest.raises(NothingToPart):
        join_again(opened=two, by=OPERATOR, record=first)
    acts = list(Waiting.objects.filter(act__startswith="record.").values_list("act", flat=True))
    assert acts == ["record.apart", "record.join"]


def test_one_of_three_is_taken_out_and_the_others_stay_together(two, take):
    take(two, observation("1"), source="Third", accept=True)
    line = next(line for line, _ in all_lines(two, state=State.ACCEPTED))
    third = next(one.record for one in line.told if one.source.name == "Third")
    assert take_apart(opened=two, by=OPERATOR, record=line.id, alone=third) == 2
    assert lines(two) == [["Alder", "Riverside"], ["Third"]]
    take(two, observation("1", status="amended"), source="Alder", accept=True)
    assert lines(two) == [["Alder", "Riverside"], ["Third"]]
    pair = next(line.id for line, _ in all_lines(two, state=State.ACCEPTED) if line.reported_by == 2)
    take_apart(opened=two, by=OPERATOR, record=pair)
    assert lines(two) == [["Alder"], ["Riverside"], ["Third"]]
    assert Parting.objects.count() == 1
    join_again(opened=two, by=OPERATOR, record=the_line(two))
    assert lines(two) == [["Alder", "Riverside", "Third"]]


def test_what_a_single_source_states_is_not_taken_apart(ada, take):
    take(ada, observation("1"), accept=True)
    with pytest.raises(NothingToPart):
        take_apart(opened=ada, by=OPERATOR, record=the_line(ada))
    assert Parting.objects.count() == 0


def test_a_page_shows_each_statement_and_only_who_may_decide_presses_its_buttons(take):
    opened = backpack_of()
    for source, low in (("Alder", 70), ("Riverside", 65)):
        limits = [{"low": {"value": low, "unit": "mg/dL"}}]
        take(opened, observation("1", referenceRange=limits), source=source, accept=True)
    first = the_line(opened)
    page = reverse("backpack:entry", args=[opened.uuid, first])
    apart, join = (reverse(f"backpack:entry_{act}", args=[opened.uuid, first]) for act in ("apart", "join"))
    vera, viewer = opened_for("vera", opened, "viewer"), browser("vera")
    shown = viewer.get(page).content.decode()
    assert "Reported by 2: Alder, Riverside" in shown
    assert "Where the sources differ" in shown
    assert "Only an owner or editor" in shown
    assert viewer.post(apart).status_code == 403
    assert lines(opened) == [["Alder", "Riverside"]]

    owner = browser("alice")
    assert "take them apart" in owner.get(page).content.decode()
    assert "2 entries now" in owner.post(apart, follow=True).content.decode()
    assert lines(opened) == [["Alder"], ["Riverside"]]
    assert "nothing was done" in owner.post(apart, follow=True).content.decode()
    assert "By you," in owner.get(page).content.decode()
    assert "By somebody" in viewer.get(page).content.decode()
    assert "one entry again" in owner.post(join, follow=True).content.decode()
    other = Record.objects.exclude(pk=first).get()
    assert owner.get(reverse("backpack:entry", args=[opened.uuid, other.pk])).headers["Location"] == page
    with pytest.raises(NotAllowed):
        take_apart(opened=vera, by=OPERATOR, record=first)
