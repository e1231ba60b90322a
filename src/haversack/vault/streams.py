"""How is a file sealed that is too large to hold in memory, so that a changed, reordered or cut one is noticed?

    1 byte format | 16 bytes salt | frames; a frame is 4 bytes length | AES-256-GCM(1 byte how | piece)

Every file has a key of its own, made from the salt. The nonce of a frame is its number and whether it is the last
(the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár 2015), so a frame fits only its place, and a file without
its last frame does not open. Every piece but the last has exactly `PIECE` plain bytes, which lets a reader seek.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from haversack.vault.refusals import Unreadable

PIECE = 256 * 1024
FORMAT = b"\x03"
SALT = 16
HEAD = len(FORMAT) + SALT
_TAG = 16
# A frame is at most a stored piece; anything longer is damage and must not be read into memory.
_LONGEST = 1 + PIECE + _TAG
_STORED, _PACKED = b"\0", b"\1"
_LEVEL = 3


def seal(key: bytes, reader: BinaryIO, writer: BinaryIO, kind: str) -> int:
    """Seal everything `reader` gives into `writer`; returns the number of plain bytes."""
    salt = os.urandom(SALT)
    frames = FrameSealer(key, salt, kind)
    writer.write(FORMAT + salt)
    total = 0
    piece = _fill(reader)
    while True:
        following = _fill(reader) if len(piece) == PIECE else b""
        writer.write(frames.frame(piece, last=not following))
        total += len(piece)
        if not following:
            return total
        piece = following


def pieces(key: bytes, reader: BinaryIO, kind: str) -> Iterator[bytes]:
    """The plain pieces in order; raises Unreadable before giving anything that was not sealed so, and at a cut end."""
    opener = _Opener(key, reader.read(HEAD), kind)
    number, frame = 0, _frame(reader)
    while True:
        following = _frame(reader, or_end=True)
        yield opener.open(number, frame, last=not following)
        if not following:
            return
        number, frame = number + 1, following


def plain_file(key: bytes, reader: BinaryIO, kind: str) -> BinaryIO:
    """A sealed file as a plain, seekable, buffered one. Raises Unreadable at once when it was cut."""
    return io.BufferedReader(_PlainFile(key, reader, kind), PIECE)


class FrameSealer:
    """Seals the pieces of one file in their order; every one but the last has to have `PIECE` bytes."""

    def __init__(self, key: bytes, salt: bytes, kind: str) -> None:
        self._cipher = _cipher(key, salt)
        self._context = FORMAT + kind.encode()
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._number = 0

    def frame(self, piece: bytes, *, last: bool) -> bytes:
        packed = self._compressor.compress(piece)
        body = _PACKED + packed if len(packed) < len(piece) else _STORED + piece
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), body, self._context)
        self._number += 1
        return len(sealed).to_bytes(4, "big") + sealed


class _Opener:
    """Opens the frames of one file."""

    def __init__(self, key: bytes, head: bytes, kind: str) -> None:
        if len(head) != HEAD or not head.startswith(FORMAT):
            raise Unreadable
        self._cipher = _cipher(key, head[len(FORMAT) :])
        self._context = FORMAT + kind.encode()
        self._decompressor = zstandard.ZstdDecompressor()

    def open(self, number: int, frame: bytes, *, last: bool) -> bytes:
        try:
            body = self._cipher.decrypt(_nonce(number, last=last), frame, self._context)
            if body[:1] == _STORED:
                return body[1:]
            return self._decompressor.decompress(body[1:], max_output_size=PIECE)
        except (InvalidTag, ValueError, zstandard.ZstdError):
            raise Unreadable from None


class _PlainFile(io.RawIOBase):
    """Plain bytes of a sealed file at any position; holds one opened piece at a time."""

    def __init__(self, key: bytes, reader: BinaryIO, kind: str) -> None:
        super().__init__()
        self._reader = reader
        reader.seek(0)
        self._opener = _Opener(key, reader.read(HEAD), kind)
        self._places = list(_places(reader))
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        # Opening the last piece proves that none is missing behind it, and gives the length.
        last = len(self._places) - 1
        self._length = last * PIECE + len(self._piece(last))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        if start + offset < 0:
            raise ValueError("a position before the start of the file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._length:
            return 0
        number, within = divmod(self._at, PIECE)
        taken = self._piece(number)[within : within + len(buffer)]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def close(self) -> None:
        if not self.closed:
            self._held = (-1, b"")
            self._reader.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            place, length = self._places[number]
            self._reader.seek(place)
            frame = self._reader.read(length)
            last = number == len(self._places) - 1
            self._held = (number, self._opener.open(number, frame, last=last))
        return self._held[1]


def _places(reader: BinaryIO) -> Iterator[tuple[int, int]]:
    """(position, length) of each frame, without reading them."""
    end = reader.seek(0, io.SEEK_END)
    place = HEAD
    while place < end or place == HEAD:
        reader.seek(place)
        length = int.from_bytes(reader.read(4), "big")
        if not _TAG < length <= _LONGEST or place + 4 + length > end:
            raise Unreadable
        yield place + 4, length
        place += 4 + length


def _frame(reader: BinaryIO, *, or_end: bool = False) -> bytes:
    head = reader.read(4)
    if or_end and not head:
        return b""
    length = int.from_bytes(head, "big")
    if len(head) != 4 or not _TAG < length <= _LONGEST:
        raise Unreadable
    frame = reader.read(length)
    if len(frame) != length:
        raise Unreadable
    return frame


def _fill(reader: BinaryIO) -> bytes:
    """PIECE bytes, fewer only at the end: a pipe or an upload may give less at a time."""
    parts, missing = [], PIECE
    while missing and (part := reader.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"haversack file 1").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
