"""Which files does a zip hold, and which of them is it safe and sensible to read?

Nothing is ever unpacked onto disk, so a name cannot lead a file astray; one that tries is left out and named all the
same. A zip that would unpack into far more than a record can be is refused by what its own list declares, which
Python's reader then holds it to.
"""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from haversack.records.entry import Problem

# A person's export is some thousand files; lists of millions only serve to exhaust whoever reads them.
MOST_MEMBERS = 50_000
# Unpacked, all together. A household's records, scans included, are a hundredth of it.
MOST_BYTES = 16 << 30
# JSON and NDJSON shrink to a twentieth, seldom to a fiftieth. A bomb shrinks to a thousandth.
MOST_SHRUNK = 200
_SMALL = 1 << 20  # a small file of one letter shrinks as far and harms nobody

DAMAGED = "This zip is damaged or was not downloaded to its end. Fetch it again."
NO_FILES = "This zip holds no files."
TOO_MANY = f"This zip holds more than {MOST_MEMBERS:,} files. It was left out; unpack it and import its folder."
TOO_MUCH = "This zip would unpack into far more than a health record can be. It was left out."
A_BOMB = "This file would unpack into far more than its size allows. It was left out."
ENCRYPTED = "This file is locked with a password. Unpack the zip with its password and import what is inside."
ESCAPES = "The name of this file leads out of the zip's own folder. It was left out."
A_LINK = "This is a link to another place, which a zip of records has no use for. It was left out."
A_ZIP = "This is a zip inside the zip. It was left out; unpack it and import what is inside."
UNKNOWN_PACKING = "This file was packed in a way that cannot be unpacked here. Unpack the zip and import its folder."
BROKEN_OFF = "The zip is damaged inside this file. What comes before the damage was read."

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(slots=True)
class Member:
    """A file in a zip. `open` and `problem` as in SourceFile; a problem of the zip itself has no name."""

    name: str
    size: int = 0
    open: Callable[[], BinaryIO] = io.BytesIO
    problem: Problem | None = None


class MemberStream(io.RawIOBase):
    """A member as it is unpacked. Where that fails it ends, and `damage` says so."""

    def __init__(self, opener: Callable[[], BinaryIO], number: int) -> None:
        super().__init__()
        self.damage = ""
        self._stream: BinaryIO | None = None
        # A ZipFile never closes a file that it was handed: we do, with the member.
        self._file: BinaryIO | None = None
        try:
            self._file = opener()
            with zipfile.ZipFile(self._file) as archive:
                self._stream = cast(BinaryIO, archive.open(archive.infolist()[number]))
        except (*_FAULTS, IndexError):
            self.damage = BROKEN_OFF

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._stream is None or self.damage:
            return b""
        try:
            return self._stream.read(size)
        except _FAULTS:
            self.damage = BROKEN_OFF
            return b""

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Somewhere else; back at the beginning, what is damaged further on can be read up to there again."""
        if self._stream is None:
            return 0
        try:
            at = self._stream.seek(offset, whence)
        except _FAULTS:
            self.damage = BROKEN_OFF
            return 0
        self.damage = ""
        return at

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        if self._file is not None:
            self._file.close()
        super().close()


def is_zip(beginning: bytes) -> bool:
    """Whether a file that begins so is a zip (PKWARE APPNOTE 4.3: a local file header, or the end of an empty one)."""
    return beginning.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(opener: Callable[[], BinaryIO]) -> Iterator[Member]:
    """The files of a zip in order of name, those that are not to be read with the reason."""
    try:
        with opener() as stream, zipfile.ZipFile(stream) as archive:
            listed = archive.infolist()
    except _FAULTS:
        yield Member("", problem=Problem("whole file", DAMAGED))
        return
    if len(listed) > MOST_MEMBERS:
        yield Member("", problem=Problem("whole file", TOO_MANY))
        return
    if sum(info.file_size for info in listed) > MOST_BYTES:
        yield Member("", problem=Problem("whole file", TOO_MUCH))
        return
    numbered = [(info.filename, number, info) for number, info in enumerate(listed) if not info.is_dir()]
    if not numbered:
        yield Member("", problem=Problem("whole file", NO_FILES))
    for name, number, info in sorted(numbered, key=lambda one: one[:2]):
        why = _why_not(info)
        if why:
            yield Member(name, problem=Problem("whole file", why))
        else:
            yield Member(name, info.file_size, _opener(opener, number))


def _opener(opener: Callable[[], BinaryIO], number: int) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, MemberStream(opener, number))


def _why_not(info: zipfile.ZipInfo) -> str:
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        return ESCAPES
    if stat.S_ISLNK(info.external_attr >> 16):
        return A_LINK
    if info.flag_bits & 0x1:
        return ENCRYPTED
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return UNKNOWN_PACKING
    if info.file_size > _SMALL and info.file_size > MOST_SHRUNK * max(info.compress_size, 1):
        return A_BOMB
    return A_ZIP if info.filename.lower().endswith(".zip") else ""
