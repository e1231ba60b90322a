"""What can be saved from a JSON document that is broken somewhere?

Each complete entry before, between and after the breaks is read as ever; what cannot be told apart is kept unread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from haversack.records.formats.fhir_r4.read import BROKEN, CUT_OFF, WRONG_ENCODING, why_unreadable
from haversack.records.spans import Span, broken_span, entry_spans, resource_span

# How often the bytes may be looked through before the rest is given up: breaks inside breaks could take hours.
PATIENCE = 12
_WINDOW = 1 << 16

_SPACE = re.compile(rb"[ \t\r\n]*")
_ENTRY_LIST = re.compile(rb'"entry"\s{0,200}:\s{0,200}\[')
_ITEM_LIST = re.compile(rb"\s{0,200}\[")
_LOOKS_LIKE_ENTRY = re.compile(rb'\s{0,200}\{\s{0,200}"(?:fullUrl|resource|link|search|request|response|id|extension)"')
# Quotation marks inside strings are escaped, so this cannot stand in somebody's text.
_NEXT_ENTRY = re.compile(rb',\s{0,200}(\{\s{0,200}"(?:fullUrl|resource)"\s{0,200}:)')
_NEXT_ITEM = re.compile(rb',\s{0,200}(\{\s{0,200}"resourceType"\s{0,200}:)')
_scan = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode


def end_of_value(raw: bytes, at: int) -> tuple[int | None, int]:
    """Where the JSON value that begins at `at` ends, None when it is broken; and how many bytes were looked at.

    Looked at through a window that grows, as Latin-1, so that a place in the text is a place in the bytes.
    """
    width, looked = _WINDOW, 0
    while True:
        text = raw[at : at + width].decode("latin-1")
        looked += len(text)
        try:
            return at + _scan(text)[1], looked
        except json.JSONDecodeError as broken:
            more = at + width < len(raw)
            at_edge = broken.pos >= len(text) - 8 or broken.msg.startswith("Unterminated string")
            if not (more and at_edge):
                return None, looked
        except (ValueError, RecursionError):
            return None, looked
        width *= 8


def salvage(raw: bytes, start: int = 0, place: str = "") -> Iterator[Span]:
    """The resources of one document that msgspec could not look through; `start` is where it begins in the file."""
    if found := _ITEM_LIST.match(raw):
        yield from _elements(raw, start, found.end(), _NEXT_ITEM, f"{place}item")
        return
    found = _ENTRY_LIST.search(raw)
    if found and _LOOKS_LIKE_ENTRY.match(raw, found.end()):
        yield from _elements(raw, start, found.end(), _NEXT_ENTRY, f"{place}entry")
        return
    yield from resource_span(raw.rstrip(), start, place.rstrip(", "))


def _elements(raw: bytes, start: int, at: int, following: re.Pattern[bytes], word: str) -> Iterator[Span]:
    """The elements of a list from `at` on, until it ends or the bytes do."""
    patience = PATIENCE * len(raw)
    number = 0
    while True:
        at = skip_space(raw, at)
        if raw[at : at + 1] == b",":
            at = skip_space(raw, at + 1)
        if at >= len(raw) or raw[at : at + 1] == b"]":
            return
        number += 1
        end, looked = end_of_value(raw, at)
        patience -= looked
        if end is not None:
            yield from _element(raw[at:end], start + at, f"{word} {number}", entries=following is _NEXT_ENTRY)
            at = end
            continue
        after = following.search(raw, at + 1) if patience > 0 else None
        broken = raw[at : after.start() if after else len(raw)].rstrip(b" \t\r\n,")
        yield broken_span(broken, start + at, f"{word} {number}", _what_broke(broken, is_last=after is None))
        if after is None:
            return
        at = after.start(1)


def _element(raw: bytes, start: int, where: str, *, entries: bool) -> Iterator[Span]:
    try:
        yield from entry_spans(raw, start, where) if entries else resource_span(raw, start, where)
    except (ValueError, RecursionError) as broken:
        yield broken_span(raw, start, where, why_unreadable(raw, broken))


def _what_broke(raw: bytes, *, is_last: bool) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError as wrong:
        if not (is_last and wrong.end >= len(raw) - 3):  # cut off inside a character
            return WRONG_ENCODING
    return CUT_OFF if is_last else BROKEN


def skip_space(raw: bytes, at: int) -> int:
    """The place of the next byte that is no JSON white space."""
    found = _SPACE.match(raw, at)
    return found.end() if found else at
