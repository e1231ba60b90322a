"""Can any damage to a file of messages crash its reader, or lose a byte?"""

from __future__ import annotations

import pytest

from haversack.records.formats.hl7v2 import read

from ..mutations import mutated
from ..reading_all import judged
from .golden import ODDITIES

FILES = [path.read_bytes() for path in sorted(ODDITIES.glob("*.hl7"))]
MARKS = [
    b"|", b"^", b"~", b"&", b"\\", b"\r", b"\n", b"\r\n", b"\x0b", b"\x1c\r", b"\x00", b"\xff", b'""', b"MSH|^~\\&|",
    b"MSH", b"\rPID|", b"\rOBX|1|NM|", b"\rOBX|1|SN|", b"\rOBX|1|ED|", b"\rOBX|1|CE|", b"\rOBR|", b"\rRXA|", b"\rTXA|",
    b"\rORC|", b"\rSPM|", b"\rADD|", b"\rNTE|", b"\rBTS|9", b"\rBHS|", b"\\.br\\", b"\\X00FF\\", b"\\XZ\\", b"9" * 60,
    b"1e999", b"99999999", b"20240230", b"F|", b"W|", b"X|", b"998^^CVX", "é".encode(), b"\xe9",
]  # fmt: skip


@pytest.mark.proof
def test_no_damage_to_messages_crashes_the_reader_or_loses_a_byte(proof):
    number = proof.size(sample=600, full=10_000)
    tried, wrong = judged(mutated(FILES, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged files of HL7 v2 messages", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    def careless(group, making):
        group.patient.first(5).written.split("^")[1].upper()

    monkeypatch.setattr(read, "patient", careless)
    _tried, wrong = judged(mutated(FILES, MARKS, seed=1, number=150))
    assert any(found.startswith("IndexError") for found, _data in wrong)


def test_the_harness_sees_a_reader_that_loses_bytes(monkeypatch):
    from haversack.records.formats.hl7v2 import file

    whole = file.framed
    monkeypatch.setattr(file, "framed", lambda *given: (one._replace(before=b"") for one in whole(*given)))
    _tried, wrong = judged(mutated(FILES, MARKS, seed=1, number=50))
    assert any(found == "the pieces do not make up the file" for found, _data in wrong)
