"""How does an export of ours come back: as the files that came, from their own sources, with what was decided?

Everything is in `records/`; the other files of an export say the same again and are passed over. Nothing joins a record
without a decision here too (invariant 2): what had been accepted is accepted again only where the person asks for it
(`--accept`); what was waiting, waits.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from haversack.records.archives import SourceFile
from haversack.records.entry import Problem
from haversack.records.origins import Origin, Partings
from haversack.records.people import PersonIdentity

from ..rules.manifest import LARGEST, CameTold, Manifest, Unfit, is_ours, read_manifest

_NAME = "manifest.json"
_ANOTHER_VERSION = (
    "This export was made by a version of Haversack that this one does not know, or its manifest is damaged. "
    "Nothing was taken from it; its records.ndjson can be imported by itself."
)
_MISSING = "A file that this export tells of is not there."


def unfold_exports(files: Iterable[SourceFile]) -> list[SourceFile]:
    """The same files, with each export of ours among them (a folder or a zip) replaced by the files that came in it."""
    there = list(files)
    found: list[SourceFile] = []
    inside: dict[str, list[SourceFile]] = {}
    for file in there:
        if _is_manifest(file):
            before = file.name[: -len(_NAME)]
            inside[before] = list(_came_back(file, {f.name[len(before) :]: f for f in there if _under(f, before)}))
    for file in there:
        export = next((one for one in inside if _under(file, one)), None)
        if export is None:
            found.append(file)
        else:
            found += inside[export]
            inside[export] = []
    return found


def _under(file: SourceFile, before: str) -> bool:
    return file.name.startswith(before)


def _is_manifest(file: SourceFile) -> bool:
    if file.problem is not None or file.name.rpartition("/")[2] != _NAME or "/" not in file.name:
        return False
    with file.open() as stream:
        return is_ours(stream.read(64))


def _came_back(manifest_file: SourceFile, there: dict[str, SourceFile]) -> Iterator[SourceFile]:
    try:
        if manifest_file.size > LARGEST:
            raise Unfit
        with manifest_file.open() as stream:
            manifest = read_manifest(stream.read())
    except Unfit:
        yield SourceFile(manifest_file.name, 0, manifest_file.open, Problem("", _ANOTHER_VERSION))
        return
    for came in manifest.came:
        yield from _files_of(came, manifest, there)


def _files_of(came: CameTold, manifest: Manifest, there: dict[str, SourceFile]) -> Iterator[SourceFile]:
    """A whole file is itself; pieces that are left are read as one file, those nobody could read each by itself."""
    if came.whole:
        file = there.get(came.path)
        if file is None or file.problem is not None:
            yield SourceFile(came.path, 0, lambda: io.BytesIO(b""), Problem("", _MISSING))
            return
        unchanged = came.path in manifest.files and manifest.files[came.path].bytes == file.size
        accepted = _accepted(came, range(len(came.pieces))) if unchanged else frozenset()
        yield SourceFile(came.came_as, file.size, file.open, None, _origin(came, manifest, accepted))
        return
    readable = [number for number, piece in enumerate(came.pieces) if piece.line]
    parts = [there.get(came.path + came.pieces[number].file) for number in readable]
    if any(part is None or part.problem is not None for part in parts):
        yield SourceFile(came.path, 0, lambda: io.BytesIO(b""), Problem("", _MISSING))
        return
    held = [part for part in parts if part is not None]
    full_urls = {place: url for place, number in enumerate(readable) if (url := came.pieces[number].full_url)}
    if held:
        origin = _origin(came, manifest, _accepted(came, readable), full_urls)
        size = sum(part.size + 1 for part in held)
        yield SourceFile(came.came_as, size, _joined([part.open for part in held]), None, origin)
    for number, piece in enumerate(came.pieces):
        file = there.get(came.path + piece.file)
        if not piece.line and file is not None:
            yield SourceFile(
                came.came_as, file.size, file.open, file.problem, _origin(came, manifest, _accepted(came, [number]))
            )


def _accepted(came: CameTold, numbers: Iterable[int]) -> frozenset[int]:
    return frozenset(place for place, number in enumerate(numbers) if came.pieces[number].state == "accepted")


def _origin(
    came: CameTold, manifest: Manifest, accepted: frozenset[int], full_urls: dict[int, str] | None = None
) -> Origin:
    source = next((one for one in manifest.sources if one.number == came.source), None)
    person = PersonIdentity(names=manifest.person.legal_names, born=manifest.person.born)
    return Origin(
        text=source.text if source else "",
        name=source.name if source else came.came_as,
        kind=source.kind if source else "file",
        file=came.came_as,
        whole=came.whole,
        person=person,
        accepted=accepted,
        full_urls=full_urls or {},
        claimed=frozenset(came.claimed),
        apart=_apart(manifest),
    )


def _apart(manifest: Manifest) -> Partings:
    texts = {one.number: one.text for one in manifest.sources}
    return tuple(
        tuple(tuple((texts.get(one.source, ""), one.type, one.id) for one in part) for part in parting)
        for parting in manifest.apart
    )


def _joined(openers: list[Callable[[], BinaryIO]]) -> Callable[[], BinaryIO]:
    """The files one after the other, each on lines of its own, as one file."""
    return lambda: io.BufferedReader(_Joined(openers))


class _Joined(io.RawIOBase):
    def __init__(self, openers: list[Callable[[], BinaryIO]]) -> None:
        super().__init__()
        self._openers = iter(openers)
        self._open: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            if self._open is None:
                opener = next(self._openers, None)
                if opener is None:
                    return 0
                self._open = opener()
            data = self._open.read(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            self._open.close()
            self._open = None
            buffer[:1] = b"\n"
            return 1
