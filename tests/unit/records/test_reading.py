"""Which resources does a file hold, and can it be put together again?"""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from haversack.records import bundle, lines
from haversack.records.bundle import Piece, Reading, open_paths, read_file
from haversack.records.pieces import DERIVED, ORIGINAL

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
        standing = [piece.before + piece.raw for piece in pieces if piece.role != DERIVED]
        assert b"".join(standing) + reading.tail == data
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
        pieces = [piece for piece in pieces if piece.role != ORIGINAL]
        assert all(piece.doc is not None and piece.problem is None for piece in pieces)
        assert all(json.loads(piece.raw)["resourceType"] == piece.doc["resourceType"] for piece in pieces)
        # One of the Dutch summaries holds resources by profiles of STU3.
        assert all("STU3" in problem.what and "_NL_" in file.name for problem in reading.problems)
        found += len(pieces)
    assert found == count


def test_older_versions_in_json_and_xml_are_read_as_r4() -> None:
    folder = DATA / "older-fhir-stu3"
    if not folder.exists():
        pytest.skip(f"{folder} is not there")
    for file in open_paths([folder, DATA / "older-fhir-dstu2"]):
        if file.problem is None:
            with file.open() as stream:
                pieces, reading = read(stream.read())
            assert [problem.severity for problem in reading.problems] == ["information"]
            assert "another version than R4" in reading.problems[0].what
            assert all(piece.doc is not None for piece in pieces if piece.role != ORIGINAL)
            assert [piece.problem for piece in pieces if piece.problem] == []


def patient(number: int = 1) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": str(number)}


def bundle_of(*urls: object, link: object = None) -> bytes:
    entries = [{"fullUrl": url, "resource": patient()} for url in urls]
    return json.dumps({"resourceType": "Bundle", "link": link, "entry": entries}).encode()


def link(relation: str, url: object) -> list[dict[str, object]]:
    return [{"relation": relation, "url": url}]


HERE, THERE = "https://a.example/fhir/r4", "https://b.example/fhir"


@pytest.mark.parametrize(
    ("data", "base"),
    [
        (bundle_of(f"{HERE}/Patient/1", f"{HERE}/Observation/2"), HERE),
        (bundle_of(f"{HERE}/Patient/1", "urn:uuid:1", None, 7), HERE),
        (bundle_of("HTTPS://A.Example/fhir/r4/Patient/1"), HERE),
        (bundle_of(f"{HERE}/Patient/1", f"{THERE}/Patient/1"), ""),
        (bundle_of(f"{HERE}/Patient/1", f"{THERE}/Patient/1", link=link("self", f"{THERE}/Patient?_id=1")), THERE),
        (bundle_of(f"{HERE}/Patient/1", link=link("self", f"{THERE}/Patient")), HERE),
        (
            bundle_of("urn:uuid:1", link=link("self", f"{HERE}/Observation?patient=1&code=http://loinc.org/Patient")),
            HERE,
        ),
        (bundle_of("urn:uuid:1", link=link("self", f"{HERE}/Patient/1/$everything")), HERE),
        (bundle_of("urn:uuid:1", link=link("self", "https://a.example/FHIR/Patient/1")), "https://a.example/FHIR"),
        (bundle_of("urn:uuid:1", link=link("self", "https://a.example/Patient/1")), "https://a.example"),
        (bundle_of("urn:uuid:1", link=link("next", f"{HERE}/Patient")), ""),
        (bundle_of("urn:uuid:1", link=link("self", f"{HERE}?_getpages=1")), ""),
        (bundle_of("urn:uuid:1", link=link("self", None)), ""),
        (bundle_of("urn:uuid:1", link="self"), ""),
        (bundle_of("https://a.example/records/Horoscope/1"), ""),
        (bundle_of(f"{HERE}/Patient/1")[:-3], HERE),
        (json.dumps(patient()).encode(), ""),
        (b"", ""),
    ],
)
def test_a_file_tells_its_server_before_its_first_piece(data: bytes, base: str) -> None:
    assert read_file(io.BytesIO(data)).base == base


class Dripping(io.RawIOBase):
    """A stream that never gives more than a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(7 if size < 0 else min(size, 7))


@pytest.mark.parametrize(
    "data",
    [
        bundle_of(*[f"{HERE}/Patient/{number}" for number in range(50)]),
        b"\n".join(json.dumps(patient(number)).encode() for number in range(50)),
        json.dumps([patient(number) for number in range(50)], indent=1).encode(),
    ],
)
def test_a_stream_that_drips_gives_the_same_pieces(data: bytes) -> None:
    at_once, _ = read(data)
    dripping = list(read_file(Dripping(data)))  # type: ignore[arg-type]
    assert [piece.raw for piece in dripping] == [piece.raw for piece in at_once]
    assert len(dripping) == 50


def test_ndjson_larger_than_a_block_comes_whole_and_takes_no_more_memory_than_a_block() -> None:
    class Endless(io.RawIOBase):
        """Twenty million bytes of NDJSON that are nowhere in memory."""

        def __init__(self) -> None:
            super().__init__()
            line = json.dumps(patient() | {"text": {"div": "x" * 1000}}).encode() + b"\n"
            self._blocks: Iterator[bytes] = (line * 64 for _ in range(300))

        def read(self, size: int = -1, /) -> bytes:
            return next(self._blocks, b"")

    reading = read_file(Endless())  # type: ignore[arg-type]
    tracemalloc.start()
    assert sum(1 for _ in reading) == 300 * 64
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_document_larger_than_can_be_read_is_told_and_not_kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "LARGEST_DOCUMENT", 1 << 21)
    data = b'{"resourceType": "Bundle",\n "entry": [' + b" " * (3 << 20) + b"]}"
    pieces, reading = read(data)
    assert [piece.problem.what for piece in pieces if piece.problem] == [bundle.TOO_LARGE]
    assert not reading.whole


def test_a_stranger_larger_than_is_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "LARGEST_KEPT", 100)
    (piece,), reading = read(b"{\\rtf1 " + b" " * 200)
    assert piece.problem is not None
    assert "only its beginning was kept" in piece.problem.what
    assert not reading.whole


@pytest.mark.parametrize("ending", [b"\n", b""])
def test_a_line_longer_than_any_record_is_told_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, ending: bytes
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1 << 20)
    first, last = json.dumps(patient(1)).encode(), json.dumps(patient(2)).encode()
    data = first + b"\n" + b"x" * (3 << 20) + b"\n" + last + ending
    pieces, reading = read(data)
    assert [piece.raw for piece in pieces if piece.doc] == [first, last]
    assert [piece.where for piece in pieces] == ["line 1", "line 2", "line 3"]
    assert pieces[1].problem is not None
    assert pieces[1].problem.what == lines.TOO_LONG
    assert not reading.whole


def test_a_piece_shows_nothing_of_what_it_says() -> None:
    (piece,), _ = read(json.dumps(patient() | {"name": [{"family": "Ferris"}]}).encode())
    assert "Ferris" not in repr(piece)


def test_the_same_bytes_twice_stand_in_two_places() -> None:
    pieces, _ = read(bundle_of("urn:uuid:1", "urn:uuid:1", "urn:uuid:1"))
    assert len(pieces) == 3
    assert len({piece.raw for piece in pieces}) == 1
    assert all(piece.before for piece in pieces)
