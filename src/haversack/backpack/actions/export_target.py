"""Where does an export go: into a folder that appears only when it is complete, or into one stream as a zip?"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from ..rules.manifest import FileTold

_BUFFER = 1 << 18
_PRIVATE = 0o700


class FolderNotEmpty(Exception):
    """There is something in the folder already, and nothing is ever written over. Whoever exports names another one."""


class Writer:
    """One file of the export while it is written; knows its length and its sha256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.at = 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.at += len(data)

    def told(self) -> FileTold:
        return FileTold(self._digest.hexdigest(), self.at)


class Target(Protocol):
    """files: what was written so far, by path. several_at_once: whether two files may be open at a time."""

    files: dict[str, FileTold]
    several_at_once: bool

    def open(self, path: str) -> AbstractContextManager[Writer]: ...

    def finish(self) -> None: ...

    def discard(self) -> None: ...


class Folder:
    """A folder. Everything is written into a hidden one beside it, which gets its name when all is done."""

    several_at_once = True

    def __init__(self, path: Path) -> None:
        """Raises FolderNotEmpty, NotADirectoryError."""
        self.files: dict[str, FileTold] = {}
        self.path = path.absolute()
        if self.path.exists() and any(self.path.iterdir()):
            raise FolderNotEmpty
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._forget_killed()
        self._making = self.path.parent / f".{self.path.name}.export-{os.getpid()}"
        self._making.mkdir(mode=_PRIVATE)
        self._made: set[Path] = set()

    @contextmanager
    def open(self, path: str) -> Iterator[Writer]:
        place = self._making / path
        if place.parent not in self._made:
            place.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            self._made.add(place.parent)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb", buffering=_BUFFER) as file:
            writer = Writer(file)
            yield writer
        self.files[path] = writer.told()

    def finish(self) -> None:
        os.replace(self._making, self.path)

    def discard(self) -> None:
        shutil.rmtree(self._making, ignore_errors=True)

    def _forget_killed(self) -> None:
        """Take away what an export that was killed left beside this folder."""
        for left in self.path.parent.glob(f".{self.path.name}.export-*"):
            number = left.name.rpartition("-")[2]
            if not number.isdigit() or not _is_running(int(number)):
                shutil.rmtree(left, ignore_errors=True)


class Zipped:
    """A zip written to a stream, which need not be seekable; the caller decides what becomes of the stream."""

    several_at_once = False

    def __init__(self, stream: BinaryIO) -> None:
        self.files: dict[str, FileTold] = {}
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3)

    @contextmanager
    def open(self, path: str) -> Iterator[Writer]:
        with self._zip.open(path, "w", force_zip64=True) as file:
            writer = Writer(file)  # type: ignore[arg-type]
            yield writer
        self.files[path] = writer.told()

    def finish(self) -> None:
        self._zip.close()

    def discard(self) -> None:
        self._zip.close()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
