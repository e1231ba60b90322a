"""What do we know of one piece before the database is asked?

Its identity, its content, what it says: keyed and sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from haversack.records.bundle import Piece
from haversack.records.entry import Entry, Link, Problem
from haversack.records.formats.fhir_r4.claims import bill_of
from haversack.records.formats.fhir_r4.describe import Named, describe, name_of
from haversack.records.formats.fhir_r4.sections import put_on_its_list
from haversack.records.identity import (
    attachment_urls,
    claimed_key,
    content_hash,
    document_key,
    fact_key,
    identity_text,
    stamp_of,
)  # fmt: skip
from haversack.records.pieces import DERIVED, ORIGINAL
from haversack.records.unspoken import Unspoken

from ..models.face import BODY, FACE, Face, encode
from ..models.record import Kind
from ..queries.opened import Opened
from ..rules.order import PRECISIONS, fact_on, sort_key
from ..rules.shelves import mark, shelf, trend

Names = Callable[[str], Named | None]
_UNREAD: dict[str, Any] = {}

# A record that names a file by its address is the same record wherever in one source it stands (A3, "Dedup trap").
BY_ADDRESS = -1
_REPORTS = frozenset({"DocumentReference", "DiagnosticReport"})
_PRECISION = {name: number for number, name in enumerate(PRECISIONS)}


class Arriving(Unspoken, msgspec.Struct):
    """One piece, ready to be decided on: its bytes and what was read out of them.

    The decoded resource itself is let go: a hundred of them would not fit into the processor's cache, and everything
    after them would be slower. before, full_url, where, problem: as in Piece; id: as the source named it. Keys are
    under the person's key; `entry` is None for what no category shows, and `type` "" for
    what is no resource. is_derived: made from the piece before it that is not; is_inferred: from what a resource
    tells of beside itself; made_from: that one's record.
    """

    raw: bytes
    before: bytes
    full_url: str
    where: str
    problem: Problem | None
    kind: Kind
    type: str
    id: str
    identity: bytes
    content: bytes
    accept: bool  # joins the record as it comes, without review
    counts: bool  # in the report of the import; a copy for a second person does not
    is_derived: bool
    is_inferred: bool = False
    made_from: int = 0
    stamp: str = ""
    entry: Entry | None = None
    label: str = ""
    fact: bytes | None = None
    rank: int = 0
    outcome: str = ""

    @property
    def is_stub(self) -> bool:
        return self.entry is not None and self.entry.standing == "entered-in-error"


@dataclass(frozen=True, slots=True)
class Context:
    """What the pieces of one file share: their source, what references are called, and where they lead.

    aliases: an entry's fullUrl -> "Type/id" (or "Type/fullUrl" where it has no id), as identity has it.
    base: the file's own server base, taken off absolute references.
    sections: a reference or fullUrl -> the list of the section that a document puts it in.
    """

    source: str
    names: Names
    aliases: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)

    def sort(self, entry: Entry, piece: Piece) -> None:
        """Put what says nothing of its kind on the list where its document has it."""
        doc = piece.doc or _UNREAD
        if slug := self.sections.get(piece.full_url) or self.sections.get(f"{entry.type}/{doc.get('id')}"):
            put_on_its_list(entry, doc, slug)

    def resolve(self, entry: Entry) -> None:
        """Write references as "Type/id", so that pages follow them by identity; what leads nowhere stays as it is."""
        if entry.members:
            entry.members = tuple([self._plain(reference) for reference in entry.members])
        if entry.links:
            plain = [self._plain(link.reference) for link in entry.links]
            if plain != [link.reference for link in entry.links]:  # most stand so already
                entry.links = tuple(
                    [Link(link.role, reference, link.label) for link, reference in zip(entry.links, plain, strict=True)]
                )

    def _plain(self, reference: str) -> str:
        found = self.aliases.get(reference)
        if found is not None:
            return found
        if self.base and reference.startswith(self.base):
            reference = reference[len(self.base) :].lstrip("/")
        return reference.split("/_history/", 1)[0] if "/_history/" in reference else reference


def prepare(pieces: Sequence[tuple[Piece, bool, bool]], *, context: Context, opened: Opened) -> list[Arriving]:
    """Read pieces, each with whether it joins at once and whether it counts. Never raises for what is in them.

    Step by step for all of them rather than piece by piece for all steps: the code of one step stays in the processor's
    cache, which takes a fifth off an import.
    """
    index, source, names = opened.key.index, context.source, context.names
    contents = [piece.content or content_hash(piece.raw, piece.doc) for piece, _accept, _counts in pieces]
    keyed = [index(content) for content in contents]
    identities = [
        index(_identity(piece, source, content))
        for (piece, _accept, _counts), content in zip(pieces, contents, strict=True)
    ]
    entries: list[Entry | None] = [None] * len(pieces)
    kinds = ["" if piece.doc is None else piece.doc["resourceType"] for piece, _accept, _counts in pieces]
    for place in sorted(range(len(pieces)), key=kinds.__getitem__):  # one type after the other, for the same reason
        if (doc := pieces[place][0].doc) is not None:
            entries[place] = describe(doc, names)
    found = []
    for (piece, accept, counts), identity, content, entry in zip(pieces, identities, keyed, entries, strict=True):
        doc = piece.doc
        told = doc or _UNREAD
        unread = Kind.ORIGINAL if piece.role == ORIGINAL else Kind.UNREADABLE
        kind = Kind.DISPLAYED if entry is not None else Kind.UNDISPLAYED if doc is not None else unread
        one = Arriving(
            piece.raw, piece.before, piece.full_url, piece.where, piece.problem,
            kind, told.get("resourceType", ""), str(told.get("id") or ""), identity, content, accept, counts,
            piece.role == DERIVED, piece.inferred,
        )  # fmt: skip
        if doc is not None:
            one.stamp = stamp_of(doc)
            if entry is None:
                named = name_of(doc)
                one.label = named.title if named else ""
            else:
                one.entry = entry
                context.resolve(entry)
                if context.sections:
                    context.sort(entry, piece)
                _state(one, entry, doc, source, index)
        found.append(one)
    return found


def _identity(piece: Piece, source: str, content: bytes) -> bytes:
    if piece.doc is None:
        return b"unreadable\0" + source.encode() + content
    return identity_text(source, piece.doc, piece.full_url, content).encode()


def _state(one: Arriving, entry: Entry, doc: dict[str, Any], source: str, index: Callable[[bytes], bytes]) -> None:
    """Which fact the entry states, if any that may merge.

    What says the same of one bill, and what two claims tell of one thing done on a day, is one line wherever it stands.
    """
    if one.type == "ExplanationOfBenefit" and (bill := bill_of(doc, entry)):
        one.fact = fact_on(0, index(f"fact\0bill|{source}|{bill}".encode()))
        one.rank = BY_ADDRESS
        return
    if entry.standing == "claimed" and (told := claimed_key(entry)) is not None:
        one.fact = fact_on(sort_key(entry.date), index(b"fact\0" + told.encode()))
        one.rank = BY_ADDRESS
        return
    if one.type in _REPORTS and (urls := attachment_urls(doc)):
        one.fact = fact_on(0, index(f"fact\0address|{source}|{min(urls)}".encode()))
        one.rank = BY_ADDRESS
    else:
        one.fact = stated_fact(entry, doc, index)


def stated_fact(entry: Entry, doc: dict[str, Any], index: Callable[[bytes], bytes]) -> bytes | None:
    """The fact that an entry states, keyed, with its day; None where it never merges by itself."""
    fact = document_key(doc, entry) if entry.type == "Composition" else fact_key(entry)
    return None if fact is None else fact_on(sort_key(entry.date), index(b"fact\0" + fact.encode()))


def rows_of(arriving: Sequence[Arriving], opened: Opened) -> list[tuple[object, ...]]:
    """The columns that depend on each piece alone.

    kind, rank, date, precision, category, code, mark, identity, content, fact, face, body.
    """
    shown = [_columns(one.entry, opened.label) for one in arriving]
    faces = opened.key.seal_each([encode(_face(one)) for one in arriving], FACE)
    bodies = opened.key.seal_each([one.raw for one in arriving], BODY)
    return [
        (int(one.kind), one.rank, *columns, one.identity, one.content, one.fact, face, body)
        for one, columns, face, body in zip(arriving, shown, faces, bodies, strict=True)
    ]


def _face(one: Arriving) -> Face:
    problem = one.problem
    if problem is None and not one.made_from:
        return Face(one.type, one.id, one.full_url, one.stamp, one.entry, one.label)
    what, where = (problem.what, one.where) if problem else ("", "")
    return Face(one.type, one.id, one.full_url, one.stamp, one.entry, one.label, what, where, one.made_from)


def _columns(entry: Entry | None, label: Callable[[str], bytes]) -> tuple[int, int, bytes, bytes | None, bytes | None]:
    """date, precision, category, code, mark."""
    if entry is None:
        return 0, 0, b"", None, None
    joined, home = trend(entry), mark(entry)
    return (
        sort_key(entry.date),
        _PRECISION[entry.precision],
        label(shelf(entry.category, entry.standing)),
        label("trend:" + joined) if joined else None,
        label(home) if home else None,
    )
