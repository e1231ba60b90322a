"""What of `export_cda.xml`, in which Apple says the same measurements once more?

It is a document of CDA that repeats vital signs of export.xml, each by itself, without the day it counts for and with
nothing by which it could be told to be the same; a heart rate every few minutes, up to gigabytes. Read, it would double
what stands there, so it is recognised by the id that Apple gives it, kept as it came, and accounted for in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from haversack.records.entry import Problem
from haversack.records.formats.apple_health import words
from haversack.records.pieces import ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE

_HEAD = 4096
_ID = re.compile(rb"<id\s[^>]{0,200}extension=\"Health Export CDA\"")


def begins_as_repetition(beginning: bytes) -> bool:
    """Whether a file that begins so is Apple's export_cda.xml, whatever it is called."""
    head = beginning[:_HEAD]
    return b"<ClinicalDocument" in head and _ID.search(head) is not None


def read_repetition(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Keep a file that `begins_as_repetition`. It belongs to the same source as the export itself."""
    return Reading("apple-health", lambda reading: _pieces(reading, stream, beginning), base="Apple Health")


def _pieces(reading: Reading, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
    reading.problems.append(Problem(WHOLE_FILE, words.REPEATED, "information"))
    while beginning:
        yield Piece(beginning, b"", WHOLE_FILE, role=ORIGINAL)
        beginning = stream.read(1 << 20)
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))
