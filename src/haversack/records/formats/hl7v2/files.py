"""Which document does an OBX carry (ED) or point to (RP), as an Attachment of FHIR R4?"""

from __future__ import annotations

import binascii
import re
from base64 import b64encode

from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import Doc, filled
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Parts, Segment

# HL7 tables 0191 and 0291, and what senders write for them.
_TYPES = {
    "PDF": "application/pdf", "RTF": "application/rtf", "HTML": "text/html", "XML": "text/xml", "JPEG": "image/jpeg",
    "JPG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "TIF": "image/tiff", "GIF": "image/gif",
    "TXT": "text/plain", "TEXT": "text/plain", "PLAIN": "text/plain", "DICOM": "application/dicom",
    "X-HL7-CDA-LEVEL-ONE": "text/xml", "DOC": "application/msword", "MSWORD": "application/msword",
}  # fmt: skip
_BEGINNINGS = ((b"%PDF", "application/pdf"), (b"{\\rtf", "application/rtf"), (b"\x89PNG", "image/png"),
               (b"\xff\xd8\xff", "image/jpeg"), (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"),
               (b"<ClinicalDocument", "text/xml"), (b"<?xml", "text/xml"), (b"<html", "text/html"))  # fmt: skip
_NO_BASE64 = re.compile(r"\s+|\\\.br\\|\\X0[DdAa]\\")
_MIME = re.compile(r"[a-z]+/[\w.+-]+")


def attachment(obx: Segment, making: Making) -> Doc | None:
    """The file of an OBX. None, with a problem said, when it holds none or one that is damaged."""
    title = obx.text(3, 2) or obx.text(3)
    found = [one for parts in obx.each(5) if (one := _file(obx, parts, making))]
    return filled({**found[0], "title": title}) if found else None


def _file(obx: Segment, parts: Parts, making: Making) -> Doc | None:
    if obx.text(2).upper() == "RP":
        url = parts.at(1)
        return {"contentType": _type(parts.at(3), parts.at(4)), "url": url} if re.match(r"https?://\S+$", url) else None
    written = parts.component(5) or parts.component(1 if len(parts.written) > 200 else 5)
    if not written:
        making.say(obx, words.NO_FILE, "information", 5)
        return None
    coding = parts.at(4).upper()
    try:
        data = _decoded(written, coding, parts)
    except (binascii.Error, ValueError):
        making.say(obx, words.BAD_FILE, "error", 5)
        return None
    return {
        "contentType": kind_of_file(data) or _type(parts.at(2), parts.at(3)) or "application/octet-stream",
        "data": b64encode(data).decode(),
    }


def kind_of_file(data: bytes) -> str:
    """The media type that the first bytes of a file show, "" for one that begins as any may."""
    beginning = data[:200].lstrip()
    return next((mime for begins, mime in _BEGINNINGS if beginning.startswith(begins)), "")


def _decoded(written: str, coding: str, parts: Parts) -> bytes:
    """HL7 table 0299: Base64, Hex, or A for text as it is."""
    if coding == "HEX":
        return bytes.fromhex(written.strip())
    if coding == "A":
        return parts.at(5).encode()
    bare = _NO_BASE64.sub("", written)
    if len(bare) % 4 == 1:
        raise binascii.Error
    return binascii.a2b_base64(bare + "=" * (-len(bare) % 4), strict_mode=True)


def _type(kind: str, sub: str) -> str:
    for one in (f"{kind}/{sub}".lower(), kind.lower(), sub.lower()):
        if _MIME.fullmatch(one):
            main = one.split("/")[0]
            if main in ("application", "text", "image", "audio", "video"):
                return _TYPES.get(one.split("/")[1].upper(), one) if one.split("/")[1].upper() in _TYPES else one
    return _TYPES.get(sub.upper()) or _TYPES.get(kind.upper(), "")


def plain_text(said: str, title: str) -> Doc:
    """A text that was sent line by line, as one file."""
    data = b64encode(said.encode()).decode()
    return filled({"contentType": "text/plain; charset=utf-8", "data": data, "title": title})
