"""Do two sources state the same fact? Asked of real FHIR JSON, read and described as an import does it."""

from __future__ import annotations

import pytest

from haversack.records.digits import decode, encode
from haversack.records.facts import fact_key
from haversack.records.formats.fhir_r4 import describe

from . import facts_apart, facts_that_merge
from .fact_builders import Doc


def key_of(doc: Doc) -> str | None:
    entry = describe(decode(encode(doc)), lambda reference: None)
    assert entry is not None
    return fact_key(entry)


@pytest.mark.parametrize(
    ("left", "right"), [pair[1:] for pair in facts_that_merge.PAIRS], ids=[pair[0] for pair in facts_that_merge.PAIRS]
)
def test_equal_facts_merge_whatever_else_differs(left: Doc, right: Doc) -> None:
    assert left != right
    assert key_of(left) is not None
    assert key_of(left) == key_of(right)


@pytest.mark.parametrize(
    ("left", "right"), [pair[1:] for pair in facts_apart.PAIRS], ids=[pair[0] for pair in facts_apart.PAIRS]
)
def test_anything_weaker_stays_apart(left: Doc, right: Doc) -> None:
    assert left != right
    assert key_of(left) is None or key_of(left) != key_of(right)


def test_there_are_sixty_pairs_of_each_at_least_and_no_name_twice() -> None:
    for pairs in (facts_that_merge.PAIRS, facts_apart.PAIRS):
        assert len({pair[0] for pair in pairs}) == len(pairs) >= 60


def test_a_fact_does_not_depend_on_which_source_came_first() -> None:
    """Every line has its key from itself alone, so merging is one partition whatever the order of arrival."""
    docs = [doc for pairs in (facts_that_merge.PAIRS, facts_apart.PAIRS) for pair in pairs for doc in pair[1:]]
    forwards = {number: key_of(doc) for number, doc in enumerate(docs)}
    backwards = {number: key_of(doc) for number, doc in reversed(list(enumerate(docs)))}
    assert forwards == backwards
