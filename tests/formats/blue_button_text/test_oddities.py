"""Does each oddity of Blue Button files come out as a person agreed it should, with every section accounted for?

Beside each `<oddity>.txt` lies what must come out of it. The people in them are invented, and so are the files.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest

from haversack.records.bundle import read_file
from haversack.records.formats.blue_button_text import begins_as_blue_button, file
from haversack.records.formats.blue_button_text.fields import day_in
from haversack.records.formats.blue_button_text.sections import sections_of
from haversack.records.formats.recognise import format_of
from haversack.records.pieces import DERIVED, ORIGINAL

from ..agreed import inputs, is_as_agreed, keeps_every_byte
from ..mutations import mutated
from ..reading_all import judged
from ..written import pieces_of

ODDITIES = Path(__file__).parent / "oddities"
INPUTS = inputs(ODDITIES, ".txt")
MARKS = [
    b"\n", b"-----", b"----------------\n", b":", b"  Name: ", b"Allergy Name: x\n", b"Claim Number: 1\n", b"\x00",
    b"Result: 1e9\n", b"Date: 99/99/9999\n", b"Date: 01 Foo 2020 @ 9999\n", b"\xff", b"$", b"Test Result Units\n",
]  # fmt: skip

CLAIM = b"""--------------------------------
Claim Summary
--------------------------------
Source: MyMedicare.gov

Claim Number: 9876543210000

Provider: INVENTED CLINIC
Service Start Date: 10/18/2024
Service End Date: 10/19/2024
Amount Charged: $1,060.00
Medicare Approved: $34.00
Provider Paid: $27.20
You May be Billed: $6.80
Claim Type: PartB
"""


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert is_as_agreed(path, path.with_suffix(".read.json"))
    assert keeps_every_byte(path)


def test_nothing_agreed_lies_about_without_its_oddity():
    agreed = {path.name.removesuffix(".read.json") for path in ODDITIES.glob("*.read.json")}
    assert agreed == {path.stem for path in INPUTS}


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_every_section_stands_in_a_piece_of_its_own(path):
    data = path.read_bytes()
    assert b"".join(one.raw for one in sections_of(data)) == data
    originals = [one.raw for one in pieces_of(data)[0] if one.role == ORIGINAL]
    assert originals == [one.raw for one in sections_of(data)]


def test_a_later_download_of_the_same_says_the_same_under_the_same_ids():
    data = (ODDITIES / "my_healthevet.txt").read_bytes()
    later = data.replace(b"29 Dec 2025 @ 0857", b"30 Jan 2026 @ 1200").replace(b"\n", b"\r\n")
    one, other = (
        {(p.doc["resourceType"], p.doc["id"]) for p in pieces_of(held)[0] if p.role == DERIVED}
        for held in (data, later)
    )
    assert {kind for kind, _own in one ^ other} <= {"DocumentReference"}


def test_what_is_given_to_others_holds_no_time_without_a_zone():
    data = (ODDITIES / "my_healthevet.txt").read_bytes()
    docs = [one.doc for one in read_file(BytesIO(data), size=len(data), strict=True) if one.doc]
    times = [doc["effectiveDateTime"] for doc in docs if "effectiveDateTime" in doc]
    assert times
    assert not any("T" in one for one in times)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("13 Mar 2010", "2010-03-13"),
        ("03/04/2012", "2012-03-04"),  # both sites are of the United States
        ("13/04/2012", ""),
        ("04/2012", "2012-04"),
        ("2012", "2012"),
        ("sometime in 2012", ""),
        ("", ""),
    ],
)
def test_a_day_is_as_exact_as_it_is_written(written, day):
    assert day_in(written) == day


@pytest.mark.parametrize(
    "data",
    [
        b"Press the blue button to read your PERSONAL INFORMATION.",
        b'{"text": "BLUE BUTTON PERSONAL HEALTH INFORMATION ----------"}',
        b"<p>BLUE BUTTON PERSONAL HEALTH INFORMATION ----------</p>",
    ],
)
def test_what_only_speaks_of_a_blue_button_is_none(data):
    assert not begins_as_blue_button(data)
    assert getattr(format_of(data), "name", "") != "blue-button"


def test_a_claim_is_told_as_far_as_the_summary_goes():
    head = (ODDITIES / "mymedicare.txt").read_bytes()
    docs = [one.doc for one in pieces_of(head + CLAIM)[0] if one.doc]
    (claim,) = [doc for doc in docs if doc.get("identifier") == [{"value": "9876543210000"}]]
    assert claim["resourceType"] == "ExplanationOfBenefit"
    assert claim["billablePeriod"] == {"start": "2024-10-18", "end": "2024-10-19"}
    assert [(one["category"]["coding"][0]["code"], one["amount"]["value"]) for one in claim["total"]] == [
        ("submitted", "1060.00"),
        ("eligible", "34.00"),
        ("benefit", "27.20"),
    ]
    assert "You May be Billed: $6.80" in claim["processNote"][0]["text"]


@pytest.mark.proof
def test_no_damage_to_a_file_crashes_the_reader_or_loses_a_byte(proof):
    files = [path.read_bytes() for path in INPUTS]
    number = proof.size(sample=100, full=10_000)
    tried, wrong = judged(mutated(files, MARKS, seed=proof.seed, number=number))
    assert wrong[:1] == []
    proof.counted("damaged Blue Button files", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    monkeypatch.setattr(file, "_patient", lambda found: found[99])
    _tried, wrong = judged(mutated([path.read_bytes() for path in INPUTS], MARKS, seed=1, number=20))
    assert any(found.startswith("IndexError") for found, _data in wrong)


def test_what_was_agreed_names_every_section_that_is_kept_whole():
    agreed = json.loads((ODDITIES / "mymedicare.read.json").read_text("utf-8"))
    kept = [one["title"] for one in agreed["parts"] if isinstance(one, dict) and one.get("category") == "documents"]
    assert kept == ["Demographic", "Emergency Contact", "Preventive Services"]
