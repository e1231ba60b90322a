"""What is in a file, at a glance: which type and id each resource has, without reading what it says?

Whoever takes a file in looks through it once before, for whom it is about and what things in it are called. Decoding
everything twice would cost more than sealing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from haversack.records.bundle import read_file
from haversack.records.lines import CHUNK, split_lines
from haversack.records.pieces import Reading
from haversack.records.spans import outline_of, resource_span

_BOM = b"\xef\xbb\xbf"


class Seen(NamedTuple):
    """One resource of a file. `type` and `id` are "" where it does not say, or cannot be read."""

    raw: bytes
    full_url: str
    type: str
    id: str


class _Head(msgspec.Struct):
    resourceType: object = ""
    id: object = ""


_head_of = msgspec.json.Decoder(_Head).decode


class NotPlain(Exception):
    """The file is not as plain as most are; it has to be read as it will be when it is taken in."""


def glance(open_file: Callable[[], BinaryIO], *, size: int, strict: bool = False) -> tuple[Reading, Iterator[Seen]]:
    """Look through a file. Returns its reading, not begun (kind and base are known), and its resources in order."""
    with open_file() as stream:
        reading = read_file(stream, size=size, strict=strict)
    return reading, _look(open_file, size, reading.kind, strict)


def _look(open_file: Callable[[], BinaryIO], size: int, kind: str, strict: bool) -> Iterator[Seen]:
    if kind == "ndjson":
        with open_file() as stream:
            for line, _whole in split_lines(stream, stream.read(CHUNK)):
                if line.strip():
                    seen = _seen(line.removeprefix(_BOM), "")
                    yield from _opened(seen) if seen.type == "Bundle" else (seen,)
        return
    with open_file() as stream:
        if kind == "bundle":
            try:
                found = _plain_bundle(stream.read())
            except NotPlain:
                stream.seek(0)
            else:
                yield from found
                return
        for piece in read_file(stream, size=size, strict=strict):
            if piece.doc is not None:
                kind_of_thing, name = piece.doc["resourceType"], piece.doc.get("id")
                yield Seen(piece.raw, piece.full_url, kind_of_thing, name if isinstance(name, str) else "")


def _opened(bundle: Seen) -> Iterator[Seen]:
    """The resources of a bundle that stands on a line."""
    for span in resource_span(bundle.raw.strip(), 0, ""):
        if span.doc is not None:
            name = span.doc.get("id")
            yield Seen(span.raw, span.full_url, span.doc["resourceType"], name if isinstance(name, str) else "")


def _plain_bundle(raw: bytes) -> list[Seen]:
    """The entries of a bundle that is whole and holds no bundle. Raises NotPlain for any other."""
    try:
        outline = outline_of(raw.removeprefix(_BOM))
    except (ValueError, RecursionError):
        raise NotPlain from None
    found = [
        _seen(bytes(entry.resource), entry.fullUrl if type(entry.fullUrl) is str else "")
        for entry in outline.entry
        if entry.resource is not msgspec.UNSET
    ]
    if any(one.type == "Bundle" for one in found):
        raise NotPlain
    return found


def _seen(raw: bytes, full_url: str) -> Seen:
    try:
        head = _head_of(raw)
    except (ValueError, RecursionError):
        return Seen(raw, full_url, "", "")
    kind, name = head.resourceType, head.id
    if type(name) is int:
        name = str(name)
    return Seen(raw, full_url, kind if type(kind) is str else "", name if type(name) is str else "")
