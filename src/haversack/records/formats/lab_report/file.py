"""How does a PDF, or a text with a table of results, come apart: itself as it came, and a document that shows it?

What its lines say is no part of that: it is recognised (reading.py), looked at by a person, and counts only then.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, BinaryIO, Literal

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.lab_report import words
from haversack.records.formats.lab_report.paper import Page, pages_of_text
from haversack.records.formats.lab_report.reading import report_of, title_of
from haversack.records.formats.lab_report.report import Report
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE
from haversack.records.streams import up_to

MOST_BYTES = 24 << 20  # of a PDF that is shown as a document
_LARGEST_KEPT = 64 << 20
_LARGEST_TEXT = 1 << 20
_LOINC = "http://loinc.org"
_ENCODINGS = ("utf-8-sig", "cp1252")


class PaperReading(Reading):
    """Of a PDF or a text report. data: its bytes; paper: which; report: what was recognised in it; title: what it calls
    itself. For a PDF both are known once somebody opened it (`recognise`), before the reading is iterated.
    """

    def __init__(self, data: bytes, paper: Literal["pdf", "text"]) -> None:
        super().__init__("lab-report" if paper == "text" else "pdf", self._pieces_of)
        self.data, self.paper = data, paper
        self.report: Report | None = None
        self.title = ""

    @property
    def document(self) -> str:
        """The id of the document that shows the file."""
        return sha256(self.data).hexdigest()[:32]

    @property
    def is_shown(self) -> bool:
        return len(self.data) <= MOST_BYTES

    def recognise(self, pages: Sequence[Page], more: int) -> None:
        """See what the pages of the file say. more: pages that were not looked at."""
        self.report = report_of(pages, more)
        self.title = self.report.head.laboratory if self.report else ""
        self.title = self.title or title_of(pages)

    def _pieces_of(self, _reading: Reading) -> Iterator[Piece]:
        if not self.is_shown:
            yield Piece(
                self.data, b"", WHOLE_FILE, problem=Problem(WHOLE_FILE, words.TOO_LARGE.format(MOST_BYTES >> 20))
            )
            return
        yield Piece(self.data, b"", WHOLE_FILE, role=ORIGINAL)
        raw = digits.encode(_document(self))
        yield Piece(raw, b"", WHOLE_FILE, doc=digits.decode(raw), role=DERIVED)


def begins_as_pdf(beginning: bytes) -> bool:
    """Whether a file that begins so is a PDF."""
    return beginning.startswith(b"%PDF-")


def begins_as_lab_text(beginning: bytes) -> bool:
    """Whether a file is a text with a table of laboratory results in it."""
    if len(beginning) > _LARGEST_TEXT or beginning[:1] in b"{[<" or b"\0" in beginning[:4096]:
        return False
    return bool(beginning.strip()) and report_of(pages_of_text(_decoded(beginning))) is not None


def read_pdf(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_pdf`. Never raises for what is in it."""
    data = beginning + up_to(stream, _LARGEST_KEPT + 1 - len(beginning))
    reading = PaperReading(data[:_LARGEST_KEPT], "pdf")
    reading.whole = len(data) <= _LARGEST_KEPT
    return _with_damage(reading, stream)


def read_text(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_lab_text`. Never raises for what is in it."""
    data = beginning + up_to(stream, _LARGEST_TEXT)
    reading = PaperReading(data, "text")
    reading.recognise(pages_of_text(_decoded(data)), 0)
    return _with_damage(reading, stream)


def _with_damage(reading: PaperReading, stream: BinaryIO) -> Reading:
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))
    return reading


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _document(reading: PaperReading) -> dict[str, Any]:
    """The DocumentReference that shows the file (FHIR R4, documentreference.html)."""
    report = reading.report
    kind = "application/pdf" if reading.paper == "pdf" else "text/plain; charset=utf-8"
    data = reading.data if reading.paper == "pdf" else _decoded(reading.data).encode()
    attachment = {"contentType": kind, "data": b64encode(data).decode(), "title": reading.title}
    found: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": reading.document,
        "status": "current",
        "content": [{"attachment": {name: value for name, value in attachment.items() if value}}],
    }
    if report:
        found["type"] = {"coding": [{"system": _LOINC, "code": "11502-2"}]}
    if report and report.head.laboratory:
        found["author"] = [{"display": report.head.laboratory}]
    if report and len(report.head.days) == 1:
        found["context"] = {"period": {"start": report.head.days[0]}}
    return found
