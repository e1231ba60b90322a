"""Which cards are read here? Ones made here, of invented people, and pictures of their codes."""

from __future__ import annotations

import io
from typing import Any

import qrcode
from PIL import Image, ImageDraw, ImageFilter
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData

from haversack.records.cards.carrying import codes_of

from ...unit.records.cards.examples import ISSUER, JWKS, KEY, NOW, PATIENT, SHOT, card

__all__ = ["ISSUER", "JWKS", "KEY", "NOW", "PATIENT", "SHOT", "big_card", "card", "picture", "text_picture"]


def big_card() -> str:
    """One that needs several codes."""
    shots: list[dict[str, Any]] = [
        {**SHOT, "id": str(number), "lotNumber": f"LOT-{number * 7919:06}", "occurrenceDateTime": f"2020-{month:02}-11"}
        for month in range(1, 13)
        for number in range(month * 10, month * 10 + 4)
    ]
    return card(*shots)


def picture(text: str, kind: str = "PNG", *, turned: int = 0, blurred: float = 0.0, size: int = 4) -> bytes:
    """A card in one code, as a screenshot, or as a photograph of one that is held askew."""
    prefix, digits = codes_of(text)[0]
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L, box_size=size)
    code.add_data(QRData(prefix.encode(), MODE_8BIT_BYTE))
    code.add_data(QRData(digits.encode(), MODE_NUMBER))
    return _saved(code, kind, turned, blurred)


def text_picture(text: str) -> bytes:
    """Any text in a code."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=4)
    code.add_data(text)
    return _saved(code, "PNG", 0, 0.0)


def _saved(code: qrcode.QRCode, kind: str, turned: int, blurred: float) -> bytes:
    drawn = code.make_image().get_image().convert("L")
    paper = Image.new("L", (drawn.width + 300, drawn.height + 300), 214)
    ImageDraw.Draw(paper).rectangle((20, 20, 200, 90), fill=90)
    paper.paste(drawn, (150, 150))
    if turned:
        paper = paper.rotate(turned, expand=True, fillcolor=200)
    if blurred:
        paper = paper.filter(ImageFilter.GaussianBlur(blurred))
    held = io.BytesIO()
    paper.save(held, kind, **({"quality": 70} if kind == "JPEG" else {}))
    return held.getvalue()
