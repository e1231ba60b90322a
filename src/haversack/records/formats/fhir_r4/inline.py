"""Which bytes does a file hold that came inside a resource (FHIR R4 Attachment.data)?"""

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
    key = _KEPT_UNDER.get(str(doc.get("resourceType")))
    if key is None:
        return None
    held = [one for one in attachments_of(doc, key) if one.get("url") or one.get("data") or one.get("title")]
    if not 0 <= number < len(held) or not isinstance(held[number].get("data"), str):
        return None
    try:
        data = binascii.a2b_base64("".join(held[number]["data"].split()))
    except (binascii.Error, ValueError):
        return None
    kind = held[number].get("contentType")
    return data, kind if isinstance(kind, str) and kind else "application/octet-stream"
