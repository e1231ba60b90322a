"""Does a card survive being digits in one code or several, and a file?"""

from __future__ import annotations

import random

import pytest

from haversack.records.cards.carrying import codes_of, from_codes, from_file, to_file
from haversack.records.cards.refused import BadCard, Wrong

from .examples import card


@pytest.mark.parametrize("length", [1, 1195, 1196, 2382, 2383, 9000])
def test_of_whatever_length_it_comes_back(length):
    text = "".join(random.Random(length).choices("ABCabc019-_.", k=length))
    codes = [prefix + digits for prefix, digits in codes_of(text)]
    assert all(digits.isdigit() for _, digits in codes_of(text))
    assert len(codes) == (1 if length <= 1195 else -(-length // 1191))
    random.Random(1).shuffle(codes)
    assert from_codes(codes) == text


def test_chunks_are_of_equal_size_and_none_too_long_for_its_code():
    sizes = [len(digits) // 2 for _, digits in codes_of("a" * 2383)]
    assert max(sizes) <= 1191
    assert max(sizes) - min(sizes) <= 3


def test_the_card_of_the_specification_s_alphabet():
    assert codes_of("-ey.z")[0] == ("shc:/", "0056760177")


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        ([], Wrong.NOT_A_CARD),
        (["https://example.org"], Wrong.NOT_A_CARD),
        (["shc:/123"], Wrong.NOT_A_CARD),
        (["shc:/9900"], Wrong.UNREADABLE),
        (["shc:/1/2/5676"], Wrong.PART_MISSING),
        (["shc:/3/2/5676"], Wrong.NOT_A_CARD),
        (["shc:/1/2/5676", "shc:/2/3/5676"], Wrong.NOT_A_CARD),
        (["shc:/1/2/5676", "shc:/1/2/5677"], Wrong.NOT_A_CARD),
        (["shc:/1/999/5676"], Wrong.NOT_A_CARD),
    ],
)
def test_codes_that_carry_no_card(codes, wrong):
    with pytest.raises(BadCard) as bad:
        from_codes(codes)
    assert bad.value.wrong is wrong


def test_a_code_read_twice_counts_once():
    codes = [prefix + digits for prefix, digits in codes_of("a" * 2000)]
    assert from_codes([*codes, codes[0]]) == "a" * 2000


def test_a_file_holds_cards():
    cards = [card(), card()]
    assert from_file(to_file(cards)) == cards


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"verifiableCredential":[]}', b'{"verifiableCredential":[1]}', b"[" * 100_000]
)
def test_files_that_hold_none(content):
    with pytest.raises(BadCard):
        from_file(content)
