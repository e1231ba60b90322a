"""How does a file of C-CDA come apart: the document as it came, and behind it what was made of it?

Also what is no whole document: sections, entries and single statements, as guides and interfaces show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.document import document_reference, source_of_document
from haversack.records.formats.ccda.encounters import encompassing
from haversack.records.formats.ccda.header import patient, patient_key, people_of, sender_of
from haversack.records.formats.ccda.here import STATEMENTS, Here
from haversack.records.formats.ccda.making import Making
from haversack.records.formats.ccda.sections import read_entry, read_section, sections_of
from haversack.records.formats.ccda.tree import Node, Refused, Tree, tree_of
from haversack.records.formats.hl7v2.times import Clock
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE

LARGEST_DOCUMENT = 192 << 20
_KEPT_OF_LARGER = 1 << 21
_HEAD = 1 << 14
_V3 = "urn:hl7-org:v3"
# What a part of a document can begin with when it stands alone.
_PARTS = STATEMENTS | {
    "section", "component", "structuredBody", "entry", "entryRelationship", "author", "performer", "participant",
    "informant", "recordTarget", "custodian", "documentationOf", "componentOf", "authenticator", "legalAuthenticator",
    "dataEnterer", "informationRecipient", "encounterParticipant", "participantRole", "relatedSubject", "addr",
    "manufacturedProduct", "nonXMLBody", "relatedDocument",
}  # fmt: skip
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z]\w*)((?:\s[^<>]*)?)/?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']")


def begins_as_cda(beginning: bytes) -> bool:
    """Whether a file that begins so is a document of CDA, or a part of one, in HL7's namespace or in none."""
    head = _decoded(beginning[:_HEAD])[0]
    start = _PROLOG.match(head)
    at = start.end() if start else 0
    if declared := _DOCTYPE.match(head, at):
        behind = _PROLOG.match(head, declared.end())
        at = behind.end() if behind else at
    found = _ROOT.match(head, at)
    if found is None:
        return False
    name, attributes = found.groups()
    return name == "ClinicalDocument" or (name in _PARTS and (_V3 in attributes or "xmlns=" not in attributes))


def read_file(stream: BinaryIO, beginning: bytes, strict: bool = False) -> Reading:
    """Read a file that `begins_as_cda`."""
    blocks, length = [beginning], len(beginning)
    while length <= LARGEST_DOCUMENT and (block := stream.read(1 << 20)):
        blocks.append(block)
        length += len(block)
    whole = b"".join(blocks)
    clock = Clock(strict=strict)
    try:
        tree, remark = _tree(whole)
    except Refused as refused:
        why = str(refused)
        return Reading("c-cda", lambda reading: _unread(reading, stream, whole, why))
    base = next((said for one in _documents(tree.top) if (said := source_of_document(one))), "")
    return Reading("c-cda", lambda reading: _pieces(reading, stream, whole, tree, remark, clock), base=base)


def _tree(whole: bytes) -> tuple[Tree, str]:
    """The elements of the file, and what is wrong with its characters."""
    if len(whole) > LARGEST_DOCUMENT:
        raise Refused(words.TOO_LARGE.format(LARGEST_DOCUMENT >> 20))
    text, remark = _decoded(whole)
    start = _PROLOG.match(text)
    at = start.end() if start else 0
    if text.startswith("<!DOCTYPE", at):
        raise Refused(words.DECLARES_ENTITIES)
    return tree_of(("\n" * text.count("\n", 0, at) + text[at:]).encode("utf-8", "replace")), remark


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and what was wrong with its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ""
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(data[:_HEAD])
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        return data.decode("utf-8" if name.lower().startswith("utf-16") else name), ""
    except (LookupError, UnicodeError, ValueError):
        is_cut = len(data) == _HEAD
        return data.decode("utf-8", "ignore") if is_cut else data.decode("latin-1"), words.WRONG_ENCODING


def _unread(reading: Reading, stream: BinaryIO, whole: bytes, why: str) -> Iterator[Piece]:
    kept = whole if len(whole) <= LARGEST_DOCUMENT else whole[:_KEPT_OF_LARGER]
    reading.whole = len(kept) == len(whole)
    yield Piece(kept, b"", WHOLE_FILE, problem=Problem(WHOLE_FILE, why))
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))


def _pieces(reading: Reading, stream: BinaryIO, whole: bytes, tree: Tree, remark: str, clock: Clock) -> Iterator[Piece]:
    """The file as one original, and what was made of it."""
    yield Piece(whole, b"", WHOLE_FILE, role=ORIGINAL)
    made = 0
    for document in _documents(tree.top):
        for piece in _of_document(reading, document, tree, clock):
            made += 1
            yield piece
    problems = reading.problems
    for broken in tree.breaks:
        problems.append(Problem(f"line {broken.line}", broken.what, "warning" if made else "error"))
    if remark:
        problems.append(Problem(WHOLE_FILE, remark, "warning"))
    if not made:
        problems.append(Problem(WHOLE_FILE, words.NOTHING_INSIDE, "information"))
    if damage := getattr(stream, "damage", ""):
        problems.append(Problem(WHOLE_FILE, damage))


def _documents(top: Node) -> list[Node]:
    """The documents of a file; what holds parts of one alone is read as one without a head."""
    found = [one for one in top.inside if one.name == "ClinicalDocument"]
    return found or [top]


def _of_document(reading: Reading, document: Node, tree: Tree, clock: Clock) -> Iterator[Piece]:
    making = made_of(document, tree, clock)
    reading.problems += making.problems
    for where, doc in making.made:
        raw = digits.encode(doc)
        yield Piece(raw, b"", where, doc=digits.decode(raw), role=DERIVED)


def made_of(document: Node, tree: Tree, clock: Clock) -> Making:
    """Everything that one document, or what stands for one, is made into."""
    making = Making(document, tree.ids, sender=sender_of(document), patient_key=patient_key(document), clock=clock)
    here = Here(making, "heading")
    if making.has_patient:
        patient(document, here)
    else:
        here.say(words.NOBODY, "information")
    if len(people_of(document)) > 1:
        here.say(words.SEVERAL_PEOPLE, "warning")
    making.encounter = encompassing(document, here)
    sections = list(sections_of(document))
    document_reference(document, sections, here)
    for section in sections:
        read_section(section, making)
    if not sections:
        _loose(document, making)
    return making


def _loose(document: Node, making: Making) -> None:
    """Statements without a section around them."""
    number = 0
    for one in document.inside:
        entries = [one] if one.name == "entry" else one.all("entry") if one.name not in STATEMENTS else []
        for entry in entries:
            number += 1
            read_entry(entry, Here(making, f"entry {number}"))
        if not entries and (one.name in STATEMENTS or any(inner.name in STATEMENTS for inner in one.inside)):
            number += 1
            holder = one
            if one.name in STATEMENTS:
                holder = Node("entry", "entry", {})
                holder.inside = [one]
            read_entry(holder, Here(making, f"entry {number}"))
