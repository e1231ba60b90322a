"""Bytes that wait on disk for a moment: given back exactly, and never to be found there."""

import io
import os
import random
import zipfile

import pytest

from haversack.vault.scratch import PIECE, Scratch

CANARY = b"HbA1c 9.1 of Rosa Almeida; "


@pytest.fixture
def scratch(tmp_path):
    with Scratch(tmp_path) as waiting:
        yield waiting


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17])
def test_what_was_written_is_read_back(scratch, size):
    data = random.Random(size).randbytes(size)
    for start in range(0, size, 70_001):
        scratch.write(data[start : start + 70_001])
    assert scratch.size == size
    scratch.seek(0)
    assert scratch.read() == data


def test_it_is_read_anywhere_as_an_ordinary_file_is(scratch):
    chance = random.Random(7)
    data = chance.randbytes(5 * PIECE + 99)
    scratch.write(data)
    plain = io.BytesIO(data)
    for _ in range(500):
        at, length = chance.randrange(len(data) + 10), chance.randrange(1, PIECE)
        assert scratch.seek(at) == plain.seek(at)
        assert scratch.read(length) == plain.read(length)


def test_a_zip_opens_from_it(scratch):
    with io.BytesIO() as file, zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.json", CANARY * 20_000)
        packed.close()
        scratch.write(file.getvalue())
    with zipfile.ZipFile(scratch) as packed:
        assert packed.read("a.json") == CANARY * 20_000


def test_nothing_of_it_is_on_the_disk_and_no_name_leads_to_it(scratch, tmp_path):
    scratch.write(CANARY * 50_000)
    assert list(tmp_path.iterdir()) == []
    kept = os.pread(scratch._file.fileno(), 10_000_000, 0)
    assert len(kept) > 1_000_000
    assert CANARY not in kept


def test_before_the_beginning_there_is_nothing(scratch):
    with pytest.raises(ValueError, match="before the beginning"):
        scratch.seek(-1)


def test_it_does_not_tell_what_it_holds(scratch):
    scratch.write(CANARY)
    assert repr(scratch) == "<Scratch>"
