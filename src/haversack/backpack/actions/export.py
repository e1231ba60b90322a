"""How does a person take everything away? One folder or zip with every record, readable by people and by programs.

Invariant 1: what came leaves byte for byte (`records/`), and nothing is left out silently: what no page shows is in
`records.ndjson`, what nobody could read is in `records/`, and `manifest.json` says what each is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import transaction

from haversack import audit

from ..models.snapshot import snapshot
from ..queries.leaving import Came, what_came
from ..queries.opened import Opened
from ..queries.partings import names_apart
from ..queries.persons import facts_of
from ..queries.sources import source_names
from ..rules.manifest import FORMAT, FileTold, PersonTold, SourceTold
from ..rules.roles import Act, Viewer
from .export_files import write_files
from .export_records import Ledger, Progress, write_records
from .export_summary import write_summary
from .export_target import Target, Writer

Readable = Callable[..., Iterator[str]]
_encode = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: `resources` are lines of records.ndjson, `carried` the files that were inside resources."""

    resources: int
    accepted: int
    pending: int
    carried: int
    files: int
    bytes: int


def write_export(
    *,
    opened: Opened,
    by: Viewer,
    target: Target,
    readable: Readable,
    at: datetime,
    accepted_only: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write everything as of one moment. `readable(opened, accepted_only=, at=)` gives index.html in pieces.

    All or nothing: a target that is a folder appears only when it is complete. Raises NotAllowed.
    """
    opened.require(Act.EXPORT)
    try:
        with snapshot():
            told = _write(opened, target, readable, at, accepted_only=accepted_only, progress=progress)
        with transaction.atomic():
            audit.record(by=by, act="person.export", person=opened.uuid, count=told.resources)
        target.finish()
    except BaseException:
        target.discard()
        raise
    return told


def _write(
    opened: Opened,
    target: Target,
    readable: Readable,
    at: datetime,
    *,
    accepted_only: bool,
    progress: Progress | None,
) -> Exported:
    came = what_came(opened, accepted_only=accepted_only)
    ledger, with_files = write_records(opened, came, target, accepted_only=accepted_only, progress=progress)
    carried = write_files(opened, target, with_files)
    moment = at.isoformat(timespec="seconds").replace("+00:00", "Z")
    with target.open("edits.ndjson"):
        pass  # what came is never changed; what a person adds or changes is written here
    with target.open("ips.json") as writer:
        writer.write(write_summary(opened, at=moment))
    with target.open("index.html") as writer:
        for text in readable(opened, accepted_only=accepted_only, at=at):
            writer.write(text.encode())
    files = dict(target.files)
    with target.open("manifest.json") as writer:
        _write_manifest(opened, writer, came, ledger, files, moment, accepted_only=accepted_only)
    return Exported(
        resources=max(ledger.lines, default=0),
        accepted=ledger.accepted,
        pending=ledger.pending,
        carried=carried,
        files=len(target.files),
        bytes=sum(told.bytes for told in target.files.values()),
    )


def _write_manifest(
    opened: Opened,
    writer: Writer,
    came: list[Came],
    ledger: Ledger,
    files: dict[str, FileTold],
    moment: str,
    *,
    accepted_only: bool,
) -> None:
    """Piece by piece: it has a line for every resource."""
    facts = facts_of(opened)
    sources = [SourceTold(one.id, one.name, one.text, one.kind) for one in source_names(opened).values()]
    head = {
        "format": FORMAT,
        "made_at": moment,
        "person": PersonTold(facts.name, facts.legal, facts.born),
        "accepted_only": accepted_only,
        "sources": sources,
    }
    if apart := names_apart(opened):
        head["apart"] = apart
    writer.write(_encode(head)[:-1] + b',"came":[')
    start = 0
    for number, (one, end) in enumerate(zip(came, ledger.ends, strict=True)):
        about = {
            "path": ledger.paths[one.arrival],
            "came_as": one.name,
            "source": one.source,
            "whole": one.whole,
            "arrived": one.arrived.isoformat(),
            **({"claimed": one.claimed} if one.claimed else {}),
        }
        writer.write((b",\n" if number else b"\n") + _encode(about)[:-1] + b',"pieces":[')
        for first in range(start, end, 1000):
            pieces = b",\n".join(map(_encode, ledger.told(first, min(first + 1000, end))))
            writer.write((b"," if first > start else b"") + b"\n" + pieces)
        writer.write(b"]}")
        start = end
    writer.write(b'],\n"files":' + _encode(dict(sorted(files.items()))) + b"}\n")
