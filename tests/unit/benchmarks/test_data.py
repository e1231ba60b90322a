"""Is the benchmarks' stream the same every time, in the mix it promises, and complete in itself?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import orjson
import pytest
from benchmarks.data import bundle_files, ndjson_file, resources

# Per cent of what portals send (counted in 8,546 resources of a widely used generator of invented patients).
MIX = {
    "Observation": 47.0,
    "Claim": 11.6,
    "Encounter": 9.5,
    "ExplanationOfBenefit": 9.5,
    "Immunization": 7.1,
    "Procedure": 4.2,
    "Condition": 2.6,
    "DiagnosticReport": 2.3,
    "MedicationRequest": 2.1,
}


@pytest.fixture(scope="module")
def sample() -> list[dict]:
    return [orjson.loads(line) for line in resources(20_000)]


def test_the_same_number_and_seed_give_the_same_bytes():
    assert list(resources(500)) == list(resources(500))
    assert list(resources(500)) != list(resources(500, seed=1))


@pytest.mark.parametrize("kind", MIX)
def test_the_mix_is_that_of_portals(sample: list[dict], kind: str):
    counts = Counter(found["resourceType"] for found in sample)
    assert counts[kind] / len(sample) * 100 == pytest.approx(MIX[kind], abs=0.8)


def test_ids_stand_once_and_references_inside_can_be_followed(sample: list[dict]):
    known = {f"{found['resourceType']}/{found['id']}" for found in sample}
    assert len(known) == len(sample)
    for found in sample:
        for key in ("subject", "patient", "encounter"):
            if key in found:
                assert found[key]["reference"] in known


def test_it_is_varied(sample: list[dict]):
    observations = [found for found in sample if found["resourceType"] == "Observation"]
    assert len({found["code"]["coding"][0]["code"] for found in observations}) >= 60
    assert len({str(found.get("valueQuantity")) for found in observations}) > 2000
    years = {found["period"]["start"][:4] for found in sample if found["resourceType"] == "Encounter"}
    assert len(years) >= 30


@pytest.mark.parametrize("n", [1, 7, 1234])
def test_files_hold_exactly_what_was_asked(tmp_path: Path, n: int):
    lines = ndjson_file(n, tmp_path / "all.ndjson").read_bytes().splitlines()
    entries = [
        entry
        for path in bundle_files(n, tmp_path / "bundles", per_file=100)
        for entry in orjson.loads(path.read_bytes())["entry"]
    ]
    assert len(lines) == len(entries) == n
    assert [orjson.loads(line) for line in lines] == [entry["resource"] for entry in entries]
    for entry in entries:
        found = entry["resource"]
        assert entry["fullUrl"].endswith(f"/r4/{found['resourceType']}/{found['id']}")
