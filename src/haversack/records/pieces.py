"""What is one resource of a file, before anybody asks what it says?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec

from haversack.records.entry import Problem

Role = Literal["resource", "original", "derived"]
RESOURCE: Role = "resource"
ORIGINAL: Role = "original"
DERIVED: Role = "derived"


class Piece(msgspec.Struct):
    """The bytes of one resource as they stand in the file, and what they decode to.

    In a format that is not FHIR the file stands in pieces that are no resource ("original"), and each of them is
    followed by the resources that were made from it ("derived"), whose `raw` is FHIR and stands nowhere in the file.

    raw: those bytes; before: the file's bytes between the end of the piece before it and its start.
    where: the place in words ("entry 3 of 40", "line 12"), "" where the resource is the whole file.
    full_url: the Bundle.entry.fullUrl it came under, "" without one.
    doc: the decoded resource, numbers as `digits.decode` gives them; None when it cannot be read.
    problem: why `doc` is None; with a `doc`, something a person should know about it all the same.
    content: its content hash (identity.py), which costs nothing while it is read; b"" where nobody has taken it.
    inferred: of what is derived, that it was made from what a resource tells of beside itself (a claim of a medicine):
    it is nothing that came, and leaves with nothing.
    """

    raw: bytes
    before: bytes
    where: str
    full_url: str = ""
    doc: dict[str, Any] | None = None
    problem: Problem | None = None
    content: bytes = b""
    role: Role = RESOURCE
    inferred: bool = False

    def __repr__(self) -> str:  # never what it says
        return f"Piece({self.where!r}, {len(self.raw)} bytes)"


class Reading:
    """The pieces of one file, once, in the order of the file.

    kind: "bundle", "resource", "list", "ndjson", "documents" (several in a row), "unreadable" or "empty"; of another
    format its name ("hl7v2").
    base: the FHIR server, or sender, that the file says it came from, "" when it does not say. Both are known from the
    start.
    tail: the file's bytes after the last piece; problems: what concerns the file and no single piece; whole: whether
    the pieces that are not derived, each with the bytes before it, and the tail make up the file again. These are known
    at the end.
    """

    def __init__(self, kind: str, pieces: Callable[[Reading], Iterator[Piece]], *, base: str = "") -> None:
        self.kind = kind
        self.base = base
        self.tail = b""
        self.problems: list[Problem] = []
        self.whole = True
        self._pieces = pieces

    def __iter__(self) -> Iterator[Piece]:
        return self._pieces(self)
