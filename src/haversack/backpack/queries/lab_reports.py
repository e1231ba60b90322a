"""Which laboratory reports of a backpack can be looked at, and what was recognised in each?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from haversack.records.formats.lab_report.head import Head
from haversack.records.formats.lab_report.paper import sheets_of
from haversack.records.formats.lab_report.report import RESULT, Line
from haversack.records.people import PersonIdentity, same_person
from haversack.records.unspoken import Unspoken

from ..models import LabReport, Record
from ..models.lab_report import LAB_REPORT, LabReportFacts, decode_lab_report
from ..models.record import State
from .attachments import attachment_of
from .opened import Opened
from .pdf_pages import picture_of


@dataclass(frozen=True, slots=True, repr=False)
class SeenReport(Unspoken):
    """A report as pages show it. record: the document that shows the file."""

    id: int
    facts: LabReportFacts
    record: int
    created_at: datetime
    dismissed_at: datetime | None

    @property
    def results(self) -> list[tuple[int, Line]]:
        """The lines that were recognised, each with its place."""
        return [(at, line) for at, line in enumerate(self.facts.report.lines) if line.kind == RESULT]

    @property
    def pages(self) -> list[int]:
        """The pages, from 0, on which results were recognised."""
        return sorted({line.page for _at, line in self.results})

    @property
    def waits(self) -> bool:
        """Whether somebody should look at it: nobody has decided on all of its pages, or said that it is enough."""
        return self.dismissed_at is None and not set(self.pages) <= set(self.facts.looked)

    def on(self, page: int) -> list[tuple[int, Line]]:
        """The results on a page."""
        return [(at, line) for at, line in self.results if line.page == page]


def lab_reports(opened: Opened) -> list[SeenReport]:
    """Every report, the newest first."""
    found = (_seen(opened, row) for row in _mine(opened).order_by("-created_at", "-pk"))
    return [one for one in found if one is not None]


def waiting_lab_reports(opened: Opened) -> list[SeenReport]:
    """Those that somebody should look at."""
    return [one for one in lab_reports(opened) if one.waits]


def lab_report(opened: Opened, number: int) -> SeenReport | None:
    """One of them."""
    row = _mine(opened).filter(pk=number).first()
    return _seen(opened, row) if row else None


def lab_report_page(opened: Opened, seen: SeenReport, page: int) -> bytes | None:
    """The picture of a page (from 0) of the file; None for a text, and for a page that cannot be drawn."""
    if seen.facts.paper != "pdf" or not 0 <= page < len(seen.facts.report.sizes):
        return None
    found = attachment_of(opened, seen.record, 0)
    return picture_of(found[0], page) if found else None


def lab_report_sheet(opened: Opened, seen: SeenReport, page: int) -> list[str]:
    """The lines of a page (from 0) of a text, as they stand there; [] for a PDF."""
    found = attachment_of(opened, seen.record, 0) if seen.facts.paper == "text" else None
    if found is None:
        return []
    sheets = sheets_of(found[0].decode("utf-8", "replace"))
    return sheets[page] if page < len(sheets) else []


def names_another(opened: Opened, head: Head) -> str:
    """In what the person a report names differs from the one of this backpack; "" where they may be the same."""
    known = PersonIdentity(names=opened.facts.legal, born=opened.facts.born)
    if not head.name or not (known.names or known.born):
        return ""
    answers = [same_person(known, PersonIdentity(names=(head.name,), born=born)) for born in head.born or ("",)]
    return "" if any(answers) else answers[0].reason


def document_identity(opened: Opened, source: str, document: str) -> bytes:
    """The keyed identity of the document that shows a file (invariant 3)."""
    return opened.key.index(f"{source}|DocumentReference|{document}".encode())


def _mine(opened: Opened) -> QuerySet[LabReport]:
    return LabReport.objects.filter(person_id=opened.person)


def _seen(opened: Opened, row: LabReport) -> SeenReport | None:
    """None where its document is not there: it is still on its way in."""
    shows = Record.objects.filter(person_id=opened.person, identity=row.document).exclude(state=State.SUPERSEDED)
    record = shows.order_by("-state", "-pk").values_list("pk", flat=True).first()
    if record is None:
        return None
    facts = decode_lab_report(opened.key.open(bytes(row.sealed), LAB_REPORT))
    return SeenReport(row.pk, facts, record, row.created_at, row.dismissed_at)
