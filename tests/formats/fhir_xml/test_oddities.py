"""Does each odd file of FHIR in XML still come out as a person agreed it should (`<oddity>.read.json` beside it)?"""

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


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.name.removesuffix(".read.json") for path in ODDITIES.glob("*.read.json")} == {p.stem for p in INPUTS}


def test_the_narrative_stays_as_it_was_written():
    pieces, _reading = pieces_of((ODDITIES / "single_resource_with_a_narrative.xml").read_bytes())
    assert pieces[1].doc["text"]["div"] == (
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Nuts &amp; seeds</p></div>'
    )  # fmt: skip


def test_nothing_outside_the_file_is_ever_read():
    pieces, _reading = pieces_of((ODDITIES / "entities_of_its_own.xml").read_bytes())
    assert [piece.doc for piece in pieces] == [None]
    assert b"root:" not in pieces[0].raw


def test_a_large_bundle_is_read_across_the_blocks_in_which_it_is_parsed():
    one = b'<entry><resource><Observation><id value="o%d"/><status value="final"/></Observation></resource></entry>\n'
    data = b'<Bundle xmlns="http://hl7.org/fhir">' + b"".join(one % number for number in range(9000)) + b"</Bundle>"
    pieces, reading = pieces_of(data)
    assert [piece.doc["id"] for piece in pieces if piece.doc] == [f"o{number}" for number in range(9000)]
    standing = b"".join(piece.before + piece.raw for piece in pieces[::2])
    assert standing + reading.tail == data


def test_what_only_serves_to_exhaust_the_machine_is_refused_and_the_rest_is_read():
    many = b'<Basic><id value="b"/>' + b"<a/>" * 450_000 + b"</Basic>"
    one = b'<Patient><id value="p"/></Patient>'
    entries = b"".join(b"<entry><resource>" + held + b"</resource></entry>" for held in (many, one))
    pieces, _reading = pieces_of(b'<Bundle xmlns="http://hl7.org/fhir">' + entries + b"</Bundle>")
    assert [piece.doc["id"] for piece in pieces if piece.doc] == ["p"]
    assert "more elements than any health record" in pieces[0].problem.what
