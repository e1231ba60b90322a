"""Are names that people write differently taken for the same, and those that are different not?"""

from __future__ import annotations

import pytest

from haversack.connections.rules.alike import as_compared, ways_to_write, with_initials_joined
from haversack.connections.rules.finding import folded_name, segments, told_most, understand


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Luke's", "Saint Lukes"),
        ("Mt Sinai Med Ctr", "Mount Sinai Medical Center"),
        ("M.D. Anderson", "MD Anderson"),
        ("U C Davis", "UC Davis"),
        ("Women's Orthopaedics", "Womans Orthopedics"),
        ("Mike Lund", "Michael Lund"),
    ],
)
def test_two_ways_to_write_a_name_are_compared_as_one(one, other):
    assert as_compared(folded_name(one)) == as_compared(folded_name(other))


@pytest.mark.parametrize(("one", "other"), [("Saint Luke", "Santa Lucia"), ("A Clinic", "Clinic"), ("Mark", "Michael")])
def test_others_are_not(one, other):
    assert as_compared(folded_name(one)) != as_compared(folded_name(other))


def test_a_word_stands_first_among_the_ways_to_write_it():
    assert ways_to_write("mt") == ("mt", "mount")
    assert ways_to_write("kettering") == ("kettering",)


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (["u", "c", "davis"], ["uc", "davis"]),
        (["j.", "lund"], ["j.", "lund"]),
        (["plan", "b"], ["plan", "b"]),
        ([], []),
    ],
)
def test_initials_are_joined_and_nothing_else(words, joined):
    assert with_initials_joined(words) == joined


KNOWN = {"cleveland", "clinic", "cle", "land", "eve", "ucsf", "medical", "center"}


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("clevelandclinic", ("cleveland", "clinic")),
        ("ucsfmedicalcenter", ("ucsf", "medical", "center")),
        ("clevelandclinicx", ()),
        ("cl", ()),
        ("", ()),
    ],
)
def test_the_label_of_a_host_is_taken_apart_into_the_fewest_words(label, words):
    assert segments(label, KNOWN) == words


def test_words_that_are_everywhere_are_not_looked_for_alone():
    assert told_most(["alder", "clinic"], {"clinic": 0.3}) == ["alder"]
    assert told_most(["clinic"], {"clinic": 0.3}) == ["clinic"]


@pytest.mark.parametrize(
    ("typed", "words", "has_title"),
    [
        ("the Dr. Gonzáles", ("gonzales",), True),
        ("MyChart Cleveland Clinic", ("cleveland", "clinic"), False),
        ("my", ("my",), False),
        ("cœur d’alene", ("coeur", "dalene"), False),
    ],
)
def test_what_stands_beside_a_name_is_left_out_unless_it_is_all(typed, words, has_title):
    asked = understand(typed, "office")
    assert (asked.words, asked.has_title) == (words, has_title)
