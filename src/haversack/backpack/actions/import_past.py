"""How does an import that had no page, such as one at the console, get into the list of past imports?"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from haversack.records.bundle import SourceFile

from ..models import Work
from ..models.work_facts import WORK, ImportFacts, Upload, encode
from ..queries.opened import Opened
from .import_work import told_of
from .noticing import tell_of_waiting
from .report import Report

MOST_NAMES = 1000


def remember_import(*, opened: Opened, files: Iterable[SourceFile], source: str | None, report: Report) -> None:
    """Keep the report of an import that is over, sealed, for whoever reads it later on the import page."""
    names = [Upload("", file.name, file.size) for file in files][:MOST_NAMES]
    facts = told_of(ImportFacts(uploads=tuple(names), source=source or ""), report)
    now = timezone.now()
    with transaction.atomic():
        Work.objects.create(
            person_id=opened.person,
            kind=Work.Kind.IMPORT,
            state=Work.State.DONE,
            sealed=opened.key.seal(encode(facts), WORK),
            due_at=now,
            finished_at=now,
            done=report.received,
            total=report.received,
        )
        if report.outcomes["pending"]:
            tell_of_waiting(opened=opened, brought_by=opened.viewer.user, now=now)
