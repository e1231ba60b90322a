"""Where do bytes wait for a moment that are too many for memory and must leave no trace on the disk?

In a file without a name, sealed under a key that exists only in this object. When the object or its process goes,
however it goes, what is left in the disk's free blocks cannot be opened by anybody.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 256 * 1024
_TAG = 16


class Scratch(io.BufferedIOBase):
    """A file to write to its end once and then to read anywhere. Not safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115
        self._cipher = AESGCM(AESGCM.generate_key(bit_length=256))
        self._pieces = 0  # sealed so far, each of exactly PIECE plain bytes
        self._waiting = bytearray()  # the end of what was written, not a whole piece yet
        self._at = 0
        self._opened: tuple[int, bytes] = (-1, b"")  # the piece that was read last

    def __repr__(self) -> str:
        return "<Scratch>"

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        """Add to the end, wherever one has read."""
        self._waiting += data
        while len(self._waiting) >= PIECE:
            self._seal(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]
        self._at = self.size
        return len(data)

    @property
    def size(self) -> int:
        """Plain bytes written so far."""
        return self._pieces * PIECE + len(self._waiting)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = start + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """As many bytes as are asked for, fewer only at the end."""
        wanted = self.size - self._at if size is None or size < 0 else min(size, self.size - self._at)
        parts = []
        while wanted > 0:
            number, offset = divmod(self._at, PIECE)
            part = self._piece(number)[offset : offset + wanted]
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def read1(self, size: int = -1) -> bytes:
        return self.read(size)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _seal(self, plain: bytes) -> None:
        self._file.seek(self._pieces * (PIECE + _TAG))
        self._file.write(self._cipher.encrypt(_nonce(self._pieces), plain, None))
        self._pieces += 1

    def _piece(self, number: int) -> bytes:
        if number >= self._pieces:
            return bytes(self._waiting)
        if self._opened[0] != number:
            self._file.seek(number * (PIECE + _TAG))
            self._opened = (number, self._cipher.decrypt(_nonce(number), self._file.read(PIECE + _TAG), None))
        return self._opened[1]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
