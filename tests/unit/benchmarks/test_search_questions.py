"""Do the hand-written searches ask for what is there, and does the rule of folding find it?"""

from __future__ import annotations

import io
from functools import cache

import pytest
from benchmarks.search_questions import QUESTIONS, TODAY, Question

from haversack.backpack.rules.search import needles, search_line
from haversack.demo.people import family
from haversack.records.bundle import read_file
from haversack.records.formats.fhir_r4.describe import describe, name_of
from haversack.records.formats.fhir_r4.read import read_resource


@cache
def lines(person: str) -> list[tuple[str, bytes]]:
    """(title, what is searched) of every accepted entry."""
    (who,) = (found for found in family(TODAY) if found.name == person)
    shown = []
    for _, text in who.bundles:
        docs = [read_resource(piece.raw)[0] for piece in read_file(io.BytesIO(text), size=len(text))]
        names = {f"{doc['resourceType']}/{doc['id']}": called for doc in docs if doc and (called := name_of(doc))}
        for doc in docs:
            if doc and (entry := describe(doc, names.get)):
                shown.append((entry.title, search_line(1, 0, entry)))
    return shown


def test_there_are_sixty():
    assert len(QUESTIONS) >= 60
    assert len({(one.person, one.words) for one in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: f"{one.person.split()[0]}-{one.words}")
def test_the_search_finds_what_it_should(question: Question):
    searched = lines(question.person)
    titles = {title for title, _ in searched}
    wanted = needles(question.words)
    hits = {title for title, line in searched if all(needle in line for needle in wanted)}
    assert set(question.found) <= titles, "asks for a title that nobody has"
    assert set(question.found) <= hits
    assert not set(question.missing) & hits
