"""What is long work to do, and what came of it? The sealed shapes in its row."""

from __future__ import annotations

import msgspec

from haversack.records.unspoken import Unspoken

WORK = "work"
UPLOAD = "upload"
EXPORT = "export"
HEALTH_LINK = "health-link"
TABLE_MAPPING = "table-mapping"


class Upload(Unspoken, msgspec.Struct, array_like=True):
    """One file that was sent: where it lies in the inbox ("" once it is deleted), its own name, its size in bytes.

    source: who it is from, as far as the way tells that it came. mapping: of a table, the line that says what its
    columns are.
    """

    file: str
    name: str
    size: int
    source: str = ""
    mapping: bytes = b""


class Tally(msgspec.Struct, array_like=True):
    """The import report so far. Moves in the transaction of the records it counts, so that a worker that goes on for
    another neither forgets nor counts twice.

    files: files that were read, those inside zips each. parts: of each arrival, how many hundreds are counted.
    finished: the arrivals that are in.
    """

    received: int = 0
    merged: int = 0
    outcomes: dict[str, int] = {}
    by_category: dict[str, int] = {}
    by_type: dict[str, int] = {}
    parts: dict[int, int] = {}
    finished: set[int] = set()
    seconds: float = 0.0
    files: int = 0


class ImportFacts(Unspoken, msgspec.Struct, array_like=True):
    """Files to take in, and the report. problems: (file, where, what, severity), the first of `problems_number`.

    told: what an exception said why it was refused. link: the live link that this looks at again, 0 for none; passcode:
    of a link that waits to be opened; attempts: how many more may be tried, -1 where nobody says. notes: as problems,
    of what was known before the files were read.
    """

    uploads: tuple[Upload, ...]
    source: str = ""
    same_person: bool = False
    why: str = ""
    told: str = ""
    forgiven: int = 0
    tally: Tally = msgspec.field(default_factory=Tally)
    problems: tuple[tuple[str, str, str, str], ...] = ()
    problems_number: int = 0
    link: int = 0
    passcode: str = ""
    attempts: int = -1
    notes: tuple[tuple[str, str, str, str], ...] = ()


class HealthLinkFacts(Unspoken, msgspec.Struct, array_like=True):
    """text: the link; passcode: that opens it; label: what its giver calls it; source: what its records are from."""

    text: str
    passcode: str
    label: str
    host: str
    source: str


class ExportFacts(msgspec.Struct, array_like=True):
    """What is to leave, and the file it left in ("" once it is deleted). size: bytes of the zip."""

    accepted_only: bool = False
    language: str = ""
    why: str = ""
    told: str = ""
    forgiven: int = 0
    file: str = ""
    size: int = 0
    resources: int = 0
    accepted: int = 0
    pending: int = 0
    carried: int = 0


decode_link = msgspec.msgpack.Decoder(HealthLinkFacts).decode
Facts = ImportFacts | ExportFacts
encode = msgspec.msgpack.encode
_import = msgspec.msgpack.Decoder(ImportFacts)
_export = msgspec.msgpack.Decoder(ExportFacts)


def decode_work(kind: str, data: bytes) -> Facts:
    """The facts of a row of this kind."""
    return _import.decode(data) if kind == "import" else _export.decode(data)
