"""What may a file be called that somebody else named, so that it is safe on every disk and else keeps its name?"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # characters: with a folder before it, within what Windows and old archives take
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*]')
# Windows keeps these for itself, with whatever ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")

# How a file of a type ends. Text that a browser would run (HTML, SVG) keeps its ending: no page of ours links to it.
_ENDINGS = {
    "application/dicom": ".dcm",
    "application/hl7-v3+xml": ".xml",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
    "text/xml": ".xml",
    "video/mp4": ".mp4",
}
# How files of a type begin, whatever they are said to be.
_BEGINNINGS = (
    (b"%PDF-", ".pdf"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"{\\rtf", ".rtf"),
)


def safe_name(wanted: str, *, otherwise: str) -> str:
    """The last part of a path as a name that leads nowhere and that every system takes; `otherwise` if none is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", wanted).rstrip("/\\ "))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    name = _NOT_IN_A_NAME.sub("_", shown).strip(" .") or otherwise
    if _RESERVED.match(name) or name.startswith("-"):
        name = "_" + name
    ending = ending_of(name)
    return name[: len(name) - len(ending)][: LONGEST - len(ending)].rstrip(" .") + ending


def ending_of(name: str) -> str:
    """ ".json" of "record.json"; "" where a name has none."""
    found = _ENDING.search(name)
    return found[0] if found else ""


def ending_for(content_type: str, beginning: bytes) -> str:
    """The ending a file should have: by how it begins, else by what it is said to be, else ".bin"."""
    for begins, ending in _BEGINNINGS:
        if beginning.startswith(begins):
            return ending
    return _ENDINGS.get(content_type.partition(";")[0].strip().lower(), ".bin")


class Names:
    """Gives out each name once: a second "record.json" becomes "record (2).json", whatever its capitals."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def unique(self, name: str) -> str:
        ending = ending_of(name)
        stem = name[: len(name) - len(ending)]
        found = name
        while found.casefold() in self._taken:
            number = self._taken[name.casefold()] = self._taken[name.casefold()] + 1
            found = f"{stem} ({number}){ending}"
        self._taken[found.casefold()] = 1
        return found
