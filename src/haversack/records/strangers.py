"""What is a file that is not JSON?"""

from __future__ import annotations

import re

_JSON = "It is of none of the kinds that can be read, such as FHIR, C-CDA, HL7 v2 messages or a health card. "
HTML = "This is a web page (HTML), not a record: perhaps the portal's sign-in page. Download the file again."
XML_FHIR = "This is FHIR in XML, of a type that no version of FHIR has. It is kept, unread. Ask the sender for JSON."
CDA = "This is XML of HL7 version 3, and no C-CDA document. " + _JSON + "It is kept."
XML = "This is XML. " + _JSON
UTF16 = "This is text in UTF-16. FHIR is written in UTF-8: save it again in that encoding."
UTF32 = "This is text in UTF-32. FHIR is written in UTF-8: save it again in that encoding."
NOT_JSON = "This is not JSON, so no record can be read from it."
TABLE = (
    "This is a table (CSV), which does not say what its columns are. Add it by itself on the page "
    "“Add files”, where you can say it, or with `haversack import --mapping`. It is kept."
)
ZEROS = "This file holds nothing but zeros: its place was kept, and its content never written. Fetch it again."
EMPTY = "The file is empty."
ONLY_SPACE = "The file holds nothing but white space."
BEGINNINGS = {
    b"\x1f\x8b": "This is compressed with gzip. Unpack it and import what is inside.",
    b"PK\x03\x04": "This is a zip, or a document made of one. Unpack it and import what is inside.",
    b"7z\xbc\xaf": "This is a 7-Zip archive. Unpack it and import what is inside.",
    b"Rar!": "This is a RAR archive. Unpack it and import what is inside.",
    b"II*\x00": "This is a picture (TIFF). It is kept.",
    b"MM\x00*": "This is a picture (TIFF). It is kept.",
    b"{\\rtf": "This is a text document (RTF). It is kept.",
    b"SQLite format 3": "This is a database (SQLite). " + _JSON + "It is kept.",
    b"bplist": "This is an Apple property list. " + _JSON + "It is kept.",
}


def what_it_is(head: bytes) -> str:
    """What the first bytes of a file say it is, in words, with what to do about it; "" when it begins as JSON does."""
    for beginning, words in BEGINNINGS.items():
        if head.startswith(beginning):
            return words
    if head and not head.strip(b"\0"):
        return ZEROS
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return UTF32
    # A mark, or every other byte nothing: text in two bytes a letter.
    if (
        head.startswith((b"\xff\xfe", b"\xfe\xff"))
        or (len(head) > 3 and head[1:4:2] == b"\0\0")
        or head[:4:2] == b"\0\0"
    ):
        return UTF16
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return ""
    if text.startswith(b"<"):
        return _mark_up(text[:4096].lower())
    return TABLE if _is_table(text) else NOT_JSON


def _is_table(text: bytes) -> bool:
    """Whether its first lines hold the same number of the same separator."""
    lines = [line for line in text.split(b"\n")[:3] if line.strip()]
    return len(lines) > 1 and any(
        lines[0].count(mark) and len({line.count(mark) for line in lines}) == 1 for mark in (b",", b";", b"\t", b"|")
    )


# An element that other mark-up has too ("body" of a message) is a page's only where it is the first.
_BEGINS_AS_PAGE = re.compile(rb"<(?:head|body)[\s>]")


def _mark_up(text: bytes) -> str:
    if b"<!doctype html" in text or re.search(rb"<html[\s>]", text) or _BEGINS_AS_PAGE.match(text):
        return HTML
    if b"urn:hl7-org:v3" in text or b"clinicaldocument" in text:
        return CDA
    return XML_FHIR if b"http://hl7.org/fhir" in text else XML
