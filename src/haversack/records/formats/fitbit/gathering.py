"""How do the many files of an export become one, so that a day which two of them tell of is reckoned once?

Each stands behind a line that says what it is called, in chunks behind their lengths, since a damaged zip gives less
than it announces. Nothing is held but a chunk. Read again (frames.py), the files are what they were, byte for byte.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Sequence
from typing import BinaryIO, NamedTuple, cast

import msgspec

MARK = b"#haversack-takeout "
CHUNK = 1 << 18
END, DAMAGED = b"0\n", b"0 damaged\n"


class Part(NamedTuple):
    """A file of an export: what it is called in there, how many bytes it announces."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


class _Gathered(io.RawIOBase):
    """The parts one after the other. One read may give less than was asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._blocks = _blocks(parts)
        self._held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if size < 0:
            return self._held + b"".join(self._blocks)
        if not self._held:
            self._held = next(self._blocks, b"")
        given, self._held = self._held[:size], self._held[size:]
        return given

    def close(self) -> None:
        self._blocks.close()
        super().close()


def gathered(parts: Sequence[Part]) -> Callable[[], BinaryIO]:
    """Opens the parts as one file."""
    return lambda: cast(BinaryIO, _Gathered(parts))


def size_of(parts: Sequence[Part]) -> int:
    """Bytes of that file, if each part is as long as it announces."""
    return sum(len(_header(one.name)) + one.size + _around(one.size) for one in parts)


def _around(size: int) -> int:
    """Bytes of the lengths before the chunks of a part, and of its end."""
    whole, rest = divmod(size, CHUNK)
    return whole * len(f"{CHUNK}\n") + (len(f"{rest}\n") if rest else 0) + len(END)


def _header(name: str) -> bytes:
    return MARK + msgspec.json.encode({"name": name.encode("utf-8", "replace").decode()}) + b"\n"


def _blocks(parts: Sequence[Part]) -> Generator[bytes, None, None]:
    for part in parts:
        yield _header(part.name)
        with part.open() as stream:
            while chunk := _full(stream):
                yield b"%d\n" % len(chunk)
                yield chunk
            yield DAMAGED if getattr(stream, "damage", "") else END


def _full(stream: BinaryIO) -> bytes:
    """A chunk of the full size, so that the same file is always cut in the same places; less at its end."""
    held: list[bytes] = []
    missing = CHUNK
    while missing and (block := stream.read(missing)):
        held.append(block)
        missing -= len(block)
    return b"".join(held)
