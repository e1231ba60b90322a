"""Is a large file sealed piece by piece whole, and is every change, cut and reordering noticed?"""

import io
import os
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haversack.vault.refusals import Unreadable
from haversack.vault.sealing import Sealer
from haversack.vault.streams import HEAD, PIECE

KEY = Sealer(bytes(range(32)))


def sealed(data: bytes, kind: str = "file") -> bytes:
    out = io.BytesIO()
    assert KEY.seal_stream(io.BytesIO(data), out, kind) == len(data)
    return out.getvalue()


def opened(blob: bytes, kind: str = "file") -> bytes:
    return b"".join(KEY.open_stream(io.BytesIO(blob), kind))


def frames(blob: bytes) -> list[bytes]:
    place, found = HEAD, []
    while place < len(blob):
        end = place + 4 + int.from_bytes(blob[place : place + 4], "big")
        found.append(blob[place:end])
        place = end
    return found


SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("content", ["noise", "text"])
def test_a_file_of_any_size_comes_back_by_both_ways(size, content):
    data = os.urandom(size) if content == "noise" else (b"Invented person. " * (size // 17 + 1))[:size]
    blob = sealed(data)
    assert opened(blob) == data
    with KEY.open_file(io.BytesIO(blob), "file") as file:
        assert file.read() == data
    if content == "noise":
        assert len(blob) <= size + HEAD + (size // PIECE + 1) * 21
    elif size > 100:
        assert len(blob) < size / 10


class Slow(io.BytesIO):
    """An upload that arrives in drops."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 1000) if size and size > 0 else size)


def test_an_upload_in_drops_is_sealed_as_a_whole():
    data = os.urandom(PIECE + 5)
    out = io.BytesIO()
    KEY.seal_stream(Slow(data), out, "file")
    assert opened(out.getvalue()) == data
    assert len(frames(out.getvalue())) == 2


@settings(max_examples=200)
@given(place=st.integers(0, 2**30), bit=st.integers(0, 7))
def test_a_changed_bit_anywhere_is_noticed(place, bit):
    blob = bytearray(sealed(b"a value" * 20))
    blob[place % len(blob)] ^= 1 << bit
    with pytest.raises(Unreadable):
        opened(bytes(blob))
    with pytest.raises(Unreadable):
        KEY.open_file(io.BytesIO(bytes(blob)), "file").read()


MEDDLING = {
    "the last piece is missing": lambda pieces: pieces[:-1],
    "the first piece is missing": lambda pieces: pieces[1:],
    "a middle piece is missing": lambda pieces: [pieces[0], *pieces[2:]],
    "two pieces are swapped": lambda pieces: [pieces[1], pieces[0], *pieces[2:]],
    "a piece comes twice": lambda pieces: [pieces[0], *pieces],
    "something follows the end": lambda pieces: [*pieces, pieces[-1]],
    "all pieces are missing": lambda pieces: [],
}


@pytest.mark.parametrize("how", MEDDLING)
def test_pieces_fit_their_place_only(how):
    blob = sealed(os.urandom(3 * PIECE + 5))
    wrong = blob[:HEAD] + b"".join(MEDDLING[how](frames(blob)))
    with pytest.raises(Unreadable):
        opened(wrong)
    with pytest.raises(Unreadable):
        KEY.open_file(io.BytesIO(wrong), "file").read()


def test_a_piece_of_another_file_does_not_fit():
    one, other = sealed(os.urandom(2 * PIECE)), sealed(os.urandom(2 * PIECE))
    with pytest.raises(Unreadable):
        opened(one[:HEAD] + frames(one)[0] + frames(other)[1])


@pytest.mark.parametrize("length", [0, 1, HEAD - 1, HEAD, HEAD + 3, HEAD + 4, HEAD + 20])
def test_a_cut_file_is_noticed(length):
    blob = sealed(b"a value" * 20)[:length]
    with pytest.raises(Unreadable):
        opened(blob)
    with pytest.raises(Unreadable):
        KEY.open_file(io.BytesIO(blob), "file")


def test_a_file_opens_only_under_its_kind_and_key():
    blob = sealed(b"a value")
    with pytest.raises(Unreadable):
        opened(blob, "backup")
    with pytest.raises(Unreadable):
        list(Sealer(os.urandom(32)).open_stream(io.BytesIO(blob), "file"))


def test_a_sealed_zip_is_read_in_place():
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as made:
        for number in range(5):
            made.writestr(f"{number}.json", os.urandom(PIECE // 2))
    with KEY.open_file(io.BytesIO(sealed(plain.getvalue())), "file") as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 5


def test_seeking_is_that_of_a_plain_file():
    data = os.urandom(2 * PIECE + 100)
    with KEY.open_file(io.BytesIO(sealed(data)), "file") as file:
        assert file.seek(0, io.SEEK_END) == len(data)
        assert file.read(1) == b""
        file.seek(PIECE - 3)
        assert file.read(10) == data[PIECE - 3 : PIECE + 7]
        file.seek(-5, io.SEEK_CUR)
        assert file.read(5) == data[PIECE + 2 : PIECE + 7]
        with pytest.raises(ValueError, match="before the start"):
            file.seek(-1)
        file.seek(len(data) + 50)
        assert file.read(5) == b""
