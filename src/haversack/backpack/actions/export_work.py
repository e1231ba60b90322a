"""How is an export made behind the page, so that nothing of it ever lies on the disk in plain?

The zip is sealed under the person's key while it is written, in DATA/exports, which no backup holds.
"""

from __future__ import annotations

import errno
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from ..models import Record, Work
from ..models.work_facts import EXPORT, WORK, ExportFacts, encode
from ..queries.opened import Opened
from ..rules.roles import Act, Viewer
from ..rules.work import Why
from .export import Readable, write_export
from .export_target import Zipped
from .work import Lease, beside, want
from .work_doing import fail

_NAME = re.compile(r"[0-9a-f]{32}")
BEAT = 1.0  # seconds between signs of life


def want_export(*, opened: Opened, by: Viewer, accepted_only: bool) -> Work:
    """Have everything written into one file to take away."""
    opened.require(Act.EXPORT)
    with transaction.atomic():
        facts = ExportFacts(accepted_only=accepted_only, language=translation.get_language() or "en")
        return want(opened=opened, by=by, kind=Work.Kind.EXPORT, facts=facts)


def make_export(*, opened: Opened, lease: Lease, readable: Readable) -> None:
    """Write the zip. A worker before may have left an unfinished file; the sweep takes it away."""
    facts = cast(ExportFacts, lease.facts(opened))
    name = secrets.token_hex(16)
    path = exports() / name
    pulse = Pulse(lease)
    pulse.total(Record.objects.filter(person_id=opened.person).count())
    try:
        with (
            path.open("xb") as file,
            opened.key.sealing_file(cast(BinaryIO, _Told(file, pulse.beat)), EXPORT) as sealing,
            translation.override(facts.language),
        ):
            told = write_export(
                opened=opened,
                by=opened.viewer,
                target=Zipped(cast(BinaryIO, sealing)),
                readable=readable,
                at=timezone.now(),
                accepted_only=facts.accepted_only,
                progress=pulse.move,
            )
        done = msgspec.structs.replace(
            facts,
            file=name,
            size=sealing.total,
            resources=told.resources,
            accepted=told.accepted,
            pending=told.pending,
            carried=told.carried,
            why="",
        )
        lease.end(Work.State.DONE, done=pulse.done, total=pulse.done, sealed=opened.key.seal(encode(done), WORK))
    except OSError as fault:
        path.unlink(missing_ok=True)
        if fault.errno != errno.ENOSPC:
            raise
        fail(lease, opened, Why.NO_ROOM)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class Pulse:
    """Says how far an export is, at most once a second, beside the transaction in which everything is read."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._last = time.monotonic()
        self.done = 0

    def total(self, number: int) -> None:
        self._lease.renew(done=0, total=number)

    def move(self, pieces: int) -> None:
        self.done += pieces
        self.beat()

    def beat(self) -> None:
        now = time.monotonic()
        if now - self._last >= BEAT:
            self._last = now
            with beside():
                self._lease.renew(done=self.done)


class _Told:
    """A file that says each time something is written to it, so that long writing is a sign of life, too."""

    def __init__(self, file: BinaryIO, tell: Callable[[], None]) -> None:
        self._file, self._tell = file, tell

    def write(self, data: bytes) -> int:
        self._tell()
        return self._file.write(data)


def exports() -> Path:
    """The folder, made where it is missing."""
    folder = Path(settings.DATA) / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def export_file(name: str) -> Path:
    """Where an export of that drawn name lies. Raises ValueError for any other name."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of an export")
    return exports() / name
