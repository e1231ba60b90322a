"""What of a record does an Android phone take, and how does that leave, with a report of what it would refuse?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from haversack import audit
from haversack.records import digits
from haversack.records.formats.fhir_r4.claimed import claims_behind
from haversack.records.formats.health_connect.leaving import Leaving

from ..models import Record
from ..models.record import Kind, State
from ..queries.leaving import BATCH, bodies
from ..queries.opened import Opened
from ..queries.sources import source_names
from ..rules.roles import Act, Viewer
from .export_target import Target

LINES, REFUSED, REPORT = "health-connect.ndjson", "refused.ndjson", "report.json"


def phone_lines(opened: Opened, leaving: Leaving, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The lines of what was accepted, some records in memory at a time; `leaving` counts. What its source took back
    stays here."""
    names = source_names(opened)
    rows = Record.objects.filter(
        person_id=opened.person,
        state=State.ACCEPTED,
        is_withdrawn=False,
        kind__in=(Kind.DISPLAYED, Kind.UNDISPLAYED),
    )
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", "source_id")[:BATCH]):
        last = found[-1][0]
        of = dict(found)
        for number, raw in bodies(opened, list(of)):
            source = names[of[number]].text if of[number] in names else ""
            doc = digits.decode(raw)
            if not claims_behind(doc):  # what a claim tells of is ours; the phone has no place for a claim
                yield from leaving.lines(source, doc)
        if progress:
            progress(len(found))


def phone_report(*, opened: Opened) -> Leaving:
    """What would leave and what would be refused, without anything leaving."""
    opened.require(Act.EXPORT)
    leaving = Leaving()
    for _line in phone_lines(opened, leaving):
        pass
    return leaving


def hand_out(*, opened: Opened, by: Viewer) -> Iterator[bytes]:
    """The lines, as they are made. The audit line is written before the first."""
    opened.require(Act.EXPORT)
    with transaction.atomic():
        audit.record(by=by, act="phone.export", person=opened.uuid)
    return phone_lines(opened, Leaving())


def write_phone_export(
    *, opened: Opened, by: Viewer, target: Target, progress: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Write the lines, each resource that was refused with its reason, and the report into a folder. Returns the
    report (records/formats/health_connect/leaving.py)."""
    opened.require(Act.EXPORT)
    leaving = Leaving(lists=True)
    try:
        with target.open(LINES) as writer:
            for line in phone_lines(opened, leaving, progress):
                writer.write(line)
        with target.open(REFUSED) as writer:
            for source, kind, own, why in leaving.listed:
                told = {
                    "source": source,
                    "type": kind,
                    "id": own,
                    "code": why.code,
                    "field": why.field,
                    "what": why.what,
                }
                writer.write(digits.encode(told) + b"\n")
        report = leaving.report()
        with target.open(REPORT) as writer:
            writer.write(json.dumps(report, indent=2).encode() + b"\n")
        with transaction.atomic():
            audit.record(by=by, act="phone.export", person=opened.uuid, count=report["written"])
        target.finish()
    except BaseException:
        target.discard()
        raise
    return report
