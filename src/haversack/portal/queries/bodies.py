"""What do the rows that a reader may see say, with nothing in it about those they may not?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from haversack.records.digits import decode
from haversack.records.enclosing import references
from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.describe import Named, describe, name_of
from haversack.vault.sealing import Sealer

from ..models import Record
from ..models.keys import BODY, sealer
from ..rules.facts import WITHDRAWN
from ..rules.scrub import names_any, references_in, stub, without
from ..rules.sections import Section, section_of
from ..rules.ties import Key, key_of
from .reader import Reader
from .visible import directory, hidden_among, named, visible


class HasBody(Protocol):
    """A row, or what was read of one: its state and its sealed resource."""

    @property
    def status(self) -> str: ...
    @property
    def body(self) -> Any: ...


Sealed = TypeVar("Sealed", bound=HasBody)


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as this reader may see it. `entry` is None for a type that no list shows."""

    row: Record
    body: bytes = field(repr=False)
    doc: dict[str, Any] = field(repr=False)
    entry: Entry | None = field(repr=False)

    @property
    def key(self) -> Key:
        return Key(self.row.type, self.row.fhir_id)

    def __repr__(self) -> str:
        return f"<Shown {self.row}>"


def bodies(reader: Reader | None, rows: Sequence[Sealed]) -> list[tuple[Sealed, bytes]]:
    """The rows with their resources, in order; one of which nothing may be said is left out.

    Without a reader they are of the directory, which names nobody's records.
    """
    key = sealer()
    opened = [(row, body_of(row, key)) for row in rows]
    if reader is None:
        return opened
    hidden = hidden_among(reader, {key for _, body in opened for key in references_in(body)})
    if not hidden:
        return opened
    told = [(row, without(body, hidden) if names_any(body, hidden) else body) for row, body in opened]
    return [(row, body) for row, body in told if body is not None]


def body_of(row: HasBody, key: Sealer | None = None) -> bytes:
    """The resource of a row that is visible; of one entered in error only that it was."""
    body = (key or sealer()).open(bytes(row.body), BODY)
    return stub(body) if row.status == WITHDRAWN else body


def described(reader: Reader, rows: Sequence[Record]) -> list[Shown]:
    """The rows with what they say, for pages: people, places and medicines that they refer to are named."""
    told = [(row, body, decode(body)) for row, body in bodies(reader, rows)]
    names = _names(reader, (doc for _, _, doc in told))
    return [Shown(row, body, doc, describe(doc, names.get)) for row, body, doc in told]


def _names(reader: Reader, docs: Iterable[dict[str, Any]]) -> dict[str, Named]:
    """What the records that these refer to are called, as far as this reader may see them."""
    wanted = {reference: key for doc in docs for reference in references(doc) if (key := key_of(reference))}
    found: dict[Key, Named] = {}
    keys = set(wanted.values())
    for _ in range(3):  # an order is known by who asked for it; a role is called by its practitioner and its place
        nobodys = {key for key in keys if section_of({"resourceType": key.type, "patient": True}) is Section.DIRECTORY}
        rows = [*directory(reader.policy, reader.now).filter(named(nobodys))] if nobodys else []
        if own := keys - nobodys:
            rows += visible(reader).filter(named(own), type__in=_NAMING)
        opened = {Key(row.type, row.fhir_id): name_of(decode(body_of(row))) for row in rows}
        found |= {key: named_ for key, named_ in opened.items() if named_ is not None}
        further = {key for named_ in opened.values() if named_ for see in named_.see if (key := key_of(see))}
        keys = further - set(found)
        if not keys:
            break
    by_key = {str(key): named_ for key, named_ in found.items()}
    return by_key | {reference: found[key] for reference, key in wanted.items() if key in found}


def names_of(rows: Iterable[Record]) -> dict[Key, str]:
    """What these people and places are called."""
    found = {Key(row.type, row.fhir_id): name_of(decode(body_of(row))) for row in rows}
    return {key: one.title if one else "" for key, one in found.items()}


_NAMING = ("CareTeam", "Condition", "Device", "Patient", "Procedure", "RelatedPerson", "ServiceRequest")
