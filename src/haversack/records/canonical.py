"""What of a resource is what it says, and what only says when a server stored it?

The canonical form is what two copies of one resource have in common: members in the order of their names, no white
space, without meta.versionId, meta.lastUpdated and narrative whose status is "generated" (invariant 3).
"""

from __future__ import annotations

from typing import Any

from haversack.records.digits import encode, encode_sorted

# With the members that carry extensions of a primitive (FHIR R4 JSON, 2.6.2.3).
_STORED_WHEN = frozenset({"versionId", "lastUpdated", "_versionId", "_lastUpdated"})


def canonical(doc: dict[str, Any]) -> tuple[bytes, bytes]:
    """(the canonical form, what was left out of it). Together they hold every name and string of the resource once."""
    if "meta" not in doc and "text" not in doc:
        return encode_sorted(doc), b""
    said = doc.copy()
    left_out: list[Any] = []
    meta, text = doc.get("meta"), doc.get("text")
    if type(meta) is dict:
        kept = {}
        for name, value in meta.items():
            if name in _STORED_WHEN:
                left_out += (name, value)
            else:
                kept[name] = value
        if kept:
            said["meta"] = kept
        else:
            left_out.append("meta")
            del said["meta"]
    if type(text) is dict and text.get("status") == "generated":
        left_out += ("text", text)
        del said["text"]
    return encode_sorted(said), encode(left_out)
