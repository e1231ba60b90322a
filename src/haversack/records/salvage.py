"""What can be saved from a JSON document that is broken somewhere?

Each complete entry before, between and after the breaks is read as ever; what cannot be told apart is kept unread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.read import BROKEN, CUT_OFF, place_of_break, why_unreadable
from haversack.records.spans import DEEPEST_BUNDLE, WHOLE_FILE, Span, broken_span, entry_spans, resource_span

# How often the bytes may be looked through before the rest is given up: breaks inside breaks could take hours.
PATIENCE = 12
_WINDOW = 1 << 13

ENDS_EARLY = "The file was cut off: it ends before it is complete. More may have been in it. Fetch it again."
MENDED = (
    "The file is not valid JSON throughout: a comma or bracket is misplaced. All that could be told apart was read."
)

_SPACE = re.compile(rb"[ \t\r\n]*")
_ENTRY_LIST = re.compile(rb'"entry"\s{0,200}:\s{0,200}\[')
_ITEM_LIST = re.compile(rb"\s{0,200}\[")
_LOOKS_LIKE_ENTRY = re.compile(rb'\{\s{0,200}"(?:fullUrl|resource|link|search|request|response|id|extension)"')
_IS_ENTRY = re.compile(rb'\{\s{0,200}"(?:fullUrl|resource|link|search|request|response)"')
_TYPE = re.compile(rb'"resourceType"\s{0,200}:\s{0,200}"(\w{1,64})"')
# Quotation marks inside strings are escaped, so this cannot stand in somebody's text.
_FIRST_ENTRY = re.compile(rb'\{\s{0,200}"(?:fullUrl|resource)"\s{0,200}:')
_NEXT_ENTRY = re.compile(rb',\s{0,200}(\{\s{0,200}"(?:fullUrl|resource)"\s{0,200}:)')
_NEXT_ITEM = re.compile(rb',\s{0,200}(\{\s{0,200}"resourceType"\s{0,200}:)')
_scan = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode


def end_of_value(raw: bytes, at: int) -> tuple[int | None, int]:
    """Where the JSON value that begins at `at` ends, None when it is broken; and how many bytes it took to see that.

    Looked at through a window that grows, as Latin-1, so that a place in the text is a place in the bytes.
    """
    width, looked = _WINDOW, 0
    while True:
        text = raw[at : at + width].decode("latin-1")
        looked += len(text) // 16
        try:
            return at + _scan(text)[1], 0
        except json.JSONDecodeError as broken:
            looked += broken.pos
            more = at + width < len(raw)
            at_edge = broken.pos >= len(text) - 8 or broken.msg.startswith("Unterminated string")
            if not (more and at_edge):
                return None, looked
        except (ValueError, RecursionError):
            return None, looked
        width *= 8


def salvage(raw: bytes, start: int, place: str, problems: list[Problem]) -> Iterator[Span]:
    """The resources of one document that msgspec could not look through; `start` is where it begins in the file.

    What concerns the document and none of them is added to `problems`.
    """
    if found := _ITEM_LIST.match(raw):
        yield from _elements(raw, start, found.end(), _NEXT_ITEM, f"{place}item", problems)
        return
    inside = _entries_in(raw, 0, len(raw), _LOOKS_LIKE_ENTRY)
    kind = _TYPE.search(raw, 0, inside if inside is not None else len(raw))
    if inside is None and kind and kind[1] == b"Bundle" and (first := _FIRST_ENTRY.search(raw)):
        inside = first.start()  # the list of entries itself is what broke
    if inside is not None and (kind is None or kind[1] == b"Bundle"):
        yield from _elements(raw, start, inside, _NEXT_ENTRY, f"{place}entry", problems)
        return
    yield from resource_span(raw.rstrip(b" \t\r\n"), start, place.rstrip(", ") or place_of_break(raw))


def _entries_in(raw: bytes, at: int, end: int, looks: re.Pattern[bytes]) -> int | None:
    """Where the first entry of a Bundle's list stands between `at` and `end`."""
    found = _ENTRY_LIST.search(raw, at, end)
    if found is None:
        return None
    inside = skip_space(raw, found.end())
    return inside if looks.match(raw, inside) else None


def _elements(
    raw: bytes, start: int, at: int, following: re.Pattern[bytes], word: str, problems: list[Problem]
) -> Iterator[Span]:
    """The elements of a list from `at` on, until it ends or the bytes do.

    A bundle inside that is broken is not told as an element: its entries are, as if they stood in the outer list.
    """
    patience = PATIENCE * len(raw)
    number, depth, is_explained = 0, 0, False
    while True:
        at = skip_space(raw, at)
        if raw[at : at + 1] == b",":
            at = skip_space(raw, at + 1)
        if raw[at : at + 1] == b"]" and depth and (after := following.search(raw, at)):
            depth, at = depth - 1, after.start(1)
            continue
        if at >= len(raw) or raw[at : at + 1] == b"]":
            is_cut = not raw.rstrip().endswith((b"}", b"]")) or at >= len(raw)
            if is_cut or not is_explained:
                problems.append(Problem(WHOLE_FILE, ENDS_EARLY) if is_cut else Problem(WHOLE_FILE, MENDED, "warning"))
            return
        end, looked = end_of_value(raw, at)
        patience -= looked
        if end is not None:
            number += 1
            for span in _element(raw[at:end], start + at, f"{word} {number}", entries=following is _NEXT_ENTRY):
                is_explained = is_explained or span.doc is None
                yield span
            at = end
            continue
        after = following.search(raw, at + 1) if patience > 0 else None
        limit = after.start() if after else len(raw)
        inside = _entries_in(raw, at, limit, _IS_ENTRY) if patience > 0 else None
        if inside is not None:
            depth, at = depth + 1, inside
            continue
        number, is_explained = number + 1, True
        broken = raw[at:limit].rstrip(b" \t\r\n,")
        yield broken_span(broken, start + at, f"{word} {number}", _what_broke(broken, is_last=after is None))
        if after is None:
            return
        at = after.start(1)


def _element(raw: bytes, start: int, where: str, *, entries: bool) -> Iterator[Span]:
    try:
        yield from entry_spans(raw, start, where) if entries else resource_span(raw, start, where)
    except (ValueError, RecursionError):  # Python's own reader took what JSON does not have
        inside = _entries_in(raw, 0, len(raw), _IS_ENTRY) if where.count("entry") <= DEEPEST_BUNDLE else None
        if inside is None:
            yield broken_span(raw, start, where, why_unreadable(raw))
        else:
            yield from _elements(raw, start, inside, _NEXT_ENTRY, f"{where}, entry", [])


def _what_broke(raw: bytes, *, is_last: bool) -> str:
    what = why_unreadable(raw)
    return BROKEN if what == CUT_OFF and not is_last else what


def skip_space(raw: bytes, at: int) -> int:
    """The place of the next byte that is no JSON white space."""
    found = _SPACE.match(raw, at)
    return found.end() if found else at
