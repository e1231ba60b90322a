"""How does a file of FHIR in XML come apart: each resource as it stands there, and behind it the same in JSON?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.formats.fhir_r4.versions import R4_TYPES, version_of_type
from haversack.records.formats.fhir_xml import words
from haversack.records.formats.fhir_xml.convert import resource
from haversack.records.formats.fhir_xml.tree import Broken, Placed, resources_in
from haversack.records.formats.other_versions import all_as_r4
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.servers import base_of_addresses
from haversack.records.spans import WHOLE_FILE

LARGEST_DOCUMENT = 192 << 20
_LARGEST_KEPT, _KEPT_OF_LARGER = 64 << 20, 1 << 21
_LARGE = 16 << 20
MOST_TAGS = 6_000_000  # a person's largest export has a tenth of them
_MOST_BREAKS = 200  # how often reading is taken up again behind something broken
_PATIENCE = 4 << 30  # bytes that are looked at again for that
_FHIR = "http://hl7.org/fhir"
# Nothing is tried twice (possessive and atomic): thousands of comments before a root would cost minutes else.
_ROOT = re.compile(
    r"(?>\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:>|\[.*?\]\s*+>))*+"
    r"<(?:\w+:)?([A-Za-z]\w*)((?:\s[^<>]*)?)/?>",
    re.DOTALL,
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']")
_FULL_URL = re.compile(rb'<(?:\w+:)?fullUrl\s+value\s*=\s*["\'](https?://[^"\'<&]{1,1000})["\']', re.IGNORECASE)
# Elements that only older versions have: those of DSTU2, those of STU3. What stands before them is of that version too.
_SIGN_OF_OLDER = re.compile(
    rb"<(?:\w+:)?(?:(MedicationOrder|DiagnosticOrder|careProvider|wasNotGiven|wasNotTaken|dateRecorded|dateWritten"
    rb"|notPerformed)|assertedDate|notGiven|notDone|codedDiagnosis|ProcedureRequest|ReferralRequest)[\s/>]"
)
_ENTRY = re.compile(rb"<(?:\w+:)?entry[\s>]")


def begins_as_xml(beginning: bytes) -> bool:
    """Whether a file that begins so is FHIR in XML: a Bundle or a resource, in FHIR's namespace or in none."""
    head = beginning[: 1 << 14]
    found = _ROOT.match(head.decode(_encoding_of(head), "replace").lstrip("\ufeff"))
    if found is None:
        return False
    name, attributes = found.groups()
    is_known = name in R4_TYPES or bool(version_of_type(name))
    return is_known and (_FHIR in attributes or "xmlns" not in attributes)


def read_file(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_xml`."""
    blocks, length = [beginning], len(beginning)
    while length <= LARGEST_DOCUMENT and (block := stream.read(1 << 20)):
        blocks.append(block)
        length += len(block)
    whole = b"".join(blocks)
    base = base_of_addresses(found[1].decode("latin-1") for found in _FULL_URL.finditer(whole))
    sign = _SIGN_OF_OLDER.search(whole)
    seen = "" if sign is None else "DSTU2" if sign[1] else "STU3"
    return Reading("xml", lambda reading: all_as_r4(reading, _pieces(reading, stream, whole), seen), base=base)


def _pieces(reading: Reading, stream: BinaryIO, whole: bytes) -> Iterator[Piece]:
    is_too_large = len(whole) > LARGEST_DOCUMENT
    if is_too_large or (len(whole) > _LARGE and whole.count(b"<") > MOST_TAGS):
        kept = whole if len(whole) <= _LARGEST_KEPT else whole[:_KEPT_OF_LARGER]
        reading.whole = len(kept) == len(whole)
        what = words.TOO_LARGE.format(LARGEST_DOCUMENT >> 20) if is_too_large else words.TOO_MANY_PARTS
        said = Problem(WHOLE_FILE, what)
        yield Piece(kept, b"", WHOLE_FILE, problem=said)
        return
    done = [0]
    made = 0
    for piece in _resources(reading, whole, done):
        made += 1
        yield piece
    reading.tail = whole[done[0] :]
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))
    if not made:
        reading.problems.append(Problem(WHOLE_FILE, words.NO_RECORDS, "information"))


def _resources(reading: Reading, whole: bytes, done: list[int]) -> Iterator[Piece]:
    """The pieces; `done` is how far they reach. What is broken is kept unread, and what comes behind it is read."""
    encoding = _encoding_of(whole[: 1 << 14])
    part, offset, entries = whole, 0, 0
    for attempt in range(_MOST_BREAKS):
        last = entries
        try:
            for placed in resources_in(part):
                last = entries + placed.entry
                yield from _of_one(placed, part, encoding, whole, offset, done, last)
            return
        except Broken as broken:
            at, line = offset + broken.at, broken.line + whole.count(b"\n", 0, max(0, offset))
            where = f"entry {last + 1}" if last else f"line {line}"
            following = _next_entry(whole, max(at, done[0])) if str(broken) != words.DOCTYPE else None
            end = following if following is not None else len(whole)
            lost = whole[done[0] : end]
            kept = lost.strip()
            said = Problem(where, str(broken), "warning" if str(broken) == words.CUT_OFF and attempt else "error")
            if b"<" in kept and (attempt == 0 or len(kept) > _SMALLEST):
                start = done[0] + len(lost) - len(lost.lstrip())
                yield Piece(kept, whole[done[0] : start], where, problem=said)
                done[0] = start + len(kept)
            else:
                reading.problems.append(said)
            if following is None or attempt * len(whole) > _PATIENCE:
                return
            entries = last + 1
            part = _WRAPPER + whole[following:]
            offset = following - len(_WRAPPER)


_WRAPPER = b'<Bundle xmlns="http://hl7.org/fhir">'
_SMALLEST = 40  # what is left of closing tags behind the last entry is no record


def _next_entry(whole: bytes, at: int) -> int | None:
    found = _ENTRY.search(whole, at)
    return found.start() if found else None


def _of_one(
    placed: Placed, part: bytes, encoding: str, whole: bytes, offset: int, done: list[int], entry: int
) -> Iterator[Piece]:
    node = placed.node
    start, end = node.start + offset, node.end + offset
    where = f"entry {entry}" if entry else ""
    raw = digits.encode(resource(node, part, encoding))
    doc, remark, severity, *_ = read_resource(raw)
    before = whole[done[0] : start]
    done[0] = end
    problem = Problem(where or WHOLE_FILE, remark, severity) if remark else None
    if doc is None:
        yield Piece(whole[start:end], before, where, placed.full_url, problem=problem)
        return
    yield Piece(whole[start:end], before, where, role=ORIGINAL)
    yield Piece(raw, b"", where, placed.full_url, doc, problem, role=DERIVED)


def _encoding_of(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    declared = _DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name
