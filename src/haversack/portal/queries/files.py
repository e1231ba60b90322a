"""What do the files of a record hold, whether they came inside it or beside it as a Binary?"""

from __future__ import annotations

import binascii
from typing import Any

from haversack.records.formats.fhir_r4.inline import inline_data

from ..rules.ties import key_of
from .bodies import Shown
from .reader import Reader
from .records import one

_TEXT = 200_000  # characters of a document shown on its page; the file has the rest


def file_of(reader: Reader, shown: Shown, number: int) -> tuple[bytes, str] | None:
    """The bytes and content type of a record's `number`-th file; None where it is not here."""
    entry = shown.entry
    if entry is None or not 0 <= number < len(entry.attachments):
        return None
    if entry.attachments[number].inline:
        return inline_data(shown.doc, number)
    key = key_of(entry.attachments[number].url)
    beside = one(reader, "Binary", key.id) if key is not None and key.type == "Binary" else None
    return _content(beside.doc) if beside else None


def text_of(reader: Reader, shown: Shown) -> str:
    """The words of the plain texts among a record's files."""
    entry = shown.entry
    texts = []
    for number, attachment in enumerate(entry.attachments if entry else ()):
        if attachment.content_type.startswith("text/plain") and (held := file_of(reader, shown, number)):
            texts.append(held[0].decode("utf-8", "replace"))
    return "\n\n".join(texts)[:_TEXT]


def _content(doc: dict[str, Any]) -> tuple[bytes, str] | None:
    data, kind = doc.get("data"), doc.get("contentType")
    if not isinstance(data, str):
        return None
    try:
        return binascii.a2b_base64(data), kind.split(";")[0].strip().lower() if isinstance(kind, str) else ""
    except (binascii.Error, ValueError):
        return None
