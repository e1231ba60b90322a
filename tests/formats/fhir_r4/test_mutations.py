"""Can any damage to FHIR in JSON crash its reader, or lose a byte: one resource, a bundle, lines of many?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from haversack.records.formats.fhir_r4 import observations

from ..mutations import mutated, wrongly_typed
from ..reading_all import judged
from .test_oddities import INPUTS

OTHERS = Path(__file__).parents[1] / "other_versions"
DOCS = [json.loads(path.read_bytes()) for path in INPUTS]
ENTRIES = [{"fullUrl": f"urn:uuid:{number}", "resource": doc} for number, doc in enumerate(DOCS)]
FILES = [
    *(path.read_bytes() for path in (*INPUTS, *sorted(OTHERS.rglob("*.json")))),
    json.dumps({"resourceType": "Bundle", "type": "collection", "entry": ENTRIES[:20]}, indent=1).encode(),
    json.dumps({"resourceType": "Bundle", "entry": ENTRIES[20:]}).encode(),
    b"\n".join(json.dumps(doc).encode() for doc in DOCS),
]
MARKS = [
    b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe9", b"\\ud800",
    b"null", b"true", b"1e999", b"-0.0", b"9" * 60, b"//", b"'", b'"resourceType":7,', b'"resourceType":"Bundle",',
    b'"entry":[null,7,{}],', b'"id":[],', b'"code":"x",', b'"status":{},', b'"valueQuantity":[],', b'"contained":{},',
]  # fmt: skip


@pytest.mark.proof
def test_no_damage_to_a_file_crashes_the_reader_or_loses_a_byte(proof):
    number = proof.size(sample=300, full=10_000)
    tried, wrong = judged(mutated(FILES, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged files of FHIR in JSON", tried=tried, wrong=len(wrong))


@pytest.mark.proof
def test_nothing_of_a_wrong_type_costs_more_than_its_field(proof):
    tried, wrong = judged(wrongly_typed(DOCS, seed=proof.seed, number=proof.size(sample=1000, full=20_000)))
    assert wrong[:1] == []
    proof.counted("FHIR R4 with wrong types", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    monkeypatch.setattr(observations, "value_in", lambda doc: doc["valueQuantity"]["value"])
    _tried, wrong = judged(wrongly_typed(DOCS, seed=1, number=600))
    assert any(found.startswith("KeyError") for found, _data in wrong)
