"""Which pages does a list have, and where do their links lead?"""

import pytest
from django.template import Context, Template

from haversack.web.paging import Paging


@pytest.mark.parametrize(
    ("asked", "total", "number"),
    [("", 43, 1), ("2", 43, 2), ("5", 43, 5), ("6", 43, 5), ("0", 43, 1), ("-1", 43, 1), ("x", 43, 1), ("²", 43, 1),
     ("9" * 400, 43, 1), ("3", 0, 1), ("1", 10, 1), ("2", 10, 1), ("2", 11, 2)],
)  # fmt: skip
def test_what_is_not_a_page_becomes_the_nearest(asked, total, number):
    assert Paging.asked(asked, total).number == number


@pytest.mark.parametrize(
    ("paging", "words"),
    [
        (Paging(1, 43), "Showing 1 to 10 of 43"),
        (Paging(5, 43), "Showing 41 to 43 of 43"),
        (Paging(1, 10), "Showing all 10"),
        (Paging(1, 1), "Showing 1 of 1"),
        (Paging(1, 0), "Nothing to show"),
    ],
)
def test_the_count_comes_in_words(paging, words):
    text = Template("{% load web %}{% count paging 'newest first' %}").render(Context({"paging": paging}))
    assert f"<b>{words}</b>" in text
    assert ("newest first" in text) == (paging.total > 1)


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 10, [1]), (1, 43, [1, 2, 0, 5]), (3, 43, [1, 2, 3, 4, 5]), (5, 43, [1, 0, 4, 5]), (1, 30, [1, 2, 3]),
        (7, 240, [1, 0, 6, 7, 8, 0, 24]), (4, 240, [1, 2, 3, 4, 5, 0, 24]),
    ],
)  # fmt: skip
def test_first_last_and_neighbours_are_linked(number, total, shown):
    assert [link[0] for link in Paging(number, total).links] == shown


def test_an_address_keeps_the_filters_and_moves_the_focus_to_the_count():
    paging = Paging(2, 43, filters={"year": "2024", "source": ""})
    assert paging.before == "?year=2024#count"
    assert paging.after == "?year=2024&page=3#count"
    assert Paging(1, 43).before == ""
    assert Paging(5, 43).after == ""


def test_the_slices_of_all_pages_are_the_whole_list():
    things = list(range(43))
    assert [thing for number in range(1, 6) for thing in things[Paging(number, 43).slice]] == things
