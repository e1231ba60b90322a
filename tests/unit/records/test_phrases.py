"""Can a page tell our own words in a title from the source's, and is a missing name never a code?"""

import pytest

from haversack.records.phrases import NAMELESS, NONE_KNOWN, nameless, template_of


@pytest.mark.parametrize(
    ("title", "ours", "theirs"),
    [
        ("Asthma", "{}", "Asthma"),
        ("Ruled out: Asthma", "Ruled out: {}", "Asthma"),
        ("Not given: Vaccine with no name", "Not given: {}", "Vaccine with no name"),
        ("Do not take: Ibuprofen", "Do not take: {}", "Ibuprofen"),
        ("Visit", "Visit", ""),
        ("Hospital stay", "Hospital stay", ""),
        ("No known allergies", "No known allergies", ""),
        ("Visit to {}", "{}", "Visit to {}"),
    ],
)
def test_a_title_comes_apart_into_our_words_and_theirs(title, ours, theirs):
    assert template_of(title) == (ours, theirs)
    assert ours.format(theirs) == title


@pytest.mark.parametrize(
    ("kind", "category", "phrase"),
    [
        ("Observation", "labs", "Lab test with no name"),
        ("Observation", "other", "Finding with no name"),
        ("DiagnosticReport", "documents", "Report with no name"),
        ("AdverseEvent", "other", "Entry with no name"),
    ],
)
def test_what_has_no_name_is_called_what_it_is(kind, category, phrase):
    assert nameless(kind, category) == phrase


def test_no_phrase_of_ours_could_be_read_as_a_code_or_as_unknown():
    for phrase in (*NAMELESS.values(), *NONE_KNOWN.values()):
        assert phrase[0].isupper()
        assert "unknown" not in phrase.lower()
