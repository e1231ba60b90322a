"""Is what is written piece by piece sealed as one file, and is one that was not finished no file at all?"""

import io
import os

import pytest

from haversack.vault.refusals import Unreadable
from haversack.vault.sealing import Sealer
from haversack.vault.streams import PIECE

KEY = Sealer(bytes(range(32)))


def opened(blob: bytes) -> bytes:
    with KEY.open_file(io.BytesIO(blob), "upload") as file:
        assert b"".join(KEY.open_stream(io.BytesIO(blob), "upload")) == file.read()
        file.seek(0)
        return file.read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17])
@pytest.mark.parametrize("step", [1000, 64 * 1024, 5 * PIECE])
def test_what_was_written_in_steps_comes_back(size, step):
    data, out = os.urandom(size), io.BytesIO()
    with KEY.sealing_file(out, "upload") as file:
        for place in range(0, size, step):
            file.write(data[place : place + step])
        assert file.total == size
    assert not out.closed
    assert opened(out.getvalue()) == data


def test_nothing_plain_is_written():
    out = io.BytesIO()
    with KEY.sealing_file(out, "upload") as file:
        file.write(b"Invented person. " * 50_000)
    assert b"Invented" not in out.getvalue()


@pytest.mark.parametrize("size", [0, 10, PIECE + 10])
def test_a_file_that_was_left_before_its_end_does_not_open(size):
    out = io.BytesIO()
    file = KEY.sealing_file(out, "upload")
    file.write(os.urandom(size))
    file.abandon()
    del file
    with pytest.raises(Unreadable):
        opened(out.getvalue())
