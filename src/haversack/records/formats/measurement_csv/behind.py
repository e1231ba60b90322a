"""How is a table read behind the line that says what its columns are, however large it is?"""

from __future__ import annotations

import io
from typing import BinaryIO, cast


class _Behind(io.RawIOBase):
    """The line, then the stream, which it owns. One read may give less than was asked for, as at a pipe."""

    def __init__(self, line: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._line, self._stream, self._given = line, stream, False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._given:
            return self._stream.read(size)
        self._given = True
        return self._line + self._stream.read(size if size < 0 else max(size - len(self._line), 0))

    def close(self) -> None:
        self._stream.close()
        super().close()


def behind(line: bytes, stream: BinaryIO) -> BinaryIO:
    """The bytes of the table with the line before them. Closing it closes the stream."""
    return cast(BinaryIO, _Behind(line, stream))
