"""Which codes does a picture show? A photograph or a screenshot, PNG or JPEG.

A picture may claim any size in a few bytes: its size is judged before it is unpacked, and it is made small before it is
searched, which bounds the memory and the time that one costs. What a picture showed is remembered for a while, by its
digest: it is asked for several times while it is taken in, and whenever an entry of it is shown.
"""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 32 << 20
_MOST_PIXELS = 36_000_000
_SIDES = (2400, 1200)  # a code that is blurred at one size is often clear at the other
_MOST_CODES = 100
_MOST_KNOWN = 64  # pictures; what the codes of one say is a few kilobytes


class TooLarge(Exception):
    """The picture has more pixels than anybody looks through. Cut out the part with the code."""


def begins_as_picture(beginning: bytes) -> bool:
    """Whether a file that begins so is a picture in PNG or JPEG."""
    return beginning.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))


def codes_in(data: bytes) -> list[str]:
    """The text of each QR code in a picture, from left to right and from the top; [] for none, and for a picture that
    is damaged. Raises TooLarge.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge
    return list(_looked_for(_Picture(data)))


class _Picture:
    """Is known by its digest, as its bytes would fill the memory."""

    def __init__(self, data: bytes) -> None:
        self._data, self._digest = data, hashlib.sha256(data).digest()

    def given_up(self) -> bytes:
        data, self._data = self._data, b""
        return data

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Picture) and other._digest == self._digest


@lru_cache(maxsize=_MOST_KNOWN)
def _looked_for(asked: _Picture) -> tuple[str, ...]:
    data = asked.given_up()
    import zxingcpp  # both take their time to load, and most files are no pictures
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise TooLarge
            picture.draft("L", (_SIDES[0], _SIDES[0]))
            grey = _grey(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, AttributeError):  # as Pillow has it
        return ()
    for side in _SIDES:
        smaller = grey.copy()
        smaller.thumbnail((side, side))
        found = zxingcpp.read_barcodes(smaller, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        if found:
            placed = sorted(found, key=lambda one: (one.position.top_left.y // 50, one.position.top_left.x))
            return tuple(one.text for one in placed[:_MOST_CODES])
    return ()


def _grey(picture: Image.Image) -> Image.Image:
    """In shades of grey; what is transparent is as white as the paper it would be shown on."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        paper.alpha_composite(coloured)
        picture = paper
    return picture.convert("L")
