"""Which files did resources carry inside them (letters, scans, pictures), and how do they leave as files?"""

from __future__ import annotations

import binascii
from collections.abc import Iterator, Sequence
from typing import Any

from haversack.records.digits import decode

from ..queries.leaving import bodies
from ..queries.opened import Opened
from ..rules.file_names import Names, ending_for, ending_of, safe_name
from .export_target import Target

# Where each type keeps its Attachments (FHIR R4 DocumentReference, DiagnosticReport, Media, Binary).
_HOLDERS = frozenset({"DocumentReference", "DiagnosticReport", "Media", "Binary"})


def write_files(opened: Opened, target: Target, records: Sequence[int]) -> int:
    """Decode what these records carry into files/. Returns how many there were. What is no base64 stays where it is."""
    names, written = Names(), 0
    for record, raw in bodies(opened, records):
        for title, content_type, data in carried(decode(raw)):
            try:
                decoded = binascii.a2b_base64(data)
            except (binascii.Error, ValueError):
                continue
            name = safe_name(title, otherwise=f"document-{record}")
            ending = ending_for(content_type, decoded[:16])
            if ending_of(name).lower() != ending:
                name = safe_name(name + ending, otherwise=f"document-{record}{ending}")
            with target.open(f"files/{names.unique(name)}") as writer:
                writer.write(decoded)
            written += 1
    return written


def carried(doc: Any) -> Iterator[tuple[str, str, str]]:
    """(title, content type, base64) of each file inside a decoded resource."""
    if type(doc) is not dict or doc.get("resourceType") not in _HOLDERS:
        return
    if doc["resourceType"] == "Binary":
        held = [doc]
    else:
        parts = [*_parts(doc.get("content")), *_parts(doc.get("presentedForm"))]
        held = [inner if type(inner := part.get("attachment")) is dict else part for part in parts]
    for one in held:
        data = one.get("data")
        if type(data) is str and data:
            yield _text(one.get("title")), _text(one.get("contentType")), data


def _parts(value: object) -> list[dict[str, Any]]:
    if type(value) is dict:  # Media.content is one Attachment
        return [value]
    return [part for part in value if type(part) is dict] if type(value) is list else []


def _text(value: object) -> str:
    return value if type(value) is str else ""
