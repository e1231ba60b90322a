"""Where do the files lie that a person sends, from the first byte until they are taken in?

Sealed under the person's key as they come, in DATA/inbox, under names drawn by lot. What they are called stands sealed
in the row of their work. Until a row owns them they go when the request ends.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from django.conf import settings

from haversack.vault.sealing_file import SealingFile

from ..models.work_facts import UPLOAD, Upload
from ..queries.opened import Opened

_NAME = re.compile(r"[0-9a-f]{32}")


class TooLarge(Exception):
    """Together the files are larger than this site takes at once. The person sends fewer, or asks the operator."""


class NoRoom(Exception):
    """The disk of this site is full. The operator makes room."""


class Inbox:
    """The files of one request. Use it as a context: what no work has claimed by its end is deleted."""

    def __init__(self, opened: Opened, *, most: int) -> None:
        """most: bytes of all files together."""
        self.uploads: list[Upload] = []
        self.total = 0
        self._key = opened.key
        self.most = most
        self._claimed = False
        self._path: Path | None = None
        self._sealing: SealingFile | None = None

    def begin(self, name: str) -> None:
        """A file of this name begins."""
        self._leave()
        self._name = name
        self._path = inbox() / secrets.token_hex(16)
        self._file = self._path.open("xb")
        self._sealing = self._key.sealing_file(self._file, UPLOAD)

    def write(self, data: bytes) -> None:
        """More of it. Raises TooLarge, NoRoom; the file is then gone."""
        if self._sealing is None:
            return
        self.total += len(data)
        if self.total > self.most:
            self._leave()
            raise TooLarge
        try:
            self._sealing.write(data)
        except OSError:
            self._leave()
            raise NoRoom from None

    def end(self) -> Upload | None:
        """The file is whole."""
        if self._sealing is None or self._path is None:
            return None
        try:
            self._sealing.close()
            self._file.close()
        except OSError:
            self._leave()
            raise NoRoom from None
        upload = Upload(self._path.name, self._name, self._sealing.total)
        self.uploads.append(upload)
        self._sealing = self._path = None
        return upload

    def claim(self) -> None:
        """A row owns the files now."""
        self._claimed = True

    def discard(self) -> None:
        """Take all files of this request off the disk."""
        self._leave()
        for one in self.uploads:
            inbox_file(one.file).unlink(missing_ok=True)
        self.uploads.clear()

    def __enter__(self) -> Inbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._claimed:
            self.discard()

    def _leave(self) -> None:
        if self._sealing is not None and self._path is not None:
            self._sealing.abandon()
            with suppress(OSError):
                self._file.close()
            self._path.unlink(missing_ok=True)
        self._sealing = self._path = None


def inbox() -> Path:
    """The folder, made where it is missing."""
    folder = Path(settings.DATA) / "inbox"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def inbox_file(name: str) -> Path:
    """Where an upload of that drawn name lies. Raises ValueError for any other name."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of an upload")
    return inbox() / name
