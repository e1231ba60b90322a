"""What does an export say about itself? The shape of manifest.json, for whoever reads it, this program included.

It tells what each file is (sha256), which bytes of which file each line of records.ndjson came from, where everything
came from, and what had been decided about it.
"""

from __future__ import annotations

import msgspec

FORMAT = "haversack-export/1"
LARGEST = 512 * 1024 * 1024  # bytes of a manifest; one of a million records has about a hundred million


class Unfit(Exception):
    """This manifest is of another program or version, or damaged. Whoever has the files can import them one by one."""


class PersonTold(msgspec.Struct):
    """Whose record it is: what the family calls them, names by law, birth date as far as known."""

    name: str
    legal_names: tuple[str, ...] = ()
    born: str = ""


class SourceTold(msgspec.Struct):
    """Where records came from. `text` is what makes it the same source again; kind: file, portal, entered."""

    number: int
    name: str
    text: str
    kind: str = "file"


class NameTold(msgspec.Struct, array_like=True):
    """A resource as its source names it: the source's number, its type, and its id there."""

    source: int
    type: str
    id: str


class PieceTold(msgspec.Struct, omit_defaults=True):
    """One resource: its line in records.ndjson (0: not there, since nobody could read it), and where its bytes are.

    at, bytes: of the file that came, where that is whole; else `file` names the one in its folder.
    state: accepted, pending, or earlier (a version that a newer one replaced). withdrawn: its source took it back.
    full_url: the Bundle.entry.fullUrl it came under, told where its bundle is not whole. derived: the line was made by
    this program from the bytes at that place, which are of another format than FHIR.
    """

    state: str
    line: int = 0
    at: int = 0
    bytes: int = 0
    file: str = ""
    full_url: str = ""
    withdrawn: bool = False
    derived: bool = False


class CameTold(msgspec.Struct):
    """One file that came: what it was called, from which source, and its pieces in their order.

    path: the file, byte for byte as it came, or, where it is not whole, the folder of the pieces that are left.
    claimed: the ids of accepted entries that were made from what its claims tell of; they leave with the claims.
    """

    path: str
    came_as: str
    source: int
    whole: bool
    arrived: str
    pieces: list[PieceTold]
    claimed: list[str] = []


class FileTold(msgspec.Struct):
    """Any file of the export: sha256 in hexadecimal and length in bytes."""

    sha256: str
    bytes: int


class Manifest(msgspec.Struct):
    """manifest.json. `accepted_only`: what waited for review and earlier versions were left out. apart: what somebody
    took apart although its sources state the same, each time as the parts that it fell into.
    """

    format: str
    made_at: str
    person: PersonTold
    accepted_only: bool
    sources: list[SourceTold]
    came: list[CameTold]
    files: dict[str, FileTold]
    apart: list[list[list[NameTold]]] = []


_decoder = msgspec.json.Decoder(Manifest)


def read_manifest(data: bytes) -> Manifest:
    """Raises Unfit for anything but a manifest of this format."""
    try:
        manifest = _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unfit from None
    if manifest.format != FORMAT:
        raise Unfit
    return manifest


def is_ours(data: bytes) -> bool:
    """Whether these bytes begin as a manifest of ours does, whatever its version."""
    return data[:64].lstrip().startswith(b'{"format":"haversack-export/')
