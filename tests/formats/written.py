"""How is what a file gave written down, so that a person can check it: its parts, their entries, what is said of it?"""

from io import BytesIO
from typing import Any

from haversack.records.bundle import read_file
from haversack.records.formats.fhir_r4.describe import describe, name_of
from haversack.records.pieces import DERIVED, RESOURCE, Piece, Reading

from .spoken import spoken

# What every resource has alike, or what stands in the entry that is made from it.
_LEFT_OUT = ("meta", "id", "resourceType")


def pieces_of(data: bytes) -> tuple[list[Piece], Reading]:
    """The pieces of a file, and its reading, at its end."""
    reading = read_file(BytesIO(data), size=len(data))
    return list(reading), reading


def written(data: bytes) -> Any:
    """What our reader makes of one file."""
    pieces, reading = pieces_of(data)
    names = {f"{p.doc['resourceType']}/{p.doc.get('id')}": name_of(p.doc) for p in pieces if p.doc}
    problems = [one.problem for one in pieces if one.problem] + reading.problems
    return {
        "source": f"{reading.kind} {reading.base}".strip(),
        "parts": [_told(piece, names) for piece in pieces],
        "problems": [f"{one.severity}, {one.where}: {one.what}" for one in problems],
    }


def _told(piece: Piece, names: dict[str, Any]) -> Any:
    where = piece.where or "whole file"
    if piece.doc is None:
        return f"{where}: {piece.role}, {len(piece.raw)} bytes"
    entry = describe(piece.doc, names.get)
    place = f"{where}: {piece.doc['resourceType']}" + ("" if piece.role == DERIVED else f", {RESOURCE} as it came")
    if entry is None:
        return {"place": place, **{name: value for name, value in piece.doc.items() if name not in _LEFT_OUT}}
    said = spoken(entry)
    said["members"] = [_called(one, names) for one in said.pop("members", [])] or None
    said["links"] = [f"{link['role']}: {_called(link['reference'], names)}" for link in said.pop("links", [])] or None
    return {"place": place, **{name: value for name, value in said.items() if value is not None and name != "type"}}


def _called(reference: str, names: dict[str, Any]) -> str:
    found = names.get(reference)
    return f"{reference.split('/')[0]} {found.title if found else ''}".strip()
