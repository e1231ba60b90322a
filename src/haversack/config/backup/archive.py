"""What stands in a backup file, byte by byte?

haversack-backup 1 NEWLINE, then a stream sealed under the site's backup key (haversack.vault.backup_key). Opened, it is
a row of frames, each 4 bytes length (big endian) and so many bytes of MessagePack:

["header", {...}]   format, made_at, migrations by database
["table", database, model, [columns]], then its rows in ["rows", [[value, ...], ...]]
["file", path], then its bytes in ["bytes", ...]
["end", {counts}, sha256 of every frame before this one, in hexadecimal]
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from haversack.vault.backup_key import BackupKey
from haversack.vault.refusals import Unreadable

MAGIC = b"haversack-backup 1\n"
KIND = "backup"
_LONGEST = 1 << 31


class NotABackup(Exception):
    """This file is something else, or was made by a version this one does not know. Whoever restores names another."""


class BackupDamaged(Exception):
    """The file was changed or cut, or was sealed by a site whose keys are not here. Nothing was restored."""


def write_archive(frames: Iterable[list[Any]], file: BinaryIO, key: BackupKey) -> str:
    """Seal the frames into the file and return their sha256. The end frame is added here."""
    source = _Frames(frames)
    file.write(MAGIC)
    key.seal_stream(io.BufferedReader(source, 1 << 18), file, KIND)
    return source.digest.hexdigest()


def read_archive(file: BinaryIO, key: BackupKey) -> Iterator[list[Any]]:
    """The frames in order, the end frame last and checked. Raises NotABackup, BackupDamaged."""
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        raise NotABackup
    digest, number = hashlib.sha256(), 0
    try:
        pieces = _Pieces(key.open_stream(file, KIND))
        while True:
            head = pieces.read(4)
            body = pieces.read(int.from_bytes(head, "big"))
            frame = msgspec.msgpack.decode(body)
            if frame[0] == "end":
                if frame[2] != digest.hexdigest() or not pieces.at_end():
                    raise BackupDamaged
                yield frame
                return
            digest.update(head + body)
            number += 1
            yield frame
    except (Unreadable, msgspec.MsgspecError, EOFError):
        raise BackupDamaged from None


class _Frames(io.RawIOBase):
    """Frames as a file that can be read from once, so that they are sealed as they are made."""

    def __init__(self, frames: Iterable[list[Any]]) -> None:
        super().__init__()
        self.digest = hashlib.sha256()
        self._bytes = self._encoded(frames)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = memoryview(next(self._bytes, b""))
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def _encoded(self, frames: Iterable[list[Any]]) -> Iterator[bytes]:
        for frame in frames:
            if frame[0] == "end":
                yield _framed([*frame, self.digest.hexdigest()])
                return
            found = _framed(frame)
            self.digest.update(found)
            yield found


def _framed(frame: list[Any]) -> bytes:
    body = msgspec.msgpack.encode(frame)
    return len(body).to_bytes(4, "big") + body


class _Pieces:
    """Reads exactly so many bytes from pieces of any length."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def read(self, length: int) -> bytes:
        if length > _LONGEST:
            raise EOFError
        while len(self._held) < length:
            piece = next(self._pieces, None)
            if piece is None:
                raise EOFError
            self._held += piece
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

    def at_end(self) -> bool:
        return not self._held and next(self._pieces, None) is None
