"""What do we know of one piece before the database is asked?

Its identity, its content, what it says: keyed and sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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


def prepare(piece: Piece, *, context: Context, opened: Opened) -> Arriving:
    """Read one piece. Never raises for what is in it: a piece that cannot be read is kept with its reason."""
    index = opened.key.index
    doc = piece.doc
    if doc is None:
        content = content_hash(piece.raw, None)
        return Arriving(
            piece, Kind.UNREADABLE, "", index(b"unreadable\0" + context.source.encode() + content), index(content)
        )
    content = content_hash(piece.raw, doc)
    kind_of_thing = doc["resourceType"]
    arriving = Arriving(
        piece,
        Kind.UNDISPLAYED,
        kind_of_thing,
        index(identity_text(context.source, doc, piece.full_url, content).encode()),
        index(content),
        stamp_of(doc),
    )
    entry = arriving.entry = describe(doc, context.names)
    if entry is None:
        named = name_of(doc)
        arriving.label = named.title if named else ""
        return arriving
    arriving.kind = Kind.DISPLAYED
    context.resolve(entry)
    fact = fact_key(entry)
    if kind_of_thing in _REPORTS and (urls := attachment_urls(doc)):
        fact = f"address|{context.source}|{min(urls)}"
        arriving.rank = BY_ADDRESS
    if fact is not None:
        arriving.fact = index(b"fact\0" + fact.encode())
    return arriving


def row_of(arriving: Arriving, opened: Opened) -> tuple[object, ...]:
    """The columns that depend on the piece alone: kind, rank, date, precision, category, code, mark, identity,
    content, fact, face, body.
    """
    entry, piece, label = arriving.entry, arriving.piece, opened.label
    face = Face(
        arriving.type,
        str((piece.doc or {}).get("id") or ""),
        piece.full_url,
        arriving.stamp,
        entry,
        arriving.label,
        piece.problem.what if piece.problem else "",
        piece.where if piece.problem else "",
    )
    if entry is None:
        date, precision, category, code, marked = 0, 0, b"", None, None
    else:
        date, precision = sort_key(entry.date), _PRECISION[entry.precision]
        category = label(shelf(entry.category, entry.standing))
        joined, home = trend(entry), mark(entry)
        code = label("trend:" + joined) if joined else None
        marked = label(home) if home else None
    return (
        arriving.kind,
        arriving.rank,
        date,
        precision,
        category,
        code,
        marked,
        arriving.identity,
        arriving.content,
        arriving.fact,
        opened.key.seal(encode(face), FACE),
        opened.key.seal(piece.raw, BODY),
    )
