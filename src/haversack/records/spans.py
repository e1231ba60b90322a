"""Where in one JSON document does each of its resources stand?

A Bundle of any type is opened, and bundles inside it too. The document is looked through once without decoding the
resources; what they say is asked of each alone, so that a broken one costs itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from haversack.records.entry import Problem, Severity
from haversack.records.formats.fhir_r4.read import read_resource

# Bundles in bundles: an answer to a batch holds search sets, and they hold resources. Nobody needs more.
DEEPEST_BUNDLE = 8

WHOLE_FILE = "whole file"
ENTRIES_NO_LIST = "The entries of this bundle are not a list, so its records cannot be told apart."
ENTRY_NO_OBJECT = "This entry of the bundle is not an object, so it holds no record."
SEVERAL = "Several records stand here under one name. This is the last of them; the others before it were not read."
BUNDLES_TOO_DEEP = f"There are more than {DEEPEST_BUNDLE} bundles inside one another."


class Span(NamedTuple):
    """One resource and the place in the file where its bytes begin. The rest as in Piece."""

    raw: bytes
    start: int
    where: str
    full_url: str
    doc: dict[str, Any] | None
    problem: Problem | None
    content: bytes = b""


class _Entry(msgspec.Struct):
    # What else an entry holds (search, request, response) is no resource; it stays in the bytes between the pieces.
    resource: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    fullUrl: object = ""


class Outline(msgspec.Struct):
    """The outside of a document: what it is, and where its entries are."""

    resourceType: object = ""
    entry: list[_Entry] = []
    link: object = None


class _RawEntries(msgspec.Struct):
    resourceType: object = ""
    entry: msgspec.Raw = msgspec.Raw(b"[]")


outline_of = msgspec.json.Decoder(Outline).decode
_entry_of = msgspec.json.Decoder(_Entry).decode
_raw_entries_of = msgspec.json.Decoder(_RawEntries).decode
_list_of = msgspec.json.Decoder(list[msgspec.Raw]).decode


def resource_span(raw: bytes, start: int, where: str, full_url: str = "", depth: int = 0) -> Iterator[Span]:
    """The resource whose bytes are `raw`, at `start` of the document; if it is a Bundle, the resources in it."""
    doc, remark, severity, content = read_resource(raw)
    if doc["resourceType"] == "Bundle" if doc is not None else _is_bundle(raw):
        yield from bundle_spans(raw, start, f"{where}, " if where else "", depth + 1)
    else:
        problem = Problem(where or WHOLE_FILE, remark, severity) if remark else None
        yield Span(raw, start, where, full_url, doc, problem, content)


def _is_bundle(raw: bytes) -> bool:
    """Whether what cannot be read is a Bundle, of which one entry may be to blame: each is then read by itself."""
    try:
        return outline_of(raw).resourceType == "Bundle"
    except (ValueError, RecursionError):
        return False


def bundle_spans(
    raw: bytes, start: int, place: str = "", depth: int = 0, outline: Outline | None = None
) -> Iterator[Span]:
    """The resources in a Bundle that is valid JSON. `place` goes before "entry 3 of 40"."""
    if depth > DEEPEST_BUNDLE:
        yield broken_span(raw, start, place.rstrip(", "), BUNDLES_TOO_DEEP)
        return
    try:
        outline = outline or outline_of(raw)
    except msgspec.ValidationError:  # an entry, or the list of them, is not what it should be
        yield from ragged_spans(raw, start, place, depth)
        return
    end, count = 0, len(outline.entry)
    for number, entry in enumerate(outline.entry, 1):
        if entry.resource is msgspec.UNSET:
            continue
        resource, url = bytes(entry.resource), entry.fullUrl
        at = _find(raw, resource, end)
        where, url = f"{place}entry {number} of {count}", url if type(url) is str else ""
        doc, remark, severity, content = read_resource(resource)
        if raw.count(b'"resource"', end, at) > 1:
            remark, severity = remark or SEVERAL, "error"
        end = at + len(resource)
        if doc["resourceType"] == "Bundle" if doc is not None else _is_bundle(resource):
            yield from bundle_spans(resource, start + at, f"{where}, ", depth + 1)
        else:  # as in resource_span, without its price for each of 100,000
            problem = Problem(where, remark, severity) if remark else None
            yield Span(resource, start + at, where, url, doc, problem, content)


def ragged_spans(raw: bytes, start: int, place: str = "", depth: int = 0) -> Iterator[Span]:
    """The same where some entries are not objects: those are kept unread, the others go on."""
    outside = _raw_entries_of(raw)
    if outside.resourceType != "Bundle":
        yield from resource_span(raw, start, place.rstrip(", "))
        return
    try:
        entries = _list_of(outside.entry)
    except msgspec.ValidationError:
        yield broken_span(raw, start, place.rstrip(", ") or WHOLE_FILE, ENTRIES_NO_LIST)
        return
    at = 0
    for number, held in enumerate(entries, 1):
        inner = bytes(held)
        at = _find(raw, inner, at)
        yield from entry_spans(inner, start + at, f"{place}entry {number} of {len(entries)}", depth)
        at += len(inner)


def entry_spans(raw: bytes, start: int, where: str, depth: int = 0) -> Iterator[Span]:
    """The resource in one entry. Raises DecodeError or RecursionError when `raw` is not JSON that can be read."""
    try:
        entry = _entry_of(raw)
    except msgspec.ValidationError:
        yield broken_span(raw, start, where, ENTRY_NO_OBJECT)
        return
    if entry.resource is not msgspec.UNSET:
        resource, url = bytes(entry.resource), entry.fullUrl
        at = start + _find(raw, resource, 0)
        yield from resource_span(resource, at, where, url if type(url) is str else "", depth)


def array_spans(raw: bytes, start: int, place: str = "") -> Iterator[Span]:
    """The resources of a bare JSON array. It is no FHIR, but exports have been seen to be written so."""
    at, listed = 0, _list_of(raw)
    for number, held in enumerate(listed, 1):
        inner = bytes(held)
        at = _find(raw, inner, at)
        yield from resource_span(inner, start + at, f"{place}item {number} of {len(listed)}")
        at += len(inner)


def broken_span(raw: bytes, start: int, where: str, what: str, severity: Severity = "error") -> Span:
    """Bytes that cannot be read, kept with the reason."""
    return Span(raw, start, where, "", None, Problem(where, what, severity))


def _find(raw: bytes, inner: bytes, at: int) -> int:
    """Where `inner` stands at or after `at`. The same bytes earlier serve as well: put together, they are the file.

    An object is looked for by its beginning, which is faster than a search that prepares itself for 1,000 bytes.
    """
    if not inner.startswith(b"{"):
        return raw.index(inner, at)
    beginning = inner[:48]
    at = raw.index(beginning, at)
    while not raw.startswith(inner, at):
        at = raw.index(beginning, at + 1)
    return at
