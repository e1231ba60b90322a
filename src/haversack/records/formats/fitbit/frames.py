"""Which files stand in one that was gathered from an export (gathering.py)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from haversack.records.formats.fitbit.gathering import CHUNK, DAMAGED, END, MARK

_LINE = 4096  # bytes of a name, or of a length


class Header(msgspec.Struct):
    name: str


class Frame(NamedTuple):
    """raw: bytes as they stand; name: of the file that begins here; content: of it; ends: whether it ends here; wrong:
    from here on nothing can be told apart any more.
    """

    raw: bytes
    name: str = ""
    content: bytes = b""
    ends: bool = False
    damaged: bool = False
    wrong: bool = False


_header = msgspec.json.Decoder(Header).decode


def frames(stream: BinaryIO, beginning: bytes) -> Iterator[Frame]:
    """The frames, which together are the stream again."""
    source = _Source(stream, beginning)
    is_open = False
    while line := source.line():
        if not is_open and line.startswith(MARK) and (name := _name(line)):
            is_open = True
            yield Frame(line, name=name)
        elif is_open and line in (END, DAMAGED):
            is_open = False
            yield Frame(line, ends=True, damaged=line == DAMAGED)
        elif is_open and 0 < (length := _length(line)) <= CHUNK:
            content = source.exactly(length)
            yield Frame(line + content, content=content, wrong=len(content) < length)
        else:
            yield Frame(line, wrong=True)
            yield from (Frame(block, wrong=True) for block in source.rest())
            return
    if is_open:
        yield Frame(b"", wrong=True)


def _name(line: bytes) -> str:
    try:
        return _header(line.removeprefix(MARK)).name
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _length(line: bytes) -> int:
    said = line[:-1]
    return int(said) if line.endswith(b"\n") and said.isdigit() and len(said) < 8 and not said.startswith(b"0") else 0


class _Source:
    """The stream, read from a place in what is held of it, so that many small frames cost no copy each."""

    def __init__(self, stream: BinaryIO, held: bytes) -> None:
        self._stream, self._held, self._at = stream, held, 0

    def line(self) -> bytes:
        """Up to the end of a line, or as far as any may be long."""
        end = self._held.find(b"\n", self._at, self._at + _LINE)
        while end < 0 and self._left() < _LINE and self._more():
            end = self._held.find(b"\n", self._at, self._at + _LINE)
        return self._take(end + 1 - self._at if end >= 0 else _LINE)

    def exactly(self, length: int) -> bytes:
        while self._left() < length and self._more():
            pass
        return self._take(length)

    def rest(self) -> Iterator[bytes]:
        while self._left() or self._more():
            yield self._take(CHUNK)

    def _left(self) -> int:
        return len(self._held) - self._at

    def _more(self) -> bool:
        block = self._stream.read(CHUNK)
        self._held, self._at = self._held[self._at :] + block, 0
        return bool(block)

    def _take(self, length: int) -> bytes:
        given = self._held[self._at : self._at + length]
        self._at += len(given)
        return given
