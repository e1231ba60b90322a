"""What is one JSON document: a Bundle, a resource, a list of resources, several documents in a row?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

import msgspec

from haversack.records.entry import Problem
from haversack.records.salvage import end_of_value, salvage, skip_space
from haversack.records.servers import base_in, base_of
from haversack.records.spans import Span, array_spans, bundle_spans, outline_of, ragged_spans, resource_span

# What some programs and disks leave behind the end of a file.
_PADDING = (b"\0", b"\x1a")


class Document(NamedTuple):
    """kind and base as in Reading; spans: the resources in it, once; problems: what is wrong around them, then."""

    kind: str
    base: str
    spans: Iterator[Span]
    problems: list[Problem]


def open_document(raw: bytes, start: int = 0, place: str = "") -> Document:
    """Look at the outside of the JSON in `raw`, which begins at `start` of its file.

    `place` goes before each place in words ("document 2, ").
    """
    problems: list[Problem] = []
    kind = "bundle" if b'"entry"' in raw else "resource"
    try:
        outline = outline_of(raw)
    except msgspec.ValidationError:  # valid as far as it was read, and not shaped like a resource or Bundle
        if raw.lstrip().startswith(b"["):
            kind, spans = "list", array_spans(raw, start, place)
        else:
            spans = ragged_spans(raw, start, place)
        return Document(kind, base_in(raw), _careful(spans, raw, start, place, problems), problems)
    except msgspec.DecodeError as broken:
        if "trailing characters" in str(broken) and not place:
            return Document("documents", "", _several(raw, start, problems), problems)
        return Document(kind, base_in(raw), salvage(raw, start, place, problems), problems)
    except (ValueError, RecursionError):
        return Document(kind, base_in(raw), salvage(raw, start, place, problems), problems)
    if outline.resourceType == "Bundle":
        return Document("bundle", base_of(outline), bundle_spans(raw, start, place, outline=outline), problems)
    return Document("resource", "", _resource(raw, start, place), problems)


def _resource(raw: bytes, start: int, place: str) -> Iterator[Span]:
    at = skip_space(raw, 0)
    return resource_span(raw[at:].rstrip(b" \t\r\n"), start + at, place.rstrip(", "))


def _careful(spans: Iterator[Span], raw: bytes, start: int, place: str, problems: list[Problem]) -> Iterator[Span]:
    """The spans, or what can be saved where the document is broken behind what was wrong with its shape."""
    try:
        first = next(spans, None)
    except (msgspec.DecodeError, ValueError, RecursionError):
        yield from salvage(raw, start, place, problems)
        return
    if first is not None:
        yield first
        yield from spans


def _several(raw: bytes, start: int, problems: list[Problem]) -> Iterator[Span]:
    at = skip_space(raw, 0)
    for number in count(1):
        if at >= len(raw) or (raw[at : at + 1] in _PADDING and not raw[at:].strip(b"\0\x1a \t\r\n")):
            return
        end, _ = end_of_value(raw, at)
        whole = raw[at:end] if end is not None else raw[at:]
        document = open_document(whole, start + at, f"document {number}, ")
        yield from document.spans
        problems.extend(document.problems)
        at = skip_space(raw, at + len(whole))
