"""What if a person says that files which were refused are not wanted after all? They are deleted at once."""

from __future__ import annotations

from typing import cast

import msgspec
from django.db import transaction

from haversack import audit

from ..models import Work
from ..models.work_facts import WORK, ImportFacts, Upload, decode_work, encode
from ..queries.opened import Opened
from ..rules.roles import Act, Viewer
from .import_work import delete_uploads


def forget_uploads(*, opened: Opened, by: Viewer, work: int) -> None:
    """Delete the uploads of work that has failed; the row still tells that they were sent."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        row = (
            Work.objects.select_for_update()
            .filter(pk=work, person_id=opened.person, kind=Work.Kind.IMPORT, state=Work.State.FAILED)
            .first()
        )
        if row is None:
            return
        facts = cast(ImportFacts, decode_work(row.kind, opened.key.open(bytes(row.sealed), WORK)))
        uploads = tuple(Upload("", one.name, one.size) for one in facts.uploads)
        row.sealed = opened.key.seal(encode(msgspec.structs.replace(facts, uploads=uploads)), WORK)
        row.save(update_fields=["sealed"])
        audit.record(by=by, act="import.forget", person=opened.uuid)
        transaction.on_commit(lambda: delete_uploads(facts))
