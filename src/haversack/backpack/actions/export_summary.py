"""Which records does the International Patient Summary of an export need, and what does it say?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from haversack.records.digits import decode
from haversack.records.enclosing import SUPPORTING
from haversack.records.entry import Entry
from haversack.records.summary import SECTIONS, Accepted, Person, summary

from ..models import Record
from ..models.face import FACE, decode_face
from ..models.record import Kind, State
from ..queries.leaving import bodies
from ..queries.lines import on_shelf
from ..queries.opened import Opened
from ..queries.persons import facts_of
from ..queries.sources import source_names

_SHELVES = ("conditions", "allergies", "medications", "vaccines", "labs", "procedures", "vitals", "pregnancy")
_STANDINGS = ("fact", "refuted")


def write_summary(opened: Opened, *, at: str) -> bytes:
    """ips.json. Holds what it encloses in memory, and no more: of results and vital signs the newest of each test."""
    chosen: dict[int, Entry | None] = dict.fromkeys(_supporting(opened))
    chosen.update(_chosen(opened))
    names = source_names(opened)
    sources = dict(Record.objects.filter(person_id=opened.person, state=State.ACCEPTED).values_list("id", "source_id"))
    records, gender = [], ""
    for number, raw in bodies(opened, list(chosen)):
        doc = decode(raw)
        if doc.get("resourceType") == "Patient":
            gender = doc.get("gender") if isinstance(doc.get("gender"), str) else gender
        records.append(Accepted(names[sources[number]].text, doc, chosen[number]))
    facts = facts_of(opened)
    person = Person((facts.legal or (facts.name,))[0], facts.born, gender)
    return summary(records, person, at=at)


def _chosen(opened: Opened) -> Iterator[tuple[int, Entry]]:
    """The accepted entries that some section holds, newest first, and of each test the newest where that is enough."""
    seen: set[object] = set()
    for category in (*_SHELVES, "social-history"):
        for standing in _STANDINGS:
            rows = on_shelf(opened, category, standing=standing).values_list("id", "face")
            for number, sealed in rows.iterator(chunk_size=200):
                entry = decode_face(opened.key.open(bytes(sealed), FACE)).entry
                if entry is not None and _is_wanted(entry, seen):
                    yield number, entry


def _is_wanted(entry: Entry, seen: set[object]) -> bool:
    for section in SECTIONS:
        test = (section.loinc, entry.codes[:1] or entry.title)
        if section.holds(entry) and not (section.newest_only and test in seen):
            seen.add(test)
            return True
    return False


def _supporting(opened: Opened) -> Iterator[int]:
    """Who, where and with what: kept without being shown, and few beside what they support."""
    rows = Record.objects.filter(person_id=opened.person, state=State.ACCEPTED, kind=Kind.UNDISPLAYED)
    for number, sealed in rows.values_list("id", "face").iterator(chunk_size=200):
        if _type_of(opened.key.open(bytes(sealed), FACE)) in SUPPORTING | {"Patient"}:
            yield number


def _type_of(face: bytes) -> str:
    found = msgspec.msgpack.decode(face)
    return found[0] if found else ""
