"""Which file does an ED hold or point to (nonXMLBody, observationMedia, a note in RTF), as an Attachment of FHIR R4?"""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import b64encode

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc
from haversack.records.formats.ccda.tree import Node
from haversack.records.formats.hl7v2.datatypes import filled
from haversack.records.formats.hl7v2.files import kind_of_file, plain_text

__all__ = ["attachment", "plain_text"]

LARGEST_UNPACKED = 64 << 20
_MIME = re.compile(r"[a-z]+/[\w.+-]+")
_UNPACKED = {"DF": -zlib.MAX_WBITS, "GZ": zlib.MAX_WBITS | 16, "ZL": zlib.MAX_WBITS}


def attachment(node: Node, *, title: str) -> tuple[Doc | None, str]:
    """(the file, what is wrong with it). (None, "") for an ED that holds plain words or nothing."""
    kind = node.get("mediaType").lower()
    kind = kind if _MIME.fullmatch(kind) else ""
    if node.get("representation").upper() != "B64":
        address = node.one("reference").get("value")
        if not address or address.startswith("#"):
            return None, ""
        if re.match(r"https?://\S+$", address):
            return filled({"contentType": kind, "url": address, "title": title}), ""
        return None, words.FILE_ELSEWHERE
    written = "".join(node.text.split()).rstrip("=")
    if not written:
        return None, words.BAD_FILE
    try:
        data = binascii.a2b_base64(written + "=" * (-len(written) % 4), strict_mode=True)
        data = _unpacked(data, node.get("compression").upper())
    except (binascii.Error, ValueError, zlib.error):
        return None, words.BAD_FILE
    kind = kind_of_file(data) or kind or "application/octet-stream"
    return {"contentType": kind, "data": b64encode(data).decode(), **filled({"title": title})}, ""


def _unpacked(data: bytes, how: str) -> bytes:
    """What was compressed (HL7 v3 CompressionAlgorithm), up to what a document may be long."""
    if how not in _UNPACKED:
        return data
    unpacking = zlib.decompressobj(_UNPACKED[how])
    found = unpacking.decompress(data, LARGEST_UNPACKED)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError
    return found
