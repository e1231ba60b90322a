"""Do searches written by hand find what they should, through the sealed shards and the page's own query?"""

from __future__ import annotations

import io

import pytest
from benchmarks.search_questions import QUESTIONS, TODAY

from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import remove_all
from haversack.backpack.actions.words import join_shards
from haversack.backpack.models import Shard
from haversack.backpack.queries.search import lines_in_order, search
from haversack.demo.people import family
from haversack.records.bundle import SourceFile

from .conftest import OPERATOR, observation


def titles(opened, words):
    return [line.entry.title for line in lines_in_order(opened, search(opened, words))]


def test_the_searches_written_by_hand_find_what_they_should():
    people = {}
    for person in family(TODAY):
        opened = people[person.name] = add_person(by=OPERATOR, name=person.name)
        for source, data in person.bundles:
            raw = data if isinstance(data, bytes) else data.encode()
            file = SourceFile(name=source, size=len(raw), open=lambda raw=raw: io.BytesIO(raw), problem=None)
            receive(opened=opened, by=OPERATOR, files=[file], terms=Terms(source=source, accept=True))
        join_shards(opened)
    wrong = []
    for question in QUESTIONS:
        found = set(titles(people[question.person], question.words))
        lost, extra = set(question.found) - found, set(question.missing) & found
        if lost or extra:
            wrong.append((question.words, lost, extra))
    assert len(QUESTIONS) >= 60
    assert wrong == []


@pytest.fixture
def filled(ada, take):
    take(ada, observation("1"), observation("2", "7.2", code="4548-4"), accept=True)
    return ada


def test_words_are_found_from_their_beginning_whatever_their_case(filled):
    assert titles(filled, "GLUC") == ["Glucose", "Glucose"]
    assert titles(filled, "lucose") == []
    assert titles(filled, "glucose 7.2") == ["Glucose"]
    assert titles(filled, "   ") == []


def test_what_waits_is_not_found_and_what_was_removed_leaves_no_word_behind(filled, take):
    take(filled, {"resourceType": "Condition", "id": "c", "code": {"text": "Zebra fever"}})
    assert titles(filled, "zebra") == []
    remove_all(opened=filled, by=OPERATOR, shown=None)
    text = b"".join(
        filled.key.open(bytes(sealed), "words") for sealed in Shard.objects.values_list("sealed", flat=True)
    )
    assert b"zebra" not in text
    assert b"glucose" in text


def test_a_fact_of_two_sources_is_found_by_the_words_of_either(filled, take):
    note = {"note": [{"text": "Taken before breakfast"}]}
    take(filled, observation("9", **note), source="hospital", accept=True)
    assert titles(filled, "breakfast") == ["Glucose"]


def test_joining_shards_loses_no_line(filled, take):
    for number in range(5):
        take(filled, observation(f"x{number}", str(200 + number)), source=f"s{number}", accept=True)
    before = sorted(search(filled, "glucose"))
    assert Shard.objects.count() > 1
    assert join_shards(filled) == 1
    assert sorted(search(filled, "glucose")) == before
