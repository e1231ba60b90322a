"""Which resources does a file hold, and can it be put together again?"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from haversack.records.bundle import Piece, Reading, open_paths, read_file

DATA = Path(__file__).parents[4] / "shared" / "data"
# Resources in each folder as its SOURCE.md counts them, bundles opened.
FOLDERS = {
    "synthea-r4": 8546,
    "synthea-r4-uscore": 1542,
    "us-core-6.1.0": 188,
    "ips": 1179,
    "health-connect": 46,
    "carin-bb-2.0.0": 32,
}


def read(data: bytes) -> tuple[list[Piece], Reading]:
    """The pieces of a file, which must make up the file again."""
    reading = read_file(io.BytesIO(data), size=len(data))
    pieces = list(reading)
    if reading.whole:
        assert b"".join(piece.before + piece.raw for piece in pieces) + reading.tail == data
    return pieces, reading


@pytest.mark.parametrize(("folder", "count"), FOLDERS.items())
def test_every_resource_of_real_files_is_read_and_the_bytes_come_back(folder: str, count: int) -> None:
    if not (DATA / folder).exists():
        pytest.skip(f"{DATA / folder} is not there")
    found = 0
    for file in open_paths([DATA / folder]):
        if file.problem is not None:
            assert file.problem.severity == "information"
            continue
        with file.open() as stream:
            pieces, reading = read(stream.read())
        assert all(piece.doc is not None and piece.problem is None for piece in pieces)
        assert all(json.loads(piece.raw)["resourceType"] == piece.doc["resourceType"] for piece in pieces)
        assert not reading.problems
        found += len(pieces)
    assert found == count
