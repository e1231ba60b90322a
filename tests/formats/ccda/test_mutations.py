"""Can any damage to a C-CDA document crash its reader, or lose a byte?"""

from __future__ import annotations

import pytest

from haversack.records.formats.ccda import file

from ..mutations import mutated
from ..reading_all import judged
from .test_oddities import INPUTS

FILES = [path.read_bytes() for path in INPUTS]
MARKS = [
    b"<", b">", b"/>", b"</", b'"', b"&", b"&#0;", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [", b"<entry>", b"</entry>",
    b"<section>", b"</section>", b"<component>", b'<value xsi:type="PQ" value="1e999"/>', b'<value xsi:type="X"/>',
    b'nullFlavor="UNK" ', b'negationInd="true" ', b"\x00", b"\xff\xfe", b"\xe9", b"x:", b"<id/>", b"<code/>",
    b'moodCode="INT" ', b"<observation>", b"<organizer>", b'<effectiveTime value="20240230"/>', b"<text>",
]  # fmt: skip


@pytest.mark.proof
def test_no_damage_to_a_document_crashes_the_reader_or_loses_a_byte(proof):
    number = proof.size(sample=500, full=10_000)
    tried, wrong = judged(mutated(FILES, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged C-CDA documents", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    monkeypatch.setattr(file, "patient", lambda document, here: document.all("recordTarget")[1])
    _tried, wrong = judged(mutated(FILES, MARKS, seed=1, number=40))
    assert any(found.startswith("IndexError") for found, _data in wrong)
