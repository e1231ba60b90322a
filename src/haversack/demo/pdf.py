"""How is a small letter made into a PDF without a library? One or more pages of Helvetica text (PDF 1.4)."""

from __future__ import annotations

import textwrap

_LINES = 48  # of 14 points on a letter-sized page with margins of 60


def letter(heading: str, text: str) -> bytes:
    """A PDF with the heading and the text, which may hold any character of Windows-1252."""
    lines = [part for raw in text.splitlines() for part in (textwrap.wrap(raw, 88) or [""])]
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)] or [[]]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        shown = _content(heading if number == 0 else "", page)
        box = "/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(shown.encode('cp1252'))} >>\nstream\n{shown}\nendstream")
    return _file(objects)


def _content(heading: str, lines: list[str]) -> str:
    shown = [f"BT /F1 15 Tf 60 740 Td ({_escape(heading)}) Tj ET"] if heading else []
    shown.append("BT /F1 10 Tf 14 TL 60 712 Td")
    shown += [f"({_escape(line)}) Tj T*" for line in lines]
    return "\n".join([*shown, "ET"])


def _escape(text: str) -> str:
    printable = text.encode("cp1252", "replace").decode("cp1252")
    return printable.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode("ascii")
