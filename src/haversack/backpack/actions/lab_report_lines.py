"""How do the lines of a laboratory report that a person has looked at become results?

They go through the one door (intake.py), from the source the report came from, and wait for review like any other. The
id of a result is made of the file and the line: the same file again doubles nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack import audit
from haversack.records.archives import SourceFile
from haversack.records.formats.lab_report.making import Confirmed, Confirming, bundle_of
from haversack.records.origins import Origin
from haversack.records.people import PersonIdentity

from ..models import LabReport
from ..models.face import encode
from ..models.lab_report import LAB_REPORT, decode_lab_report
from ..queries.lab_reports import SeenReport, names_another
from ..queries.opened import Opened
from ..rules.roles import Act, Viewer
from .identity import AnotherPerson
from .intake import Terms, receive
from .noticing import tell_of_waiting
from .report import Report


def take_lab_lines(
    *,
    opened: Opened,
    by: Viewer,
    seen: SeenReport,
    page: int | None,
    lines: Sequence[Confirmed],
    confirming: Confirming,
    same_person: bool = False,
) -> Report | None:
    """Have confirmed lines wait for review, as results. page: that is decided on with them (from 0), if any.
    confirming: by whom and when. Returns what came of them. Raises AnotherPerson where the report names somebody else
    and nobody said that it is the same person.
    """
    opened.require(Act.IMPORT)
    if lines and not same_person and (reason := names_another(opened, seen.facts.report.head)):
        raise AnotherPerson(reason)
    facts = seen.facts
    report = None
    if lines:
        data = bundle_of(facts.document, facts.file, facts.report.head, lines, confirming)
        person = PersonIdentity(names=opened.facts.legal, born=opened.facts.born)
        origin = Origin(facts.source, facts.file, "file", facts.file, whole=True, person=person)
        file = SourceFile(f"{facts.file}.json", len(data), partial(io.BytesIO, data), origin=origin)
        report = receive(opened=opened, by=by, files=[file], terms=Terms())
    now = timezone.now()
    with transaction.atomic():
        row = LabReport.objects.select_for_update().get(person_id=opened.person, pk=seen.id)
        known = decode_lab_report(opened.key.open(bytes(row.sealed), LAB_REPORT))
        taken = tuple(sorted({*known.taken, *(one.place for one in lines)}))
        looked = {*known.looked, *([] if page is None else [page])}
        known = msgspec.structs.replace(known, taken=taken, looked=tuple(sorted(looked)))
        row.sealed, row.looked_at, row.dismissed_at = opened.key.seal(encode(known), LAB_REPORT), now, None
        row.save(update_fields=["sealed", "looked_at", "dismissed_at"])
        if report is not None and report.outcomes["pending"]:
            tell_of_waiting(opened=opened, brought_by=by.user, now=now)
        audit.record(by=by, act="lab-report.take", person=opened.uuid, count=len(lines))
    return report


def dismiss_lab_report(*, opened: Opened, by: Viewer, number: int, now: datetime | None) -> None:
    """Nothing more of this report is wanted; without `now`, it is to be looked at after all."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        if LabReport.objects.filter(person_id=opened.person, pk=number).update(dismissed_at=now, looked_at=now):
            audit.record(by=by, act="lab-report.dismiss" if now else "lab-report.reopen", person=opened.uuid)
