"""Does each oddity that a sender of HL7 v2 is known for still come out as a person agreed it should?

Beside each `<oddity>.hl7` lies `<oddity>.json`, read and agreed by a person. The people in them are invented.
"""

import pytest

from ..agreed import inputs, is_as_agreed, keeps_every_byte
from .golden import ODDITIES, pieces_of

INPUTS = inputs(ODDITIES, ".hl7")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert is_as_agreed(path, path.with_suffix(".json"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_no_byte_of_a_message_is_lost(path):
    assert keeps_every_byte(path)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_reading_again_gives_the_same_resources_under_the_same_ids(path):
    first, again = (pieces_of(path.read_bytes())[0] for _ in range(2))
    assert [one.raw for one in first] == [one.raw for one in again]
    ids = [
        (one.doc["resourceType"], one.doc["id"]) for one in first if one.doc and one.doc["resourceType"] != "Patient"
    ]
    assert len(ids) == len(set(ids))


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.stem for path in ODDITIES.glob("*.json")} == {path.stem for path in INPUTS}


@pytest.mark.parametrize("trailer", ["BTS", "BTS|", "BTS\0\0", "BTS|x"])
def test_a_trailer_that_says_no_number_is_no_reason_to_stop(trailer):
    data = (ODDITIES / "carriage_returns_only.hl7").read_bytes()
    pieces, reading = pieces_of(data + f"\r{trailer}\r".encode())
    assert [piece.doc for piece in pieces if piece.doc] == [piece.doc for piece in pieces_of(data)[0] if piece.doc]
    assert not any(problem.severity == "error" for problem in reading.problems)
