"""Does each strange file still come apart as a person agreed it should?

Beside each file lies `<file>.read.txt`, read and agreed by a person: the kind of file and the server it names, each
piece with its place, its type (a dash: could not be read), its length, whether it is an original or derived, and what
is said about it, then what is said of the file.
"""

from io import BytesIO
from pathlib import Path

import pytest

from haversack.records.bundle import read_file
from haversack.records.pieces import DERIVED, RESOURCE

READING = Path(__file__).parent / "reading"
FILES = sorted(path for path in READING.iterdir() if not path.name.endswith(".read.txt"))


def told(data: bytes) -> str:
    """What reading a file tells, a line for each thing."""
    reading = read_file(BytesIO(data), size=len(data))
    lines = []
    for piece in reading:
        role = "" if piece.role == RESOURCE else f" | {piece.role}"
        kind = piece.doc["resourceType"] if piece.doc else "-"
        lines.append(f"{piece.where or 'whole file'} | {kind} | {len(piece.raw)}{role}")
        if piece.problem:
            lines.append(f"    {piece.problem.severity}, {piece.problem.where}: {piece.problem.what}")
    lines += [f"{problem.severity}, {problem.where}: {problem.what}" for problem in reading.problems]
    return "\n".join([f"{reading.kind} {reading.base}".rstrip(), *lines]) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_strange_file_comes_apart_as_agreed(path):
    assert told(path.read_bytes()) == path.with_name(path.name + ".read.txt").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_byte_of_a_strange_file_is_lost(path):
    data = path.read_bytes()
    reading = read_file(BytesIO(data), size=len(data))
    standing = [piece.before + piece.raw for piece in reading if piece.role != DERIVED]
    assert b"".join(standing) + reading.tail == data
    assert reading.whole


def test_nothing_agreed_lies_about_without_its_file():
    agreed = {path.name.removesuffix(".read.txt") for path in READING.glob("*.read.txt")}
    assert agreed == {path.name for path in FILES}
