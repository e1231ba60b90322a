"""Is every entry of every document that others made accounted for, and does each give titles a person can read?

The entries are counted by a plain walk over the XML, which knows nothing of the reader.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from haversack.records.details import KEYS
from haversack.records.formats.fhir_r4.describe import describe, name_of

from ..reading_all import wrong_with
from ..written import pieces_of

SHARED = Path(__file__).parents[4] / "shared" / "data"
FILES = sorted(path for path in SHARED.glob("ccda-*/*") if path.is_file() and path.suffix.lower() != ".md")
BARE_CODE = re.compile(r"[\d.\-/]+|urn:.*|https?:.*", re.ASCII)
# Of all shared files that a plain parser takes.
ENTRIES = 1179


def entries_in(path: Path) -> list[str]:
    """The place of each entry of each section, as the reader names places."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError:
        return []
    sections = [one for one in root.iter() if one.tag.rpartition("}")[2] == "section"]
    return [
        f"section {number}, entry {place}"
        for number, section in enumerate(sections, 1)
        for place, _entry in enumerate((one for one in section if one.tag.rpartition("}")[2] == "entry"), 1)
    ]


def test_every_entry_of_the_documents_of_others_is_accounted_for():
    if not FILES:
        pytest.skip(f"no documents of others to read at {SHARED}")
    counted, lost = 0, []
    for path in FILES:
        pieces, reading = pieces_of(path.read_bytes())
        told = {piece.where for piece in pieces if piece.doc} | {one.where for one in reading.problems}
        for place in entries_in(path):
            counted += 1
            if place not in told:
                lost.append(f"{path.name}, {place}")
    assert lost == []
    assert counted >= ENTRIES


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}"[:80])
def test_a_document_of_others_is_read_with_names(path):
    data = path.read_bytes()
    assert wrong_with(data) == ""
    pieces, reading = pieces_of(data)
    assert reading.kind == "c-cda"
    docs = [piece.doc for piece in pieces if piece.doc]
    names = {f"{doc['resourceType']}/{doc['id']}": name_of(doc) for doc in docs}
    entries = [entry for doc in docs if (entry := describe(doc, names.get))]
    assert [entry.title for entry in entries if BARE_CODE.fullmatch(entry.title)] == []
    assert {key for entry in entries for key, _ in entry.details} <= set(KEYS)
