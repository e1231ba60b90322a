"""How are the parts of a signed or sealed text (JOSE compact serialisation, RFC 7515 and RFC 7516) read: strictly?

A text that spells the same bytes in another way is another text, so that no changed letter goes unnoticed. What was
compressed is unpacked as far as it may be large, and no further.
"""

from __future__ import annotations

import base64
import binascii
import zlib


class Damaged(ValueError):
    """The text or what is packed in it cannot be read."""


class TooMuch(ValueError):
    """What is packed is larger than it may be."""


def bytes_of(part: str) -> bytes:
    """The bytes that base64url without padding spells. Raises Damaged, also for a second spelling of the same."""
    try:
        found = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        raise Damaged from None
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != part:
        raise Damaged
    return found


def inflated(packed: bytes, most: int) -> bytes:
    """What raw DEFLATE (RFC 1951) packed, of at most so many bytes. Raises Damaged, TooMuch."""
    inflating = zlib.decompressobj(wbits=-15)
    try:
        found = inflating.decompress(packed, most + 1)
    except zlib.error:
        raise Damaged from None
    if len(found) > most:
        raise TooMuch
    if not inflating.eof or inflating.unused_data:
        raise Damaged
    return found
