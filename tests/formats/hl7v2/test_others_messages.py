"""Does every message that others made give entries that a person can read, with each byte kept?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from haversack.records.details import KEYS
from haversack.records.formats.fhir_r4.describe import describe, name_of
from haversack.records.pieces import DERIVED

from ..reading_all import wrong_with
from .golden import pieces_of

SHARED = Path(__file__).parents[4] / "shared" / "data" / "hl7v2"
FILES = sorted(SHARED.glob("*.hl7"))
BARE_CODE = re.compile(r"[\d.\-/]+|urn:.*|https?:.*", re.ASCII)


def test_there_are_messages_of_others():
    if not FILES:
        pytest.skip(f"no messages of others to read at {SHARED}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_message_of_others_gives_entries_with_names(path):
    data = path.read_bytes()
    assert wrong_with(data) == ""
    pieces, _reading = pieces_of(data)
    docs = [piece.doc for piece in pieces if piece.role == DERIVED]
    names = {f"{doc['resourceType']}/{doc['id']}": name_of(doc) for doc in docs}
    entries = [entry for doc in docs if (entry := describe(doc, names.get))]
    assert entries
    assert [entry.title for entry in entries if BARE_CODE.fullmatch(entry.title)] == []
    assert {key for entry in entries for key, _ in entry.details} <= set(KEYS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reference_in_a_message_of_others_leads_somewhere(path):
    pieces, _reading = pieces_of(path.read_bytes())
    docs = [piece.doc for piece in pieces if piece.role == DERIVED]
    there = {f"{doc['resourceType']}/{doc['id']}" for doc in docs}
    replaced = {f"{doc['resourceType']}" for doc in docs if doc.get("relatesTo")}
    there |= {f"#{inner['id']}" for doc in docs for inner in doc.get("contained", [])}
    pointed = {found for doc in docs for found in re.findall(r"'reference': '([^']+)'", str(doc))}
    assert {one for one in pointed - there if one.split("/")[0] not in replaced} == set()
