"""Where does an export go: into a folder that appears only when it is complete, or into one stream as a zip?"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from ..rules.manifest import FileTold

_BUFFER = 1 << 19  # bytes that are hashed and written at a time
_AHEAD = 4  # of them that may wait
_PRIVATE = 0o700


class FolderNotEmpty(Exception):
    """There is something in the folder already, and nothing is ever written over. Whoever exports names another one."""


class Writer:
    """One file of the export while it is written; knows its length and its sha256.

    Hashing and writing are done in a thread beside, where there is one: both let go of the interpreter, and cost as
    much as opening the records does. Small files never get that far.
    """

    def __init__(self, file: BinaryIO, beside: Executor | None = None) -> None:
        self._file, self._beside = file, beside
        self._digest = hashlib.sha256()
        self._held: list[bytes] = []
        self._size = 0
        self._waiting: deque[Future[None]] = deque()
        self.at = 0

    def write(self, data: bytes) -> None:
        self.write_each([data])

    def write_each(self, pieces: list[bytes]) -> None:
        """The same for many small pieces, which are put together only once."""
        size = sum(map(len, pieces))
        self._held.extend(pieces)
        self._size += size
        self.at += size
        if self._size >= _BUFFER:
            self._hand_over()

    def finish(self) -> FileTold:
        """Write what is left. Raises what writing raised."""
        while self._waiting:
            self._waiting.popleft().result()
        self._put(b"".join(self._held))
        return FileTold(self._digest.hexdigest(), self.at)

    def _hand_over(self) -> None:
        data, self._held, self._size = b"".join(self._held), [], 0
        if self._beside is None:
            self._put(data)
            return
        self._waiting.append(self._beside.submit(self._put, data))
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._file.write(data)


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
        self._beside = ThreadPoolExecutor(1)

    @contextmanager
    def open(self, path: str) -> Iterator[Writer]:
        place = self._making / path
        if place.parent not in self._made:
            place.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            self._made.add(place.parent)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writer = Writer(file, self._beside)
            yield writer
            self.files[path] = writer.finish()

    def finish(self) -> None:
        self._beside.shutdown()
        os.replace(self._making, self.path)

    def discard(self) -> None:
        self._beside.shutdown(cancel_futures=True)
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
            writer = Writer(cast(BinaryIO, file))  # the caller's stream may want to stay in its own thread
            yield writer
            self.files[path] = writer.finish()

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
