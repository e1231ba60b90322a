"""What is one JSON document: a Bundle, a resource, a list of resources, several documents in a row?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

import msgspec

from haversack.records.salvage import end_of_value, salvage, skip_space
from haversack.records.spans import Outline, Span, array_spans, base_of, bundle_spans, outline_of, resource_span


class Document(NamedTuple):
    """kind and base as in Reading; spans: the resources in it, once."""

    kind: str
    base: str
    spans: Iterator[Span]


def open_document(raw: bytes, start: int = 0, place: str = "") -> Document:
    """Look at the outside of the JSON in `raw`, which begins at `start` of its file.

    `place` goes before each place in words ("document 2, ").
    """
    try:
        outline = outline_of(raw)
    except msgspec.ValidationError:  # valid as far as it was read, and not shaped like a resource or Bundle
        if raw.lstrip().startswith(b"["):
            return Document("list", "", _careful(array_spans(raw, start), raw, start, place))
        return Document("bundle", "", _careful(bundle_spans(raw, start, place), raw, start, place))
    except msgspec.DecodeError as broken:
        if "trailing" in str(broken) and not place:
            return Document("documents", "", _several(raw, start))
        return Document("bundle" if b'"entry"' in raw else "resource", "", salvage(raw, start, place))
    except (ValueError, RecursionError):
        return Document("bundle" if b'"entry"' in raw else "resource", "", salvage(raw, start, place))
    if outline.resourceType == "Bundle":
        return Document("bundle", base_of(outline), bundle_spans(raw, start, place, outline=outline))
    return Document("resource", "", _resource(raw, start, place))


def _resource(raw: bytes, start: int, place: str) -> Iterator[Span]:
    at = skip_space(raw, 0)
    return resource_span(raw[at:].rstrip(b" \t\r\n"), start + at, place.rstrip(", "))


def _careful(spans: Iterator[Span], raw: bytes, start: int, place: str) -> Iterator[Span]:
    """The spans, or what can be saved where the document is broken behind what was wrong with its shape."""
    try:
        first = next(spans, None)
    except (msgspec.DecodeError, ValueError, RecursionError):
        yield from salvage(raw, start, place)
        return
    if first is not None:
        yield first
        yield from spans


def _several(raw: bytes, start: int) -> Iterator[Span]:
    at = skip_space(raw, 0)
    for number in count(1):
        if at >= len(raw):
            return
        end, _ = end_of_value(raw, at)
        whole = raw[at:end] if end is not None else raw[at:]
        yield from open_document(whole, start + at, f"document {number}, ").spans
        at = skip_space(raw, at + len(whole))


__all__ = ["Document", "Outline", "open_document"]
