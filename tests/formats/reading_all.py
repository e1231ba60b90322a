"""What must hold for whatever bytes are read as a file of records, in any format?"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from haversack.records.bundle import read_file
from haversack.records.formats.fhir_r4.describe import describe, name_of
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.pieces import DERIVED, ORIGINAL


def wrong_with(data: bytes) -> str:
    """Why reading these bytes went wrong, "" when it did not. Raises what the reader raises."""
    reading = read_file(BytesIO(data), size=len(data))
    standing, made = b"", 0
    for piece in reading:
        if piece.role != DERIVED:
            standing += piece.before + piece.raw
        elif piece.before:
            return "a derived piece claims bytes of the file"
        if piece.doc is None and piece.role != ORIGINAL and piece.problem is None:
            return "a piece is unread, and nobody says why"
        if piece.doc is None:
            continue
        made += 1
        describe(piece.doc, lambda _reference: None)
        name_of(piece.doc)
        if piece.role == DERIVED and read_resource(piece.raw)[0] is None:
            return "what was made cannot be read again"
    if reading.whole and standing + reading.tail != data:
        return "the pieces do not make up the file"
    if not made and not reading.problems and standing + reading.tail == data and not standing:
        return "nothing was read, and nothing said"
    return ""


def judged(files: Iterable[bytes]) -> tuple[int, list[tuple[str, bytes]]]:
    """(how many were read, what went wrong with which)."""
    wrong = []
    tried = 0
    for data in files:
        tried += 1
        try:
            found = wrong_with(data)
        except Exception as raised:  # any is a crash
            found = f"{type(raised).__name__}: {raised}"
        if found:
            wrong.append((found, data[:2000]))
    return tried, wrong
