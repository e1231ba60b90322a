"""Which files does a resource carry, and which of their words can be searched (FHIR R4 Attachment)?"""

from __future__ import annotations

import binascii
import html
import re

from haversack.records.digits import is_whole
from haversack.records.entry import Attachment
from haversack.records.formats.fhir_r4.fields import Doc, joined, obj, objs, text

SEARCHED = 200_000
_READ = 2_000_000
_HIDDEN = re.compile(r"<(style|script|head)\b", re.IGNORECASE)
_MARK = re.compile(r"<[^<>]*>")
_PLAIN = ("text/plain", "text/markdown", "text/csv")
_MARKED = ("text/html", "application/xhtml", "text/xml", "application/xml", "text/x-hl7", "application/hl7")


def shown(marked: str) -> str:
    """HTML without style, script and head; what follows one that is never closed goes too. Linear in its length."""
    marked = marked[:_READ]
    folded, kept, at = marked.lower(), "", 0
    while found := _HIDDEN.search(folded, at):
        kept += marked[at : found.start()]
        closed = folded.find(f"</{found[1]}", found.end())
        if closed < 0:
            return kept
        at = closed
    return kept + marked[at:]


def without_marks(marked: str) -> str:
    """The words of HTML or XML, at most SEARCHED characters."""
    bare = _MARK.sub(" ", shown(marked))
    return " ".join(html.unescape(bare).split())[:SEARCHED]


def _decoded(attachment: Doc) -> str:
    """The words of a text that came inside the resource; "" for pictures, PDF, RTF and what cannot be decoded."""
    kind, data = text(attachment.get("contentType")).lower(), attachment.get("data")
    if not isinstance(data, str) or not kind.startswith(_PLAIN + _MARKED):
        return ""
    try:
        decoded = binascii.a2b_base64(data[: _READ - _READ % 4])
    except (binascii.Error, ValueError):
        return ""
    charset = re.search(r"charset=\"?([\w-]+)", kind)
    try:
        words = decoded.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        words = decoded.decode("utf-8", "replace")
    return without_marks(words) if kind.startswith(_MARKED) else _lines(words)


def _lines(words: str) -> str:
    """Plain text line by line, as it was laid out; of several empty lines one."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).strip()[:SEARCHED]


def _size(attachment: Doc) -> int:
    size, data = attachment.get("size"), attachment.get("data")
    if isinstance(data, str) and data:
        return len(data) * 3 // 4 - data[-2:].count("=")
    return int(found) if is_whole(found := text(size)) else -1


def read_attachments(found: list[Doc]) -> tuple[tuple[Attachment, ...], str]:
    """The attachments in order, and their words for search."""
    read = tuple(
        Attachment(
            text(item.get("title")),
            text(item.get("contentType")),
            text(item.get("url")),
            _size(item),
            isinstance(item.get("data"), str) and bool(item.get("data")),
        )
        for item in found
        if item.get("url") or item.get("data") or item.get("title")
    )
    return read, joined(map(_decoded, found), "\n")[:SEARCHED]


def narrative(doc: Doc) -> str:
    """The words of the resource's narrative where they say more than its fields do (status other than generated)."""
    return "" if obj(doc.get("text")).get("status") in ("generated", "empty") else narrated(doc)


def narrated(doc: Doc) -> str:
    """The words of the resource's narrative, whoever wrote it."""
    div = obj(doc.get("text")).get("div")
    return without_marks(div) if isinstance(div, str) else ""


def attachments_of(doc: Doc, key: str) -> list[Doc]:
    """The Attachments under `key`, or under `key`.attachment (DocumentReference.content, Communication.payload)."""
    return [obj(item.get("attachment")) or obj(item.get("contentAttachment")) or item for item in objs(doc.get(key))]
