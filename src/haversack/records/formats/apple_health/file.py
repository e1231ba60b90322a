"""How does an export of Apple Health come apart, with memory for a part of it, however large it is?

The file is cut between its elements into originals of some hundred kilobytes, one after the other, each followed by
what was made of it. Apple writes type after type; a day's total follows the last original of its type, and the detail
stays in them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.apple_health import words
from haversack.records.formats.apple_health.elements import Elements, Refused
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE
from haversack.records.wearables.making import Doc

BASE = "Apple Health"
_HEAD = 1 << 17
_BLOCK = 1 << 18
_LONGEST = 16 << 20  # between two places to cut
_SHOWN = 12
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*)*)(?:<!DOCTYPE\s+HealthData\b|<HealthData[\s>/])",
    re.DOTALL,
)
# Apple describes the format in the file itself, in some years with mistakes that stop a parser;
# nothing in it is needed.
_DTD = re.compile(rb"<!DOCTYPE\s+HealthData\s*\[(.*?)\]\s*>", re.DOTALL)
_ENDED_EARLY = frozenset({"no element found", "unclosed token", "unclosed CDATA section", "partial character"})


def begins_as_health(beginning: bytes) -> bool:
    """Whether a file that begins so is the export.xml of Apple Health, whatever it is called."""
    return _BEGINS.match(beginning[:_HEAD]) is not None


def read_file(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_health`. All exports of a person are one source."""
    return Reading("apple-health", lambda reading: _pieces(reading, stream, beginning), base=BASE)


def _pieces(reading: Reading, stream: BinaryIO, beginning: bytes) -> Iterator[Piece]:
    held, base = bytearray(), 0  # what was read and not yet given away, and where in the file that begins
    parser = expat.ParserCreate()
    elements = Elements(parser)
    trouble, length = "", 0
    blocks = _blocks(stream, beginning)
    for block, seen in blocks:
        held += block
        length += len(block)
        trouble = trouble or _parsed(parser, seen, is_last=not block)
        if not trouble and len(held) > _LONGEST:
            trouble = words.TOO_LONG
        if trouble:
            break
        while elements.cuts:
            at, began, made = elements.cuts.popleft()
            yield from _given(bytes(held[: at - base]), began, made)
            del held[: at - base]
            base = at
    line = parser.CurrentLineNumber
    elements.finish(length)
    for at, began, made in elements.cuts:
        yield from _given(bytes(held[: at - base]), began, made)
        del held[: at - base]
        base = at
    for block, _seen in blocks:
        if block:
            yield Piece(block, b"", WHOLE_FILE, role=ORIGINAL)
    _say(reading, elements, trouble, f"line {line}" if trouble else WHOLE_FILE)
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))


def _blocks(stream: BinaryIO, beginning: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The file block by block, b"" at its end; and the same as it is to be parsed, of the same length."""
    seen = _without_dtd(beginning)
    for start in range(0, len(beginning), _BLOCK):
        yield beginning[start : start + _BLOCK], seen[start : start + _BLOCK]
    while block := stream.read(_BLOCK):
        yield block, block
    yield b"", b""


def _without_dtd(beginning: bytes) -> bytes:
    """The beginning with spaces in place of Apple's DTD. One that declares entities stays, and will be refused."""
    found = _DTD.search(beginning[:_HEAD])
    if found is None or b"ENTITY" in found[1].upper() or b"%" in found[1]:
        return beginning
    blank = bytes(byte if byte in b"\r\n" else 0x20 for byte in found[0])
    return beginning[: found.start()] + blank + beginning[found.end() :]


def _parsed(parser: expat.XMLParserType, block: bytes, *, is_last: bool) -> str:
    """Read on. Returns what is wrong, in a sentence, "" for nothing."""
    try:
        parser.Parse(block, is_last)
    except expat.ExpatError as wrong:
        return words.CUT_OFF if expat.ErrorString(wrong.code) in _ENDED_EARLY else words.BROKEN
    except Refused as refused:
        return str(refused)
    except (LookupError, ValueError):  # an encoding that nobody knows
        return words.BROKEN
    return ""


def _given(raw: bytes, line: int, made: list[Doc]) -> Iterator[Piece]:
    where = f"line {line}"
    yield Piece(raw, b"", where, role=ORIGINAL)
    for doc in made:
        written = digits.encode(doc)
        yield Piece(written, b"", where, doc=digits.decode(written), role=DERIVED)


def _say(reading: Reading, elements: Elements, trouble: str, where: str) -> None:
    problems = reading.problems
    if trouble:
        problems.append(Problem(where, trouble))
    if elements.not_understood:
        problems.append(Problem(WHOLE_FILE, words.NOT_UNDERSTOOD.format(elements.not_understood), "warning"))
    if elements.not_shown:
        said = ", ".join(f"{_name(name)} ({number})" for name, number in elements.not_shown.most_common(_SHOWN))
        said += " …" if len(elements.not_shown) > _SHOWN else ""
        problems.append(Problem(WHOLE_FILE, words.NOT_SHOWN.format(said), "information"))
    if not elements.shown and not trouble:
        problems.append(Problem(WHOLE_FILE, words.NOTHING, "information"))


def _name(name: str) -> str:
    """Apple's word for a part of an export; whatever else stands there is not quoted."""
    return name if name.isascii() and name.isalnum() and len(name) <= 60 else "?"
