"""Can any damage to cards, codes or pictures crash their reader, or lose a byte?"""

from __future__ import annotations

import pytest

from haversack.records.cards.carrying import codes_of, to_file
from haversack.records.formats.health_card import file

from ..mutations import mutated
from ..reading_all import judged
from .cards import SHOT, card, picture
from .test_carriers import issue_answer

ONE, TWO = card(), card({**SHOT, "lotNumber": "B2"})
FILES = [
    to_file([ONE, TWO]), ONE.encode(), "".join(codes_of(ONE)[0]).encode(), issue_answer(ONE),
    b"\n".join("".join(one).encode() for one in [*codes_of(ONE), *codes_of(TWO)]),
]  # fmt: skip
PICTURES = [picture(ONE, size=3), picture(ONE, "JPEG", size=3)]
MARKS = [
    b".", b"shc:/", b"shc:/1/2/", b"shc:/9/", b"eyJ", b"\\u0065", b'"', b"]", b"}", b"[", b"{", b",", b"\n", b"\xff",
    b"\xef\xbb\xbf", b'"verifiableCredential":', b'["', b"=", b"-", b"_", b"00", b"99", b"\x00", b"5676290",
]  # fmt: skip


@pytest.mark.proof
def test_no_damage_to_cards_crashes_the_reader_or_loses_a_byte(proof):
    number = proof.size(sample=600, full=10_000)
    tried, wrong = judged(mutated(FILES, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged health cards and codes", tried=tried, wrong=len(wrong))


@pytest.mark.proof
def test_no_damage_to_a_picture_crashes_the_reader_or_loses_a_byte(proof):
    number = proof.size(sample=30, full=3_000)
    tried, wrong = judged(mutated(PICTURES, [b"\xff\xd9", b"IDAT", b"\x00", b"\xff"], seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged pictures of health cards", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    monkeypatch.setattr(file, "_said", lambda one: [(text, text.split(".")[9]) for text in one.cards])
    _tried, wrong = judged(mutated(FILES, MARKS, seed=1, number=20))
    assert any(found.startswith("IndexError") for found, _data in wrong)
