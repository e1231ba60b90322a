"""Does a file out of Health Connect come out as a person agreed it should, byte for byte and without a crash?"""

from pathlib import Path

import pytest

from haversack.records.formats.health_connect import begins_as_health_connect
from haversack.records.formats.recognise import format_of

from ..agreed import inputs, is_as_agreed, keeps_every_byte
from ..mutations import mutated
from ..reading_all import judged

ODDITIES = Path(__file__).parent / "oddities"
INPUTS = inputs(ODDITIES, ".ndjson")
MARKS = [
    b"{", b"}", b'"', b"\\", b"\n", b"\x00", b"\xff", b"[", b'"data":7,', b'"dataSource":[],', b'"fhirVersion":null,',
    b'"recordType":"HeightRecord"', b'"value":1e400', b'"unit":{}', b'"resourceType":{}', b"\\ud800", b'"id":[]',
]  # fmt: skip


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_oddity_comes_out_as_agreed(path):
    assert is_as_agreed(path, path.with_suffix(".json"))
    assert keeps_every_byte(path)


@pytest.mark.parametrize(
    ("beginning", "is_one"),
    [
        (b'{"dataSource":{},"data":"{}"}', True),
        (b'\xef\xbb\xbf \n{"aggregate":"x"}\n', True),
        (b'{"recordType":"WeightRecord"}', True),
        (b'{"resourceType":"Observation","dataSource":1,"data":"x"}', False),
        (b'{"resourceType":"Binary","data":"x"}', False),
        (b'{"data":"x"}', False),
        (b'{"dataSource":{}', False),
        (b"recordType", False),
        (b"", False),
    ],
)
def test_it_is_known_by_its_first_line(beginning, is_one):
    assert begins_as_health_connect(beginning) is is_one
    assert (getattr(format_of(beginning), "name", "") == "health-connect") is is_one


@pytest.mark.proof
def test_no_damage_crashes_the_reader_or_loses_a_byte(proof):
    files = [path.read_bytes() for path in INPUTS]
    tried, wrong = judged(mutated(files, MARKS, seed=proof.seed, number=proof.size(sample=300, full=10_000)))
    assert wrong[:1] == []
    proof.counted("damaged files out of Health Connect", tried=tried, wrong=len(wrong))
