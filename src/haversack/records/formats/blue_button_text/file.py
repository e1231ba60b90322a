"""How does a Blue Button file come apart: each section as it came, and behind it what was made of it?

Every section is accounted for: read entry by entry where it holds what a record has a place for, else kept whole as a
document; one of which some entries could not be read is both.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.blue_button_text import making, words
from haversack.records.formats.blue_button_text.fields import day_in, entries_of, grouped
from haversack.records.formats.blue_button_text.making import Doc, Maker
from haversack.records.formats.blue_button_text.sections import Section, decoded, sections_of
from haversack.records.formats.lab_report.paper import pages_of_text
from haversack.records.formats.lab_report.reading import report_of
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE
from haversack.records.streams import up_to

MOST_BYTES = 16 << 20
_LOOKED_AT = 4096
_TITLE = re.compile(rb"PERSONAL (?:HEALTH )?INFORMATION")
_FOR_ALL_TESTS = frozenset({"date/time collected", "specimen", "collected location"})
_NONE = re.compile(
    r"no (?:information|data|records?) (?:was |were |is )?(?:available|found|reported|entered)", re.IGNORECASE
)
_COLLECTED = re.compile(r"\s*(?:Date/Time Collected|Date Collected|Collection Date)\s*:\s*(.+)", re.IGNORECASE)
_WHO = re.compile(r"demographic|PERSONAL (?:HEALTH )?INFORMATION", re.IGNORECASE)
_OF_THE_FILE = re.compile(
    r"PERSONAL (?:HEALTH )?INFORMATION|DOWNLOAD REQUEST SUMMARY|ACCOUNT SUMMARY|END OF|^KEY$", re.IGNORECASE
)


class Kind(NamedTuple):
    """A kind of section: what its heading says, with which names its entries begin, and what is made of each."""

    heading: re.Pattern[str]
    begins: frozenset[str]
    maker: Maker


def _kind(heading: str, begins: str, maker: Maker) -> Kind:
    return Kind(re.compile(heading, re.IGNORECASE), frozenset(begins.split(";")), maker)


KINDS = (
    _kind(r"family|military|treatment facilit|appointment|admission|notes?\b", "", lambda _entry, _about: None),
    _kind(r"allerg", "allergy name;allergy", making.allergy),
    _kind(r"immuniz|vaccin", "immunization;immunization name;vaccine", making.immunization),
    _kind(r"medication|\bdrugs?\b|supplement", "medication;medication name;drug name;drug", making.medication),
    _kind(
        r"problem|conditions?\b", "problem;condition name;health problem;medical condition;condition", making.condition
    ),
    _kind(
        r"vital|readings", "vital sign;vital statistic type;measurement type;measurement", making.vital
    ),
    _kind(r"\blabs?\b|laborator", "test/lab type;lab test;test name", making.lab),
    _kind(r"claim", "claim number", making.claim),
)  # fmt: skip


def begins_as_blue_button(beginning: bytes) -> bool:
    """Whether a file that begins so is a Blue Button text."""
    head = beginning[:_LOOKED_AT].upper()
    is_text = not (b"<" in head[:64] or b"{" in head[:64])
    return is_text and b"BLUE BUTTON" in head and b"----------" in head and _TITLE.search(head) is not None


def read_file(stream: BinaryIO, beginning: bytes, strict: bool = False) -> Reading:
    """Read a file that `begins_as_blue_button`. Never raises for what is in it. strict: a time of day, which comes
    without a zone, is left out."""
    data = beginning + up_to(stream, MOST_BYTES + 1 - len(beginning))
    is_whole = len(data) <= MOST_BYTES
    data = data[:MOST_BYTES]
    site = "MyMedicare.gov" if b"MYMEDICARE" in data[:_LOOKED_AT].upper() else "My HealtheVet"
    reading = Reading("blue-button", lambda reading: _pieces(reading, data, strict), base=f"Blue Button: {site}")
    reading.whole = is_whole
    if not is_whole:
        reading.problems.append(Problem(WHOLE_FILE, words.TOO_LARGE, "warning"))
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))
    return reading


def _pieces(reading: Reading, data: bytes, strict: bool) -> Iterator[Piece]:
    kept = made = 0
    told: set[str] = set()
    found = list(sections_of(data))
    who = _patient(found)
    for number, section in enumerate(found, 1):
        where = f"section {number}"
        yield Piece(section.raw, b"", where, role=ORIGINAL)
        docs = [who] if who and number == 1 else []
        entries, lacking = _made(section)
        docs += entries
        made += len(entries)
        if lacking:
            reading.problems.append(Problem(where, words.NOT_READ.format(lacking), "warning"))
        if _is_document(section, entries, lacking):
            kept += 1
            docs.append(_document(section))
        for doc in docs:
            if (own := f"{doc['resourceType']}/{doc['id']}") in told:
                continue
            told.add(own)
            raw = digits.encode(_without_times(doc) if strict else doc)
            yield Piece(raw, b"", where, doc=digits.decode(raw), role=DERIVED)
    if not made:
        reading.problems.append(Problem(WHOLE_FILE, words.NOTHING, "warning"))
    elif kept:
        said = words.KEPT_ONE if kept == 1 else words.KEPT.format(kept)
        reading.problems.append(Problem(WHOLE_FILE, said, "information"))


def _kind_of(section: Section) -> Kind | None:
    found = next((one for one in KINDS if one.heading.search(section.heading)), None)
    return found if found and found.begins != frozenset({""}) else None


def _begins(kind: Kind, section: Section) -> frozenset[str]:
    """The names with which its entries begin. Where the sign is named, its "Measurement" belongs to it."""
    named = kind.maker is making.vital and any(line.lower().startswith("vital sign:") for line in section.lines)
    return frozenset({"vital sign"}) if named else kind.begins


def _made(section: Section) -> tuple[list[Doc], int]:
    """The resources of a section, and how many of its entries lack what they are about."""
    kind = _kind_of(section)
    if kind is None:
        return [], 0
    entries, about, _stray = entries_of(section.lines, _begins(kind, section))
    if kind.maker is making.lab:
        entries = grouped(entries, "lab test", "test name", _FOR_ALL_TESTS)
    source = next((one for one in about if one.lower().startswith("source:")), "")
    found = [kind.maker(one, source) for one in entries]
    docs = [one for one in found if one is not None]
    lines = _table(section) if kind.maker is making.lab else []
    return docs + lines, 0 if lines else len(found) - len(docs)


def _table(section: Section) -> list[Doc]:
    """The results of a section that holds tables; what may have been misread stays in the document alone."""
    found: list[Doc] = []
    when = ""
    held: list[str] = []
    for line in [*section.lines, "Lab Test:"]:
        if re.match(r"\s*Lab Test\s*:", line, re.IGNORECASE):
            report = report_of(pages_of_text("\n".join(held))) if held else None
            found += [making.result(one, when) for one in report.results if not one.doubt] if report else []
            held, when = [], ""
        if said := re.match(
            r"\s*(?:Date/Time Collected|Date Collected|Collection Date)\s*:\s*(.+)", line, re.IGNORECASE
        ):
            when = day_in(said[1], with_time=True)
        held.append(line)
    return found


def _is_document(section: Section, made: Sequence[Doc], lacking: int) -> bool:
    """Whether a section is kept as a document: it holds what nothing was made of."""
    text = "\n".join(section.lines).strip()
    if not text.strip("-=* \n") or not section.heading or _OF_THE_FILE.search(section.heading):
        return False
    if not made:
        return not (len(text) < 300 and _NONE.search(text))
    kind = _kind_of(section)
    stray = entries_of(section.lines, _begins(kind, section))[2] if kind else []
    return bool(lacking) or bool(stray)


def _document(section: Section) -> Doc:
    """The DocumentReference of a section that is kept whole."""
    text = decoded(section.raw).strip()
    attachment = {
        "contentType": "text/plain; charset=utf-8",
        "data": b64encode(text.encode()).decode(),
        "title": section.heading,
    }
    return {
        "resourceType": "DocumentReference",
        "id": making.own_id("DocumentReference", section.heading, text),
        "meta": making.META,
        "status": "current",
        "content": [{"attachment": attachment}],
    }


def _patient(found: Sequence[Section]) -> Doc | None:
    """Whose file it is: said in the header, or under "Demographic"."""
    for section in found:
        if section.heading and not re.search(
            r"demographic|PERSONAL (?:HEALTH )?INFORMATION", section.heading, re.IGNORECASE
        ):
            continue
        entries, _about, _stray = entries_of(section.lines, ("name",))
        for one in entries:
            if who := making.patient(one.fields):
                return who
    return None


def _without_times(doc: Doc) -> Doc:
    """The same with days in place of times without a zone, which FHIR does not allow."""
    when = doc.get("effectiveDateTime", "")
    return doc | {"effectiveDateTime": when.partition("T")[0]} if "T" in when else doc
