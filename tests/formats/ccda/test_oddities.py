"""Does each oddity that a maker of C-CDA is known for still come out as a person agreed it should?

Beside each `<oddity>.xml` lies `<oddity>.read.json`, read and agreed by a person. The people in them are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ..agreed import inputs, is_as_agreed, keeps_every_byte
from ..written import pieces_of

ODDITIES = Path(__file__).parent / "oddities"
INPUTS = inputs(ODDITIES, ".xml")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert is_as_agreed(path, path.with_suffix(".read.json"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_no_byte_of_a_document_is_lost(path):
    assert keeps_every_byte(path)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_reading_again_gives_the_same_resources_under_the_same_ids(path):
    first, again = (pieces_of(path.read_bytes())[0] for _ in range(2))
    assert [one.raw for one in first] == [one.raw for one in again]
    ids = [(one.doc["resourceType"], one.doc["id"]) for one in first if one.doc]
    assert len(ids) == len(set(ids))


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.name.removesuffix(".read.json") for path in ODDITIES.glob("*.read.json")} == {p.stem for p in INPUTS}


def test_nothing_outside_the_file_is_ever_read():
    pieces, _reading = pieces_of((ODDITIES / "entities_of_its_own.xml").read_bytes())
    assert [piece.doc for piece in pieces] == [None]
    assert "DOCTYPE" in pieces[0].problem.what


def test_nesting_that_only_serves_to_exhaust_the_machine_is_refused():
    data = b'<ClinicalDocument xmlns="urn:hl7-org:v3">' + b"<component>" * 50_000
    pieces, _reading = pieces_of(data)
    assert "nested deeper" in pieces[0].problem.what
