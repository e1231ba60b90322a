"""Who may write to whom, what may be sent along, and why not? (P9)

Patients write to participating providers only. A conversation stays readable when its provider leaves; nobody can add
to it from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_SUBJECT, LONGEST_TEXT = 120, 10_000  # characters
MOST_FILES, LARGEST_FILE = 3, 5_000_000  # per message; bytes each
# What may be sent along: content type, how its bytes begin, and how its name ends.
KINDS: dict[str, tuple[tuple[bytes, ...], str]] = {
    "application/pdf": ((b"%PDF-",), "pdf"),
    "image/png": ((b"\x89PNG\r\n\x1a\n",), "png"),
    "image/jpeg": ((b"\xff\xd8\xff",), "jpg"),
}


class Side(StrEnum):
    """Who wrote a message. The values are stored: they never change."""

    PATIENT = "patient"
    PROVIDER = "provider"


class Wrong(StrEnum):
    SUBJECT = "subject"
    EMPTY = "empty"
    LONG = "long"
    NOT_PARTICIPATING = "not-participating"
    LEFT = "left"
    MANY_FILES = "many-files"
    LARGE_FILE = "large-file"
    KIND_OF_FILE = "kind-of-file"
    EMPTY_FILE = "empty-file"


REASONS: dict[Wrong, str] = {
    Wrong.SUBJECT: "Say in a few words what it is about, in at most 120 characters.",
    Wrong.EMPTY: "Write your message.",
    Wrong.LONG: "This is too long. Use at most 10,000 characters.",
    Wrong.NOT_PARTICIPATING: "This provider does not take messages here. Call their office.",
    Wrong.LEFT: "This provider does not take messages here any more. Call their office.",
    Wrong.MANY_FILES: "Send at most 3 files with a message.",
    Wrong.LARGE_FILE: "A file may have at most 5 MB.",
    Wrong.KIND_OF_FILE: "Send PDF, PNG or JPEG files.",
    Wrong.EMPTY_FILE: "A file is empty.",
}


class NotSent(Exception):
    """The message was not sent; the text says why, and nothing was kept."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(REASONS[wrong])
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class File:
    """A file to send along. kind: what its own bytes say it is."""

    name: str
    data: bytes
    kind: str = ""

    def __repr__(self) -> str:
        return f"<File of {len(self.data)} bytes>"


def require_message(text: str, *, subject: str | None = None) -> None:
    """Something is written, and fits. Raises NotSent."""
    if subject is not None and not 0 < len(subject.strip()) <= LONGEST_SUBJECT:
        raise NotSent(Wrong.SUBJECT)
    if not text.strip():
        raise NotSent(Wrong.EMPTY)
    if len(text) > LONGEST_TEXT:
        raise NotSent(Wrong.LONG)


def require_participating(participates: bool, *, begun: bool = False) -> None:
    """The provider takes messages. begun: the conversation is there already. Raises NotSent."""
    if not participates:
        raise NotSent(Wrong.LEFT if begun else Wrong.NOT_PARTICIPATING)


def checked_files(files: list[File]) -> list[File]:
    """The files with their kinds, which their bytes tell and not their names. Raises NotSent."""
    if len(files) > MOST_FILES:
        raise NotSent(Wrong.MANY_FILES)
    return [File(file.name, file.data, _kind_of(file)) for file in files]


def _kind_of(file: File) -> str:
    if not file.data:
        raise NotSent(Wrong.EMPTY_FILE)
    if len(file.data) > LARGEST_FILE:
        raise NotSent(Wrong.LARGE_FILE)
    for kind, (beginnings, _ending) in KINDS.items():
        if file.data.startswith(beginnings):
            return kind
    raise NotSent(Wrong.KIND_OF_FILE)
