"""How does a resource of another version of FHIR become one of R4, beside the bytes that it came in?"""

from __future__ import annotations

from collections.abc import Iterator

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats import fhir_dstu2, fhir_r5, fhir_stu3
from haversack.records.formats.fhir_r4.read import OTHER_VERSION
from haversack.records.formats.fhir_r4.versions import R4_TYPES, other_version, version_by_members, version_of_type
from haversack.records.formats.moving import Doc
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE


def as_r4(doc: Doc, version: str) -> Doc:
    """A copy of a resource as R4 writes it. `version`: as versions.other_version names it ("STU3", "DSTU2 or STU3")."""
    if version.startswith("DSTU2"):  # whose rules go on to those of STU3
        return fhir_dstu2.upgraded(doc)
    if version == "STU3":
        return fhir_stu3.upgraded(doc)
    return fhir_r5.downgraded(doc) if "R5" in version else doc


def all_as_r4(reading: Reading, pieces: Iterator[Piece], seen: str = "") -> Iterator[Piece]:
    """The pieces; what is in another version stands as it came, and behind it the same in R4.

    That the file is in another version is told once, at the first that is sure to be. Many resources look alike in
    every version: behind the first sure one they are read as that version too, and from the beginning where the file
    was `seen` to have one.
    """
    told = False
    for piece in pieces:
        if piece.doc is None:
            yield piece
            continue
        own = other_version(piece.doc) or version_of_type(piece.doc["resourceType"])
        if own and not told:
            told = True
            where = piece.where or WHOLE_FILE
            reading.problems.append(Problem(where, OTHER_VERSION.format(own), "information"))
        if own:
            seen = version_by_members(piece.doc) or version_of_type(piece.doc["resourceType"]) or seen
        if own or seen:
            yield from _as_r4(piece, piece.doc, own or seen)
        else:
            yield piece


def read_as(pieces: Iterator[Piece], version: str) -> Iterator[Piece]:
    """The pieces of a server that is known to speak this version ("STU3", "DSTU2"), as all_as_r4 gives them: those
    that look alike in every version are of this one."""
    for piece in pieces:
        if piece.doc is None or piece.role in (ORIGINAL, DERIVED):
            yield piece
        else:
            yield from _as_r4(piece, piece.doc, version)


def _as_r4(piece: Piece, doc: Doc, version: str) -> Iterator[Piece]:
    new = as_r4(doc, version)
    if new == doc:
        yield piece
        return
    # What was said about the type concerned the older one.
    problem = None if new["resourceType"] in R4_TYPES else piece.problem
    if piece.role != DERIVED:
        yield Piece(piece.raw, piece.before, piece.where, role=ORIGINAL)
    yield Piece(digits.encode(new), b"", piece.where, piece.full_url, new, problem, role=DERIVED)
