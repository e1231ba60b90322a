"""Does a code that stands alone read as words, and everything else as its source wrote it?"""

import pytest

from haversack.records.entry import Value
from haversack.wording.source_words import source_word
from haversack.wording.values import value_words, with_unit


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("entered-in-error", "Entered in error"),
        ("unable-to-assess", "Could not be judged"),
        ("true", "Yes"),
        ("1 tablet, twice a day", "1 tablet, twice a day"),
        ("Confirmed", "Confirmed"),
        ("", ""),
    ],
)
def test_codes_become_words(written, words):
    assert source_word(written) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value("boolean", "false"), "No"),
        (Value("date", "2025-01"), "January 2025"),
        (Value("quantity", "1.10", "mg/dL", "<"), "<1.10 mg/dL"),
        (Value("coded", "Never smoker"), "Never smoker"),
        (None, ""),
    ],
)
def test_a_result_reads_as_it_came_but_for_dates_and_yes_and_no(value, words):
    assert with_unit(value) == words
    assert words.startswith(value_words(value))
