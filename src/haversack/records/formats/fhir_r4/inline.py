"""Which bytes does a file hold that came inside a resource (FHIR R4 Attachment.data), or where do they lie?"""

from __future__ import annotations

import binascii
from typing import Any

from haversack.records.formats.fhir_r4.attachments import attachments_of

# Where each type keeps its attachments; the order is that of `read_attachments`, which numbers them.
_KEPT_UNDER = {
    "DocumentReference": "content",
    "DiagnosticReport": "presentedForm",
    "Media": "content",
    "Communication": "payload",
    "Consent": "sourceAttachment",
}


def inline_data(doc: dict[str, Any], number: int) -> tuple[bytes, str] | None:
    """The decoded bytes and content type of a resource's `number`-th attachment; None where it holds none, or
    none whole.
    """
    held = _held(doc, number)
    return decoded(held.get("data"), held.get("contentType")) if held is not None else None


def file_address(doc: dict[str, Any], number: int) -> str:
    """Where the `number`-th attachment lies (Attachment.url); "" where it does not say."""
    held = _held(doc, number)
    address = held.get("url") if held is not None else None
    return address if isinstance(address, str) else ""


def decoded(data: object, kind: object) -> tuple[bytes, str] | None:
    """What base64 and a content type stand for; None for what is no base64."""
    if not isinstance(data, str):
        return None
    try:
        found = binascii.a2b_base64("".join(data.split()))
    except (binascii.Error, ValueError):
        return None
    return found, kind if isinstance(kind, str) and kind else "application/octet-stream"


def _held(doc: dict[str, Any], number: int) -> dict[str, Any] | None:
    key = _KEPT_UNDER.get(str(doc.get("resourceType")))
    held = (
        [one for one in attachments_of(doc, key) if one.get("url") or one.get("data") or one.get("title")]
        if key
        else []
    )
    return held[number] if 0 <= number < len(held) else None
