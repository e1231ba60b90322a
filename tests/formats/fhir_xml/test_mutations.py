"""Can any damage to FHIR in XML crash its reader, or lose a byte?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ..agreed import inputs
from ..mutations import mutated
from ..reading_all import judged

FILES = [path.read_bytes() for path in inputs(Path(__file__).parent / "oddities", ".xml")]
MARKS = [
    b"<", b">", b"/>", b"</", b'"', b"'", b"&", b"&amp;", b"&#0;", b"&#55296;", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<?xml ", b"<!DOCTYPE x [", b"<entry>", b"</entry>", b"<resource>", b"<Bundle>", b"<Patient>", b"<div>", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b' xmlns="x"', b"x:", b'<value value="1e999"/>', b'<value value="9"/>' * 3,
    b'<name value="x"/>', b'<name><family value="a"/></name>', b'<id value=""/>', b'<contained><X/></contained>',
]  # fmt: skip


@pytest.mark.proof
def test_no_damage_to_a_document_crashes_the_reader_or_loses_a_byte(proof):
    number = proof.size(sample=500, full=10_000)
    tried, wrong = judged(mutated(FILES, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged files of FHIR in XML", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    from haversack.records.formats.fhir_xml import convert

    monkeypatch.setattr(convert, "shape_of", lambda name, parent: {"family": None}[name])
    _tried, wrong = judged(mutated(FILES, MARKS, seed=1, number=30))
    assert any(found.startswith("KeyError") for found, _data in wrong)
