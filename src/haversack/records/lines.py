"""Which resources does an NDJSON file hold, one a line, when the file is larger than memory?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.read import Read, read_resource
from haversack.records.pieces import Piece, Reading
from haversack.records.salvage import salvage
from haversack.records.spans import Span, broken_span, outline_of, resource_span

CHUNK = 1 << 18
# One resource on one line: a scanned document of 40 MB, in base64. More is no record but a mistake or an attack.
LONGEST_LINE = 64 << 20

TOO_LONG = f"This line is longer than {LONGEST_LINE >> 20} MB. Only its beginning was kept, unread."

_SPACE = b" \t\r\n"
_NOTHING = b" \t\r\n\0\x1a"  # zeros and control-Z are what some programs leave behind the end of a file
_BOM = b"\xef\xbb\xbf"
_look_through = msgspec.json.Decoder(msgspec.Raw).decode  # without making anything of it


def is_lines(beginning: bytes) -> bool:
    """Whether a file that begins so has one resource a line, rather than one document over many lines.

    Its first line is a whole object and another follows; or it is not, but one of the next is a resource by itself.
    """
    if b"\n" not in beginning:
        return False
    lines = [line for line in beginning.removeprefix(_BOM).split(b"\n", 8) if line.strip(_NOTHING)]
    if len(lines) < 2 or lines[0].lstrip(_SPACE).startswith(b"["):
        return False
    return _is_object(lines[0]) or any(_is_resource(line) for line in lines[1:4])


def _is_object(line: bytes) -> bool:
    try:
        _look_through(line)
    except (ValueError, RecursionError):
        return False
    return line.lstrip(_SPACE).startswith(b"{")


def _is_resource(line: bytes) -> bool:
    try:
        return outline_of(line).resourceType != ""
    except (ValueError, RecursionError):
        return False


def split_lines(stream: BinaryIO, beginning: bytes) -> Iterator[tuple[bytes, bool]]:
    """Each line with its end, and whether it is whole: of one longer than LONGEST_LINE only the beginning is given."""
    parts, length, skipping = [beginning] if beginning else [], len(beginning), False
    block = beginning
    while block:
        if b"\n" in block:
            *whole, rest = b"".join(parts).split(b"\n")
            if skipping:
                whole, skipping = whole[1:], False
            for line in whole:
                yield line + b"\n", True
            parts, length = [rest] if rest else [], len(rest)
        if length > LONGEST_LINE:
            if not skipping:
                yield b"".join(parts)[:LONGEST_LINE], False
            parts, length, skipping = [], 0, True
        block = stream.read(CHUNK)
        if block:
            parts.append(block)
            length += len(block)
    if parts and not skipping:
        yield b"".join(parts), True


def _spans(raw: bytes, at: int, where: str, problems: list[Problem]) -> Iterator[Span]:
    """The resources on a line; of a broken bundle on a line, what can be saved."""
    spans = resource_span(raw, at, where)
    first = next(spans, None)
    if first is not None and first.doc is None and first.raw is raw and b'"entry"' in raw:
        yield from salvage(raw, at, f"{where}, ", problems)
    elif first is not None:
        yield first
        yield from spans


def line_pieces(reading: Reading, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
    """A piece for each line that is not blank; a Bundle on a line is opened. A broken line costs itself."""
    before = b""
    for number, (line, is_whole) in enumerate(split_lines(stream, beginning), 1):
        mark = len(_BOM) if number == 1 and line.startswith(_BOM) else 0
        raw = line[mark:].strip(_SPACE) if mark else line.strip(_SPACE)
        if not raw.strip(_NOTHING):
            before += line
            continue
        at, done, where = line.index(raw[:1], mark), 0, f"line {number}"
        doc, remark, severity, content = read_resource(raw) if is_whole else Read(None, "")
        if doc is not None and doc["resourceType"] != "Bundle":  # as nearly all are: two generators fewer
            problem = Problem(where, remark, severity) if remark else None
            yield Piece(raw, before + line[:at], where, "", doc, problem, content)
            before = line[at + len(raw) :]
            continue
        if is_whole:
            spans = _spans(raw, at, where, reading.problems)
        else:
            reading.whole = False
            spans = iter([broken_span(raw, at, where, TOO_LONG)])
        for held, start, place, full_url, doc, problem, content in spans:
            yield Piece(held, before + line[done:start], place, full_url, doc, problem, content)
            before, done = b"", start + len(held)
        before += line[done:]
    reading.tail = before
