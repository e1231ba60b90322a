"""With which other records does a record stand or fall, so that what is kept back does not show through another?

A tie is stated by the record that names the other one:

    has       a report and its results, a panel and its members: when one is withheld or waits, so does the other
    cites     a document that tells what its entries say: it waits for them, they do not wait for it
    carries   a file: seen by whoever sees a record that carries it; two that carry the same file are one family
    uses      a specimen: seen by whoever sees a result made from it
    about     a note of origin: seen by whoever sees what it is about
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from haversack.records.formats.fhir_r4.fields import obj, objs, text, under

_REFERENCE = re.compile(r"(?:.*/)?([A-Z][A-Za-z]{1,39})/([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]+)?", re.ASCII)
FILE_ELSEWHERE = "url"  # in place of a type: a file that is no Binary here, known by the hash of its address


class Kind(StrEnum):
    """How two records hang together. The values are stored."""

    HAS = "has"
    CITES = "cites"
    CARRIES = "carries"
    USES = "uses"
    ABOUT = "about"


FAMILY = (Kind.HAS, Kind.CITES, Kind.CARRIES)


class Key(NamedTuple):
    """What a reference leads to here."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}/{self.id}"


class Tie(NamedTuple):
    kind: Kind
    to: Key


def key_of(reference: object) -> Key | None:
    """Where a relative, absolute or versioned reference leads; None for one that leads nowhere (#x, urn:, a query)."""
    found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    return Key(found[1], found[2]) if found else None


def ties_of(doc: dict[str, Any]) -> list[Tie]:
    """The ties that a decoded resource states, each once."""
    stating = _STATING.get(str(doc.get("resourceType")))
    return list(dict.fromkeys(stating(doc))) if stating else []


def _to(kind: Kind, references: list[dict[str, Any]]) -> Iterator[Tie]:
    for one in references:
        if key := key_of(one.get("reference")):
            yield Tie(kind, key)


def _of_report(doc: dict[str, Any]) -> Iterator[Tie]:
    yield from _to(Kind.HAS, objs(doc.get("result")))
    yield from _to(Kind.HAS, objs(doc.get("imagingStudy")))
    yield from _to(Kind.HAS, under(doc.get("media"), "link"))
    yield from _to(Kind.USES, objs(doc.get("specimen")))
    yield from _files(objs(doc.get("presentedForm")))


def _of_observation(doc: dict[str, Any]) -> Iterator[Tie]:
    yield from _to(Kind.HAS, objs(doc.get("hasMember")))
    yield from _to(Kind.USES, objs(doc.get("specimen")))


def _of_document(doc: dict[str, Any]) -> Iterator[Tie]:
    yield from _files(under(doc.get("content"), "attachment"))
    yield from _to(Kind.CITES, objs(obj(doc.get("context")).get("related")))


def _of_media(doc: dict[str, Any]) -> Iterator[Tie]:
    yield from _files([obj(doc.get("content"))])


def _of_composition(doc: dict[str, Any]) -> Iterator[Tie]:
    waiting = objs(doc.get("section"))
    while waiting:
        section = waiting.pop()
        yield from _to(Kind.CITES, objs(section.get("entry")))
        waiting.extend(objs(section.get("section")))


def _of_provenance(doc: dict[str, Any]) -> Iterator[Tie]:
    yield from _to(Kind.ABOUT, objs(doc.get("target")))


def _files(attachments: list[dict[str, Any]]) -> Iterator[Tie]:
    for attachment in attachments:
        if url := text(attachment.get("url")):
            key = key_of(url)
            here = key is not None and key.type == "Binary"
            yield Tie(Kind.CARRIES, key if key and here else Key(FILE_ELSEWHERE, sha256(url.encode()).hexdigest()[:40]))


_STATING: dict[str, Callable[[dict[str, Any]], Iterator[Tie]]] = {
    "Composition": _of_composition,
    "DiagnosticReport": _of_report,
    "DocumentReference": _of_document,
    "Media": _of_media,
    "Observation": _of_observation,
    "Provenance": _of_provenance,
}
