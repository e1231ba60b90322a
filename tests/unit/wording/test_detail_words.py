"""Has every fact that a reader may put on an entry's page a name there?"""

from haversack.records.details import KEYS
from haversack.wording.detail_words import DETAILS, detail_word


def test_every_detail_has_a_name_and_no_name_is_without_a_detail():
    assert set(DETAILS) == set(KEYS)


def test_a_detail_nobody_named_yet_reads_as_it_is_spelt():
    assert detail_word("shoe-size") == "Shoe size"
