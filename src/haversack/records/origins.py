"""Where did a file come from before it was exported and came back, and what had been decided about its pieces?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from haversack.records.people import PersonIdentity
from haversack.records.pieces import Piece

Partings = tuple[tuple[tuple[tuple[str, str, str], ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What an export of ours tells about one of its files.

    text, name, kind: the source it came from; file: what it was called; whole: it is byte for byte what came.
    accepted: the pieces, counted from 0, that had been accepted. full_urls: those a piece came under in a bundle that
    is not whole any more. person: whose record it was. claimed: the ids of what its claims tell of that had
    been accepted. apart: what was taken apart in that record, each time as parts, each of (source's text, type, id).
    """

    text: str
    name: str
    kind: str
    file: str
    whole: bool
    person: PersonIdentity
    accepted: frozenset[int] = frozenset()
    full_urls: Mapping[int, str] = field(default_factory=dict)
    claimed: frozenset[str] = frozenset()
    apart: Partings = ()

    def __repr__(self) -> str:
        return "Origin(...)"


def as_they_came(pieces: Iterable[Piece], origin: Origin | None) -> Iterator[Piece]:
    """The pieces, each under the fullUrl that it had when it first came."""
    return iter(pieces) if origin is None else _under_old_names(pieces, origin)


def _under_old_names(pieces: Iterable[Piece], origin: Origin) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        if not piece.full_url:
            piece.full_url = origin.full_urls.get(number, "")
        yield piece
