"""How is what somebody wrote kept in a row: as one value of a known shape, sealed?"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from .keys import sealer

Shape = TypeVar("Shape", bound=msgspec.Struct)


def seal(value: msgspec.Struct, kind: str) -> bytes:
    """The value for the row; opens only as the same kind."""
    return sealer().seal(msgspec.msgpack.encode(value), kind)


def unseal(blob: bytes | memoryview, shape: type[Shape], kind: str) -> Shape:
    """The value of a row."""
    return msgspec.msgpack.decode(sealer().open(bytes(blob), kind), type=shape)
