"""How is a file sealed while somebody else writes it, such as an upload as it comes or a zip as it is made?

The same format as `streams`; nothing plain is ever written. A file that is left before `close` has no last frame, so it
opens as nothing: what was interrupted cannot pass for the whole.
"""

from __future__ import annotations

import io
import os
from typing import Any, BinaryIO

from haversack.vault import streams


class SealingFile(io.RawIOBase):
    """Takes plain bytes, writes sealed frames to `writer`; `total` is how many plain bytes there were.

    `close` writes the last frame and leaves `writer` open. `abandon` writes nothing more.
    """

    def __init__(self, key: bytes, writer: BinaryIO, kind: str) -> None:
        super().__init__()
        salt = os.urandom(streams.SALT)
        self._seal = streams.FrameSealer(key, salt, kind)
        self._writer = writer
        self._held = bytearray()
        self.total = 0
        writer.write(streams.FORMAT + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        # The last piece stays here until it is known whether it is the last.
        while len(self._held) > streams.PIECE:
            self._writer.write(self._seal.frame(bytes(self._held[: streams.PIECE]), last=False))
            del self._held[: streams.PIECE]
        self.total += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._writer.write(self._seal.frame(bytes(self._held), last=True))
            self.abandon()

    def abandon(self) -> None:
        self._held.clear()
        super().close()

    def __del__(self) -> None:
        """A file that was forgotten was not finished (Python would close it)."""
