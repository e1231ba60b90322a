"""Which resources does a file hold: a FHIR R4 Bundle of any type, a single resource, NDJSON, or another format?

Invariant 1: what arrived is kept byte for byte. A file is cut into pieces, each the exact bytes of one resource, and
what stands between them, so that it can be put together again. Nothing in a file stops the rest of it: what cannot be
read is a piece that says why. Every entry's resource counts once, bundles inside bundles opened; contained resources
and the bundles themselves do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from haversack.records.archives import PathMissing, SourceFile, open_paths
from haversack.records.digits import decode
from haversack.records.documents import Document, open_document
from haversack.records.entry import Problem
from haversack.records.formats.other_versions import all_as_r4
from haversack.records.formats.recognise import format_of
from haversack.records.lines import CHUNK, is_lines, line_pieces
from haversack.records.pieces import Piece, Reading
from haversack.records.spans import WHOLE_FILE
from haversack.records.strangers import EMPTY, ONLY_SPACE, what_it_is
from haversack.records.streams import up_to

__all__ = ["PathMissing", "Piece", "Reading", "SourceFile", "decode", "open_paths", "read_file"]

# One JSON document has to be in memory whole. A person's largest export seen so far was 60 MB. NDJSON has no limit.
LARGEST_DOCUMENT = 192 << 20
# Records of that size have half as many. What is made of brackets alone would take twenty times its size in memory.
MOST_PARTS = 8_000_000
_LARGE = 16 << 20
# What cannot be read is kept whole up to here, so that it can be read one day and leaves as it came.
LARGEST_KEPT = 64 << 20
# Enough to see whether the lines of most files stand for themselves, and most bundles whole.
_BEGINNING = 1 << 21

NO_RECORDS = "The file is a FHIR bundle without any records in it."
TOO_LARGE = (
    f"This is one JSON document of more than {LARGEST_DOCUMENT >> 20} MB, more than can be read at once. "
    "Only its beginning was kept, unread. Ask the sender for NDJSON, which has no such limit."
)
TOO_MANY_PARTS = f"This document consists of more than {MOST_PARTS:,} parts, more than any record of its size does."
_BEGINNING_KEPT = " The file is larger than {} MB, so only its beginning was kept."


def read_file(stream: BinaryIO, *, size: int = -1, strict: bool = False) -> Reading:
    """Read a file from its beginning. `size` in bytes, -1 where it is not known (it is then found out by reading).

    strict: what is made from another format will be given to others as FHIR, and must be valid: a time without a zone
    becomes a day, for example. Otherwise it stays as exact as it came.

    Never raises for what is in the file. NDJSON is read while it is iterated, with memory for one line; other JSON
    at once.
    """
    beginning = up_to(stream, _BEGINNING)
    if not beginning.removeprefix(b"\xef\xbb\xbf").strip() and len(beginning) < _BEGINNING:
        return _nothing(stream, beginning)
    if (known := format_of(beginning)) is not None:
        return known.read(stream, beginning, strict)
    if stranger := what_it_is(beginning[:4096].lstrip() or beginning.lstrip()[:4096]):
        return _unreadable(stranger, stream, beginning)
    if len(beginning) == _BEGINNING and b"\n" not in beginning.lstrip():
        beginning = _first_line(stream, beginning)
    if is_lines(beginning):
        return Reading("ndjson", lambda reading: all_as_r4(reading, _line_pieces(reading, stream, beginning)))
    rest = up_to(stream, LARGEST_DOCUMENT + 1 - len(beginning)) if len(beginning) >= _BEGINNING else b""
    whole = beginning + rest if rest else beginning
    if len(whole) > LARGEST_DOCUMENT:
        return _too_large(whole)
    if len(whole) > _LARGE and max(whole.count(b","), whole.count(b"{")) > MOST_PARTS:
        return _unreadable(TOO_MANY_PARTS, stream, whole)
    marked = 3 if whole.startswith(b"\xef\xbb\xbf") else 0
    document = open_document(whole[marked:] if marked else whole, marked)
    return Reading(
        document.kind,
        lambda reading: all_as_r4(reading, _pieces(reading, stream, whole, document)),
        base=document.base,
    )


def _line_pieces(reading: Reading, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
    yield from line_pieces(reading, stream, beginning)
    _say_damage(reading, stream)


def _first_line(stream: BinaryIO, beginning: bytes) -> bytes:
    """The beginning of the file with all of its first line, however long, and something after it."""
    blocks, length = [beginning], len(beginning)
    while length <= LARGEST_DOCUMENT and (block := up_to(stream, _BEGINNING)):
        blocks.append(block)
        length += len(block)
        if b"\n" in block:
            break
    return b"".join([*blocks, up_to(stream, CHUNK)])


def _pieces(reading: Reading, stream: BinaryIO, whole: bytes, document: Document) -> Iterator[Piece]:
    done = 0
    for raw, start, where, full_url, doc, problem, content in document.spans:
        yield Piece(raw, whole[done:start], where, full_url, doc, problem, content)
        done = start + len(raw)
    reading.tail = whole[done:]
    reading.problems.extend(document.problems)
    _say_damage(reading, stream)
    if done == 0:
        reading.problems.append(Problem(WHOLE_FILE, NO_RECORDS, "information"))


def _say_damage(reading: Reading, stream: BinaryIO) -> None:
    """A stream out of a zip ends where the zip is damaged, and says so."""
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))


def _nothing(stream: BinaryIO, beginning: bytes) -> Reading:
    def pieces(reading: Reading) -> Iterator[Piece]:
        reading.tail = beginning
        damage = getattr(stream, "damage", "")
        reading.problems.append(Problem(WHOLE_FILE, damage or (ONLY_SPACE if beginning else EMPTY)))
        return iter(())

    return Reading("empty", pieces)


def _unreadable(what: str, stream: BinaryIO, beginning: bytes) -> Reading:
    """One piece that holds the file, so that it counts once and is kept."""

    def pieces(reading: Reading) -> Iterator[Piece]:
        raw = beginning + up_to(stream, LARGEST_KEPT + 1 - len(beginning))
        said = what
        if len(raw) > LARGEST_KEPT:
            raw, reading.whole = beginning[:_BEGINNING], False
            said += _BEGINNING_KEPT.format(LARGEST_KEPT >> 20)
        yield Piece(raw, b"", WHOLE_FILE, problem=Problem(WHOLE_FILE, said))
        _say_damage(reading, stream)

    return Reading("unreadable", pieces)


def _too_large(whole: bytes) -> Reading:
    def pieces(reading: Reading) -> Iterator[Piece]:
        reading.whole = False
        yield Piece(whole[:_BEGINNING], b"", WHOLE_FILE, problem=Problem(WHOLE_FILE, TOO_LARGE))

    return Reading("unreadable", pieces)
