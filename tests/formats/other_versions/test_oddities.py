"""Does each resource of DSTU2, STU3 and R5 still say in R4 what a person agreed it says (`.read.json` beside it)?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.versions import R4_TYPES, other_version
from haversack.records.formats.other_versions import as_r4

from ..agreed import inputs, is_as_agreed, keeps_every_byte
from ..mutations import wrongly_typed
from ..reading_all import judged
from ..written import pieces_of

ODDITIES = Path(__file__).parent / "oddities"
INPUTS = inputs(ODDITIES, ".json")
DOCS = [json.loads(path.read_text("utf-8")) for path in INPUTS]
ALONE = [path for path in INPUTS if path.stem != "older_and_newer_in_one_bundle"]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert is_as_agreed(path, path.with_suffix(".read.json"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_no_byte_of_it_is_lost(path):
    assert keeps_every_byte(path)


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.name.removesuffix(".read.json") for path in ODDITIES.glob("*.read.json")} == {p.stem for p in INPUTS}


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.stem)
def test_what_came_out_is_r4_and_what_came_stays_as_it_was(path):
    doc = decode(path.read_bytes())
    before = json.dumps(doc)
    new = as_r4(doc, other_version(doc) or "DSTU2")
    assert json.dumps(doc) == before
    assert new["resourceType"] in R4_TYPES
    assert other_version(new) == ""
    assert as_r4(new, "DSTU2" if "dstu2" in path.stem else "STU3" if "stu3" in path.stem else "R5") == new


@pytest.mark.proof
def test_nothing_of_a_wrong_type_crashes_what_brings_it_to_r4(proof):
    tried, wrong = judged(wrongly_typed(DOCS, seed=proof.seed, number=proof.size(sample=1500, full=20_000)))
    assert wrong[:1] == []
    proof.counted("older and newer FHIR with wrong types", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_rule_that_crashes(monkeypatch):
    from haversack.records.formats.fhir_stu3 import upgrade

    monkeypatch.setitem(upgrade._RULES, "Condition", lambda doc: doc["code"]["coding"][0]["code"].upper())
    _tried, wrong = judged(wrongly_typed(DOCS, seed=1, number=400))
    assert wrong


SHARED = Path(__file__).parents[4] / "shared" / "data"
OTHERS = sorted([*(SHARED / "older-fhir-dstu2").glob("*.xml"), *(SHARED / "older-fhir-stu3").glob("*.json")])


def test_there_are_records_of_others():
    if not OTHERS:
        pytest.skip(f"no older records of others to read at {SHARED}")


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_everything_in_records_of_others_is_read_as_r4(path):
    assert keeps_every_byte(path)
    pieces, _reading = pieces_of(path.read_bytes())
    docs = [piece.doc for piece in pieces if piece.doc is not None]
    assert docs
    assert {doc["resourceType"] for doc in docs} <= R4_TYPES
    assert [doc["id"] for doc in docs if other_version(doc)] == []
    assert [piece.problem for piece in pieces if piece.problem] == []
