"""What becomes of a table of measurements that was sent? It waits until somebody says what its columns are.

Each table waits sealed in an import of its own, so that it keeps no other file back. Then it goes in as any file does,
behind the line that says what its columns are; which is remembered for the next table with the same headings.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack.records import strangers
from haversack.records.formats.measurement_csv import (
    LOOKED_AT,
    Mapping,
    MappingUnusable,
    Table,
    look,
    mapping_from,
    mapping_line,
)
from haversack.records.formats.measurement_csv.preview import Preview, preview
from haversack.records.formats.recognise import format_of
from haversack.records.streams import up_to
from haversack.records.unspoken import Unspoken
from haversack.vault.refusals import Unreadable

from ..models import TableMapping, Work
from ..models.work_facts import TABLE_MAPPING, UPLOAD, WORK, ImportFacts, Upload, decode_work, encode
from ..queries.opened import Opened
from ..queries.work import Seen
from ..rules.roles import Act, Viewer
from ..rules.work import Why
from .upload import inbox_file
from .work import want_answer
from .work_doing import try_again

PUT_ASIDE = "This table was put into an import of its own. It waits there until you say what its columns are."


@dataclass(frozen=True, slots=True, repr=False)
class SentTable(Unspoken):
    """A table that waits. remembered: what was said of one with the same headings."""

    upload: Upload
    table: Table
    remembered: Mapping | None


def tables_among(opened: Opened, uploads: list[Upload]) -> list[Upload]:
    """The uploads that are tables, by what is in them."""
    return [one for one in uploads if _table(opened, one) is not None]


def put_aside(*, opened: Opened, by: Viewer, tables: list[Upload], source: str) -> list[Work]:
    """Let each table wait in work of its own. Call in the transaction that takes them in."""
    return [
        want_answer(opened=opened, by=by, kind=Work.Kind.IMPORT, facts=ImportFacts((one,), source, why=Why.TABLE.value))
        for one in tables
    ]


def is_asked(row: Work) -> bool:
    """Whether this import, which was just asked for, waits for an answer."""
    return row.state == Work.State.FAILED


def sent_table(opened: Opened, seen: Seen) -> SentTable | None:
    """The table that this import waits with; None where it does not, or its file is gone."""
    facts = seen.imported
    if seen.state != Work.State.FAILED or facts.why != Why.TABLE or not facts.uploads[0].file:
        return None
    table = _table(opened, facts.uploads[0])
    return SentTable(facts.uploads[0], table, _remembered(opened, table)) if table else None


def previewed(opened: Opened, sent: SentTable, mapping: Mapping) -> Preview:
    """What would come of it. Raises FileNotFoundError, Unreadable."""
    with _open(opened, sent.upload) as stream:
        return preview(stream, mapping)


def take_table(*, opened: Opened, by: Viewer, work: int, mapping: Mapping, headings: list[str]) -> bool:
    """Have the table taken in, by this mapping, which is remembered where there are headings. False where it does not
    wait any more."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        row = Work.objects.select_for_update().filter(pk=work, person_id=opened.person, state=Work.State.FAILED).first()
        if row is None or row.kind != Work.Kind.IMPORT:
            return False
        facts = cast(ImportFacts, decode_work(row.kind, opened.key.open(bytes(row.sealed), WORK)))
        if facts.why != Why.TABLE:
            return False
        uploads = tuple(msgspec.structs.replace(one, mapping=mapping_line(mapping)) for one in facts.uploads)
        row.sealed = opened.key.seal(encode(msgspec.structs.replace(facts, uploads=uploads)), WORK)
        row.save(update_fields=["sealed"])
        if any(headings):
            _remember(opened, headings, mapping)
        return try_again(opened=opened, by=by, work=work)


def _remember(opened: Opened, headings: list[str], mapping: Mapping) -> None:
    sealed = opened.key.seal(msgspec.json.encode(mapping), TABLE_MAPPING)
    TableMapping.objects.update_or_create(
        person_id=opened.person,
        key=_key(opened, headings),
        defaults={"sealed": sealed, "said_at": timezone.now()},
    )


def _remembered(opened: Opened, table: Table) -> Mapping | None:
    if table.is_wide or not any(table.headings):
        return None
    row = TableMapping.objects.filter(person_id=opened.person, key=_key(opened, table.headings)).first()
    with suppress(MappingUnusable):  # of a measure that there is no more
        return mapping_from(opened.key.open(bytes(row.sealed), TABLE_MAPPING)) if row else None
    return None


def _key(opened: Opened, headings: list[str]) -> bytes:
    return opened.key.index(b"table-mapping\0" + msgspec.json.encode(headings))


def _table(opened: Opened, upload: Upload) -> Table | None:
    try:
        with _open(opened, upload) as stream:
            beginning = up_to(stream, LOOKED_AT)
    except (FileNotFoundError, Unreadable):
        return None
    if format_of(beginning) is not None or strangers.what_it_is(beginning[:4096].lstrip()) in ("", strangers.ZEROS):
        return None
    return look(beginning)


def _open(opened: Opened, upload: Upload) -> BinaryIO:
    return opened.key.open_file(inbox_file(upload.file).open("rb"), UPLOAD)
