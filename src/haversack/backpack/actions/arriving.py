"""What do we know of one piece before the database is asked?

Its identity, its content, what it says: keyed and sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from haversack.records.bundle import Piece
from haversack.records.entry import Entry, Link
from haversack.records.formats.fhir_r4.describe import Named, describe, name_of
from haversack.records.identity import attachment_urls, content_hash, fact_key, identity_text, stamp_of

from ..models.face import BODY, FACE, Face, encode
from ..models.record import Kind
from ..queries.opened import Opened
from ..rules.order import PRECISIONS, sort_key
from ..rules.shelves import mark, shelf, trend

Names = Callable[[str], Named | None]

# A record that names a file by its address is the same record wherever in one source it stands (A3, "Dedup trap").
BY_ADDRESS = -1
_REPORTS = frozenset({"DocumentReference", "DiagnosticReport"})
_PRECISION = {name: number for number, name in enumerate(PRECISIONS)}


@dataclass(slots=True)
class Arriving:
    """One piece, ready to be decided on.

    Keys are under the person's key; `entry` is None for what no category shows.
    """

    piece: Piece
    kind: Kind
    type: str
    identity: bytes
    content: bytes
    stamp: str = ""
    entry: Entry | None = None
    label: str = ""
    fact: bytes | None = None
    rank: int = 0
    accept: bool = False  # joins the record as it comes, without review
    counts: bool = True  # in the report of the import; a copy for a second person does not
    outcome: str = ""

    @property
    def is_stub(self) -> bool:
        return self.entry is not None and self.entry.standing == "entered-in-error"


@dataclass(frozen=True, slots=True)
class Context:
    """What the pieces of one file share: their source, what references are called, and where they lead.

    aliases: an entry's fullUrl -> "Type/id" (or "Type/fullUrl" where it has no id), as identity has it.
    base: the file's own server base, taken off absolute references.
    """

    source: str
    names: Names
    aliases: Mapping[str, str] = field(default_factory=dict)
    base: str = ""

    def resolve(self, entry: Entry) -> None:
        """Write references as "Type/id", so that pages follow them by identity; what leads nowhere stays as it is."""
        if entry.members:
            entry.members = tuple(self._plain(reference) for reference in entry.members)
        if entry.links:
            entry.links = tuple(
                link if (plain := self._plain(link.reference)) == link.reference else Link(link.role, plain, link.label)
                for link in entry.links
            )

    def _plain(self, reference: str) -> str:
        found = self.aliases.get(reference)
        if found is not None:
            return found
        if self.base and reference.startswith(self.base):
            reference = reference[len(self.base) :].lstrip("/")
        return reference.split("/_history/", 1)[0]


def prepare(pieces: Sequence[tuple[Piece, bool, bool]], *, context: Context, opened: Opened) -> list[Arriving]:
    """Read pieces, each with whether it joins at once and whether it counts. Never raises for what is in them.

    Step by step for all of them rather than piece by piece for all steps: the code of one step stays in the processor's
    cache, which takes a fifth off an import.
    """
    index, source = opened.key.index, context.source
    contents = [content_hash(piece.raw, piece.doc) for piece, _accept, _counts in pieces]
    keyed = [index(content) for content in contents]
    identities = [
        index(_identity(piece, source, content))
        for (piece, _accept, _counts), content in zip(pieces, contents, strict=True)
    ]
    describing = context.names
    entries = [None if piece.doc is None else describe(piece.doc, describing) for piece, _accept, _counts in pieces]
    found = []
    for (piece, accept, counts), identity, content, entry in zip(pieces, identities, keyed, entries, strict=True):
        doc = piece.doc
        if doc is None:
            found.append(Arriving(piece, Kind.UNREADABLE, "", identity, content, accept=accept, counts=counts))
            continue
        kind = Kind.UNDISPLAYED if entry is None else Kind.DISPLAYED
        one = Arriving(
            piece, kind, doc["resourceType"], identity, content, stamp_of(doc), entry, accept=accept, counts=counts
        )
        if entry is None:
            named = name_of(doc)
            one.label = named.title if named else ""
        else:
            context.resolve(entry)
            _state(one, entry, doc, source, index)
        found.append(one)
    return found


def _identity(piece: Piece, source: str, content: bytes) -> bytes:
    if piece.doc is None:
        return b"unreadable\0" + source.encode() + content
    return identity_text(source, piece.doc, piece.full_url, content).encode()


def _state(one: Arriving, entry: Entry, doc: dict[str, Any], source: str, index: Callable[[bytes], bytes]) -> None:
    """Which fact the entry states, if any that may merge."""
    fact = fact_key(entry)
    if one.type in _REPORTS and (urls := attachment_urls(doc)):
        fact = f"address|{source}|{min(urls)}"
        one.rank = BY_ADDRESS
    if fact is not None:
        one.fact = index(b"fact\0" + fact.encode())


def rows_of(arriving: Sequence[Arriving], opened: Opened) -> list[tuple[object, ...]]:
    """The columns that depend on each piece alone.

    kind, rank, date, precision, category, code, mark, identity, content, fact, face, body.
    """
    seal = opened.key.seal
    shown = [_columns(one.entry, opened.label) for one in arriving]
    faces = [seal(encode(_face(one)), FACE) for one in arriving]
    bodies = [seal(one.piece.raw, BODY) for one in arriving]
    return [
        (int(one.kind), one.rank, *columns, one.identity, one.content, one.fact, face, body)
        for one, columns, face, body in zip(arriving, shown, faces, bodies, strict=True)
    ]


def _face(one: Arriving) -> Face:
    piece = one.piece
    problem = piece.problem
    return Face(
        one.type,
        str((piece.doc or {}).get("id") or ""),
        piece.full_url,
        one.stamp,
        one.entry,
        one.label,
        problem.what if problem else "",
        piece.where if problem else "",
    )


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
