"""How is a code for a camera drawn: a text as a QR code, in SVG that any page may hold?"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_L
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData

_QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def qr_svg(prefix: str, digits: str, label: str) -> SafeString:
    """A prefix in bytes, then digits, three to ten bits; least error correction, so that most fits.

    label: what a screen reader says in its place.
    """
    code = QRCode(error_correction=ERROR_CORRECT_L, border=_QUIET)
    code.add_data(QRData(prefix.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    code.add_data(QRData(digits.encode(), mode=MODE_NUMBER), optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>',
        size, size, label, size, size, mark_safe(path),  # noqa: S308 (digits and letters of our own)
    )  # fmt: skip
