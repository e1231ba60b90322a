"""Which files does a person mean by a path: a file, a folder, a zip, or standard input?"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from haversack.records.entry import Problem
from haversack.records.formats.fitbit.families import members_of_export
from haversack.records.formats.fitbit.gathering import Part, gathered, size_of
from haversack.records.origins import Origin
from haversack.records.zips import is_zip, members

# Standard input can be read once and a file is read twice, so it is held in memory: on disk it would not be sealed.
LARGEST_INPUT = 512 << 20

_ABOUT_THE_FILES = ("source", "readme", "license", "licence", "notice", "changelog", "contributing", "copying")
_WORDS = frozenset({"", ".md", ".txt", ".rst"})
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini"})

HIDDEN = "This is a hidden file of the computer. It was left out."
ABOUT = "This tells about the files and holds no records. It was left out."
A_LINK = "This is a link to another place. It was left out; import that place itself."
NO_FILE = "This is neither a file nor a folder. It was left out."
NOT_ALLOWED = "This file cannot be opened: there is no permission to read it, or it has just gone."
INPUT_TOO_LARGE = f"Standard input is longer than {LARGEST_INPUT >> 20} MB. Write it to a file and import that."


GATHERED = "Fitbit"


class PathMissing(Exception):
    """A path leads nowhere. The person corrects it; nothing was read."""


@dataclass(slots=True)
class SourceFile:
    """One file to read. `open` begins at its beginning, as often as wanted.

    name: for a person, from the place they named on; size: in bytes.
    problem: why it is not to be read (severity "information" where that is as it should be), else None.
    origin: where it came from first, when it comes back with an export of ours. source: who it is from, where the way
    it came tells that.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    problem: Problem | None = None
    origin: Origin | None = None
    source: str = ""


def open_paths(paths: Iterable[str | Path]) -> Iterator[SourceFile]:
    """Every file under the paths, folders and zips opened, in order of name. Raises PathMissing before the first."""
    wanted = [str(path) for path in paths]
    for path in wanted:
        if path != "-" and not Path(path).exists():
            raise PathMissing(f"There is no file or folder {path}.")
    for path in wanted:
        if path == "-":
            yield from _standard_input()
        elif Path(path).is_dir():
            yield from _whole_folder(Path(path).resolve().name, list(_folder(Path(path), Path(path).resolve().name)))
        else:
            yield from _file(Path(path), Path(path).name)


def _whole_folder(name: str, found: list[SourceFile]) -> Iterator[SourceFile]:
    gathered, taken = _gathered(name, [(one.name, one.size, one.open) for one in found if one.problem is None])
    yield from gathered
    yield from (one for one in found if one.name not in taken)


def _folder(folder: Path, name: str) -> Iterator[SourceFile]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        yield _left_out(name, NOT_ALLOWED, "error")
        return
    for path in inside:
        called = f"{name}/{path.name}"
        if why := why_left_out(path.name):
            yield _left_out(called, why)
        elif path.is_symlink():
            yield _left_out(called, A_LINK)
        elif path.is_dir():
            yield from _folder(path, called)
        elif path.is_file():
            yield from _file(path, called)
        else:
            yield _left_out(called, NO_FILE)


def _file(path: Path, name: str) -> Iterator[SourceFile]:
    try:
        with path.open("rb") as stream:
            beginning = stream.read(4)
        size = path.stat().st_size
    except OSError:
        yield _left_out(name, NOT_ALLOWED, "error")
        return
    yield from _opened(name, size, lambda: path.open("rb"), beginning)


def _standard_input() -> Iterator[SourceFile]:
    held = sys.stdin.buffer.read(LARGEST_INPUT + 1)
    if len(held) > LARGEST_INPUT:
        yield _left_out("standard input", INPUT_TOO_LARGE, "error")
        return
    yield from _opened("standard input", len(held), lambda: io.BytesIO(held), held[:4])


def open_stream(name: str, size: int, opener: Callable[[], BinaryIO]) -> Iterator[SourceFile]:
    """One file that lies nowhere on this disk in plain, a zip opened. `opener` gives a seekable stream, often."""
    with opener() as stream:
        beginning = stream.read(4)
    yield from _opened(name, size, opener, beginning)


def _opened(name: str, size: int, opener: Callable[[], BinaryIO], beginning: bytes) -> Iterator[SourceFile]:
    if not is_zip(beginning):
        yield SourceFile(_writable(name), size, opener)
        return
    found = list(members(opener))
    gathered, taken = _gathered(name, [(one.name, one.size, one.open) for one in found if one.problem is None])
    yield from gathered
    for member in found:
        called = f"{name}/{member.name}" if member.name else name
        why = why_left_out(member.name) if member.problem is None else ""
        if member.problem is None and member.name in taken:
            continue
        if why:
            yield _left_out(called, why)
        else:
            yield SourceFile(_writable(called), member.size, member.open, member.problem)


def _gathered(name: str, files: list[tuple[str, int, Callable[[], BinaryIO]]]) -> tuple[list[SourceFile], set[str]]:
    """Of what Fitbit or Google exported, all files as one, since a day can stand in two; and which these are."""
    places = members_of_export([called for called, _size, _open in files])
    if not places:
        return [], set()
    parts = [Part(*files[place]) for place in places]
    whole = SourceFile(_writable(f"{name}/{GATHERED}"), size_of(parts), gathered(parts))
    return [whole], {part.name for part in parts}


def why_left_out(name: str) -> str:
    """Why a file found in a folder or zip is not for reading, "" when it is. What a person names is always read."""
    parts = name.replace("\\", "/").split("/")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts) or parts[-1].lower() in _LEFT_BEHIND:
        return HIDDEN
    stem, dot, ending = parts[-1].lower().partition(".")
    is_about = stem.startswith(_ABOUT_THE_FILES) and dot + ending in _WORDS
    return ABOUT if is_about or ending == "md" else ""


def _left_out(name: str, why: str, severity: str = "information") -> SourceFile:
    problem = Problem("whole file", why, "error" if severity == "error" else "information")
    return SourceFile(_writable(name), 0, lambda: io.BytesIO(b""), problem)


def _writable(name: str) -> str:
    """A name that can be kept: a disk may hold one whose bytes are no UTF-8."""
    return name.encode("utf-8", "replace").decode()
