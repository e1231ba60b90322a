"""How does a copy leave the portal? Noted before the first byte of it, made of what may be seen at that moment."""

from __future__ import annotations

from collections.abc import Iterator

from haversack import audit

from ..queries.leaving import everything
from ..queries.reader import Reader
from ..rules.rights import Act


def bundle(*, by: Reader) -> Iterator[bytes]:
    """A FHIR R4 Bundle of type collection."""
    _note(by, "bundle")
    return _bundle(by)


def ndjson(*, by: Reader) -> Iterator[bytes]:
    """A resource a line."""
    _note(by, "ndjson")
    return (body.replace(b"\n", b" ") + b"\n" for body in everything(by))


def note_readable(*, by: Reader, kind: str = "page") -> None:
    """A readable page or PDF is about to leave; presenters write it."""
    _note(by, kind)


def _bundle(by: Reader) -> Iterator[bytes]:
    yield b'{"resourceType":"Bundle","type":"collection","timestamp":"' + by.now.isoformat().encode() + b'","entry":['
    for number, body in enumerate(everything(by)):
        yield (b"," if number else b"") + b'\n{"resource":' + body + b"}"
    yield b"\n]}\n"


def _note(by: Reader, kind: str) -> None:
    by.require(Act.EXPORT)
    audit.record(by=by, act="record.export", person=by.uuid, object=kind)
