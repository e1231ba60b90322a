"""Do messages come whole out of whatever a wire brings, and is each answered by its own number alone?"""

from __future__ import annotations

import random

import pytest

from haversack.records.formats.hl7v2.answering import Said, answer
from haversack.records.formats.hl7v2.wire import Broken, Frames, in_frame

ONE, TWO = b"MSH|^~\\&|A\rPID|1\r", b"MSH|^~\\&|B\rPID|2"


def test_messages_come_out_whole_however_the_bytes_arrive():
    sent = b"noise" + in_frame(ONE) + b"\r\n more noise" + in_frame(TWO) + in_frame(b"")
    for seed in range(50):
        lot, frames, found, rest = random.Random(seed), Frames(), [], sent
        while rest:
            size = lot.randint(1, 9)
            found += frames.feed(rest[:size])
            rest = rest[size:]
        assert [(one.raw, one.broken) for one in found] == [(ONE, None), (TWO, None), (b"", None)]
        assert not frames.is_inside


def test_one_that_another_begins_in_was_cut_off_and_the_other_is_whole():
    found = Frames().feed(b"\x0b" + ONE + in_frame(TWO))
    assert [(one.raw, one.broken) for one in found] == [(ONE, Broken.CUT_OFF), (TWO, None)]


def test_one_that_is_too_long_keeps_its_beginning_and_no_more():
    frames = Frames(most=10)
    found = frames.feed(b"\x0b" + b"x" * 1000) + frames.feed(b"y" * 1000 + b"\x1c\r" + in_frame(b"short"))
    assert [(one.raw, one.broken) for one in found] == [(b"x" * 10, Broken.TOO_LONG), (b"short", None)]


def test_an_end_without_a_return_ends_it_and_what_never_begins_is_no_message():
    frames = Frames()
    assert [one.raw for one in frames.feed(b"\x0b" + ONE + b"\x1c\x0b" + TWO + b"\x1c")] == [ONE, TWO]
    assert frames.feed(ONE + b"\x1c\r") == []


ORU = b"MSH|^~\\&|LAB|RIVERSIDE|PORTAL|BACKUS|20260304||ORU^R01^ORU_R01|M7|T|2.3\rPID|1||77||Ferris^Ada\r"


@pytest.mark.parametrize(
    ("said", "words", "lines"),
    [
        (Said.TAKEN, "", ["MSA|AA|M7"]),
        (Said.FAULTY, "No patient | here.", ["MSA|AE|M7|No patient   here.", "ERR|||207|E|||No patient   here."]),
        (Said.REFUSED, "Later.", ["MSA|AR|M7|Later.", "ERR|||207|E|||Later."]),
    ],
)
def test_an_answer_goes_back_to_who_sent_it_under_the_number_of_the_message(said, words, lines):
    told = answer(ORU, said, words, own_id="own", at="20260304101500+0100").decode()
    head = "MSH|^~\\&|PORTAL|BACKUS|LAB|RIVERSIDE|20260304101500+0100||ACK^R01^ACK|own|T|2.3"
    assert told.split("\r") == [head, *lines, ""]
    assert "Ferris" not in told


def test_other_separators_are_answered_with_those():
    told = answer(b"MSH#*~\\&#LAB#X###2026##ORU*R01#M7#P#2.5.1\r", Said.TAKEN, "", own_id="o", at="t").decode()
    assert told == "MSH#*~\\&###LAB#X#t##ACK*R01*ACK#o#P#2.5.1\rMSA#AA#M7\r"


@pytest.mark.parametrize("raw", [b"", b"hello", b"MSH", b"MSH|", b"\xff\xfe\x00", b"PID|1||77\r"])
def test_what_has_no_header_is_answered_without_a_number(raw):
    told = answer(raw, Said.REFUSED, "No header.", own_id="o", at="t").decode()
    assert told.startswith("MSH|^~\\&|||||t||ACK|o|P|2.5.1\rMSA|AR||No header.\r")
