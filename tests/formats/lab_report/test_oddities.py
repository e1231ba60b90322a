"""Does each oddity that laboratory reports are known for still come out as a person agreed it should?

Beside each text lies what has to be recognised in it. The people and laboratories in them are invented.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from haversack.records.formats.lab_report import begins_as_lab_text
from haversack.records.formats.lab_report.head import Head, head_of
from haversack.records.formats.lab_report.making import Confirmed, Confirming, bundle_of
from haversack.records.formats.lab_report.paper import pages_of_text, rows_of
from haversack.records.formats.lab_report.reading import report_of

from ..agreed import inputs, keeps_every_byte
from ..mutations import mutated
from ..reading_all import judged
from .told import told_of

ODDITIES = Path(__file__).parent / "oddities"
INPUTS = inputs(ODDITIES, ".txt")
MARKS = [
    b"\n", b"\f", b"\t", b"   ", b"....", b"|", b"Test Result Units Range\n", b"Comment:", b"<", b">= ", b"1,200",
    b"1.2.3", b"99/99/9999", b"(", b"[", b"\x00", b"\xff", b"\xc3", b" - ", b"e999", b"Collected:", b"Page 1 of 1",
]  # fmt: skip


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    agreed = json.loads(path.with_suffix(".read.json").read_text("utf-8"))
    assert json.loads(json.dumps(told_of(path.read_bytes()))) == agreed
    assert begins_as_lab_text(path.read_bytes()) is (agreed is not None)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_no_byte_and_no_line_of_a_report_is_lost(path):
    assert keeps_every_byte(path)
    pages = pages_of_text(path.read_text("utf-8"))
    report = report_of(pages)
    if report is not None:
        there = [row.text for number, page in enumerate(pages) for row in rows_of(number, page)]
        assert [line.text for line in report.lines] == there


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.name.removesuffix(".read.json") for path in ODDITIES.glob("*.read.json")} == {
        path.stem for path in INPUTS
    }


@pytest.mark.proof
def test_no_damage_to_a_report_crashes_the_reader_or_loses_a_byte(proof):
    files = [path.read_bytes() for path in INPUTS]
    number = proof.size(sample=60, full=10_000)
    tried, wrong = judged(mutated(files, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged laboratory reports in text", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    monkeypatch.setattr("haversack.records.formats.lab_report.reading.head_of", lambda rows: rows[999])
    _tried, wrong = judged(mutated([path.read_bytes() for path in INPUTS], MARKS, seed=1, number=20))
    assert any(found.startswith("IndexError") for found, _data in wrong)


def made_of(line):
    """The bundle of one confirmed line, with its numbers as they are written."""
    raw = bundle_of("d", "f.pdf", Head(), [line], Confirming("Ana", "2026-01-01T00:00:00Z"))
    return json.loads(raw, parse_float=str, parse_int=str)


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("1.10", "mg/dL", {"valueQuantity": {"value": "1.10", "unit": "mg/dL"}}),
        ("< 5", "", {"valueQuantity": {"value": "5", "comparator": "<"}}),
        ("007", "", {"valueQuantity": {"value": "7"}}),
        ("Trace", "", {"valueString": "Trace"}),
        ("1:40", "titer", {"valueString": "1:40 titer"}),
    ],
)
def test_a_confirmed_line_keeps_its_digits(value, unit, told):
    line = Confirmed(3, "Some test", value, unit)
    made = json.loads(
        bundle_of("d", "f.pdf", Head(), [line], Confirming("Ana", "2026-01-01T00:00:00Z")),
        parse_float=str,
        parse_int=str,
    )
    observation = made["entry"][0]["resource"]
    assert {name: observation[name] for name in observation if name.startswith("value")} == told


@pytest.mark.parametrize(
    ("range_", "told"),
    [
        ("3.5–5.1", {"low": {"value": "3.5", "unit": "u"}, "high": {"value": "5.1", "unit": "u"}}),
        (">= 60", {"low": {"value": "60", "unit": "u"}}),
        ("< 5.0", {"text": "< 5.0"}),  # 5.0 is outside, which a limit in FHIR cannot say
        ("Negative", {"text": "Negative"}),
    ],
)
def test_a_range_is_told_as_far_as_it_can_be(range_, told):
    line = Confirmed(3, "Some test", "4", "u", range_)
    made = json.loads(
        bundle_of("d", "f.pdf", Head(), [line], Confirming("Ana", "2026-01-01T00:00:00Z")),
        parse_float=str,
        parse_int=str,
    )
    assert made["entry"][0]["resource"]["referenceRange"] == [told]


def test_a_head_without_rows_says_nothing():
    assert head_of([]) == Head()
