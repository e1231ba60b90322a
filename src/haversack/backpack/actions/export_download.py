"""How is a finished export handed out, and deleted?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack import audit

from ..models import Work
from ..models.work_facts import EXPORT, WORK, ExportFacts, decode_work, encode
from ..queries.opened import Opened
from ..rules.roles import Act, Viewer
from ..rules.work import has_expired
from .export_work import export_file


class ExportGone(Exception):
    """The file has expired or was deleted. The person makes another."""


def download(*, opened: Opened, by: Viewer, work: int) -> tuple[Iterator[bytes], int]:
    """The zip piece by piece, opened as it is read, and its length in bytes. Raises ExportGone."""
    opened.require(Act.EXPORT)
    row = Work.objects.filter(
        pk=work, person_id=opened.person, kind=Work.Kind.EXPORT, state=Work.State.DONE, finished_at__isnull=False
    ).first()
    if row is None or row.finished_at is None or has_expired(row.finished_at, timezone.now()):
        raise ExportGone
    facts = _facts(opened, row)
    try:
        file = export_file(facts.file).open("rb")
    except (FileNotFoundError, ValueError):
        raise ExportGone from None
    with transaction.atomic():
        audit.record(by=by, act="export.download", person=opened.uuid, count=facts.resources)
    pieces = _opened(file, opened)
    next(pieces)  # begun, so that closing it closes the file, whether anything is read or not
    return pieces, facts.size


def delete_export(*, opened: Opened, by: Viewer, work: int) -> None:
    """Take the file off the disk at once; the row still tells that there was one."""
    opened.require(Act.EXPORT)
    with transaction.atomic():
        row = Work.objects.select_for_update().filter(pk=work, person_id=opened.person, kind=Work.Kind.EXPORT).first()
        if row is None or not (facts := _facts(opened, row)).file:
            return
        row.sealed = opened.key.seal(encode(msgspec.structs.replace(facts, file="")), WORK)
        row.save(update_fields=["sealed"])
        audit.record(by=by, act="export.delete", person=opened.uuid)
        transaction.on_commit(lambda: export_file(facts.file).unlink(missing_ok=True))


def _facts(opened: Opened, row: Work) -> ExportFacts:
    return cast(ExportFacts, decode_work(row.kind, opened.key.open(bytes(row.sealed), WORK)))


def _opened(file: BinaryIO, opened: Opened) -> Iterator[bytes]:
    with file:
        yield b""
        yield from opened.key.open_stream(file, EXPORT)
