"""How are the bytes of a file taken that may come in pieces: from a pipe, out of a zip?"""

from __future__ import annotations

from typing import BinaryIO

_BLOCK = 1 << 20


def up_to(stream: BinaryIO, most: int) -> bytes:
    """Up to `most` bytes more. One read may give less, from a pipe or a zip, without being at the end."""
    blocks = []
    while most > 0 and (block := stream.read(min(most, _BLOCK))):
        blocks.append(block)
        most -= len(block)
    return b"".join(blocks)
