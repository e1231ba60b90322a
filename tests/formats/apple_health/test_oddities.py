"""Does each oddity that exports of Apple Health are known for still come out as a person agreed it should?

Beside each `<oddity>.xml` lies `<oddity>.json`, read and agreed by a person. The people in them are invented.
"""

from io import BytesIO
from pathlib import Path
from time import process_time

import pytest

from haversack.records.bundle import read_file
from haversack.records.formats.apple_health import begins_as_health
from haversack.records.formats.apple_health.detail import measured_on
from haversack.records.pieces import DERIVED, ORIGINAL
from haversack.records.wearables.detail import by_hour

from ..agreed import inputs, is_as_agreed, keeps_every_byte
from ..mutations import mutated
from ..reading_all import judged, wrong_with
from ..written import pieces_of

ODDITIES = Path(__file__).parent / "oddities"
INPUTS = inputs(ODDITIES, ".xml")
SHARED = Path(__file__).parents[4] / "shared" / "data" / "apple-health"
MARKS = [
    b"<", b">", b"/>", b'"', b"&", b"&#0;", b"<!DOCTYPE HealthData [", b"]>", b"<!ENTITY a 'b'>", b"<Record ", b"<Me ",
    b' value="1e9"', b' value="-"', b'unit="lb"', b"</HealthData>", b"\xff\xfe", b"\x00", b"2024-03-05 07:00:00 +0000",
    b"0000-00-00 00:00:00 +0000", b"+9999", b"<Correlation>",
]  # fmt: skip


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert is_as_agreed(path, path.with_suffix(".json"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_no_byte_of_an_export_is_lost(path):
    assert keeps_every_byte(path)


def test_nothing_agreed_lies_about_without_its_oddity():
    assert {path.stem for path in ODDITIES.glob("*.json")} == {path.stem for path in INPUTS}


def test_exports_of_others_are_read():
    files = sorted(SHARED.glob("*.xml"))
    if not files:
        pytest.skip(f"no exports of others to read at {SHARED}")
    for path in files:
        assert wrong_with(path.read_bytes()) == ""
        assert any(piece.role == DERIVED for piece in pieces_of(path.read_bytes())[0])


@pytest.mark.parametrize("hostile", [b"<!---->", b"<!-- -->\n", b"<!--", b" ", b"<?xml", b"<!--<HealthData -->"])
def test_a_hostile_beginning_is_told_apart_at_once(hostile):
    beginning = (hostile * (1 << 20))[: 1 << 20]
    began = process_time()
    assert not begins_as_health(beginning)
    assert process_time() - began < 2  # milliseconds; what goes back on its steps takes minutes


def test_a_large_export_is_cut_into_parts_and_each_day_is_told_once():
    data = long_export(days=300)
    pieces, _reading = pieces_of(data)
    assert sum(piece.role == ORIGINAL for piece in pieces) > 5
    assert b"".join(piece.raw for piece in pieces if piece.role == ORIGINAL) == data
    days = [piece.doc["effectiveDateTime"] for piece in pieces if piece.role == DERIVED]
    assert len(days) == len(set(days)) == 300
    assert {piece.doc["valueQuantity"]["value"] for piece in pieces if piece.role == DERIVED} == {200}


def test_what_is_broken_in_the_middle_keeps_what_came_before_and_every_byte():
    data = long_export(days=300)
    broken = data[: 1 << 20] + b"</Record>" + data[1 << 20 :]
    reading = read_file(BytesIO(broken), size=len(broken))
    pieces = list(reading)
    assert b"".join(piece.raw for piece in pieces if piece.role == ORIGINAL) == broken
    assert any(piece.role == DERIVED for piece in pieces)
    assert [problem.severity for problem in reading.problems] == ["error"]


@pytest.mark.proof
def test_no_damage_to_an_export_crashes_the_reader_or_loses_a_byte(proof):
    files = [path.read_bytes() for path in INPUTS]
    tried, wrong = judged(mutated(files, MARKS, seed=proof.seed, number=proof.size(sample=500, full=10_000)))
    assert wrong[:1] == []
    proof.counted("damaged exports of Apple Health", tried=tried, wrong=len(wrong))


def test_the_harness_sees_a_reader_that_crashes(monkeypatch):
    from haversack.records.formats.apple_health import elements

    monkeypatch.setattr(elements, "KINDS", None)
    _tried, wrong = judged(mutated([path.read_bytes() for path in INPUTS], MARKS, seed=1, number=30))
    assert any(found.startswith("AttributeError") for found, _data in wrong)


def long_export(*, days: int) -> bytes:
    """Two hundred single steps on each day."""
    line = (
        ' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" unit="count" value="1" '
        'startDate="{0} 10:00:00 +0100" endDate="{0} 10:00:01 +0100"/>\n'
    )
    dates = [f"20{20 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}" for number in range(days)]
    return ("<HealthData>\n" + "".join(line.format(date) * 200 for date in dates) + "</HealthData>\n").encode()


def test_the_measurements_of_a_day_are_found_again_in_the_parts():
    data = long_export(days=300)
    pieces, _reading = pieces_of(data)
    parts = [piece.raw for piece in pieces if piece.role == ORIGINAL]
    day = next(piece.doc for piece in pieces if piece.role == DERIVED)
    unit = day["valueQuantity"]["unit"]
    hours = by_hour(measured_on(parts, "StepCount", day["effectiveDateTime"], unit))
    assert sum(one.total for one in hours) == day["valueQuantity"]["value"] == 200
    assert list(measured_on(parts, "StepCount", "1999-01-01", unit)) == []
    assert list(measured_on(parts, "HeartRate", day["effectiveDateTime"], "/min")) == []
