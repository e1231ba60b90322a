"""How is a laboratory report read when it comes, and kept until somebody looks at it?

Nothing of it is a record yet: what was recognised waits, sealed, beside the document that shows the file.
"""

from __future__ import annotations

from django.utils import timezone

from haversack.records.entry import Problem
from haversack.records.formats.lab_report import PaperReading, words
from haversack.records.pieces import Reading
from haversack.records.spans import WHOLE_FILE

from ..models import Declined, LabReport
from ..models.face import encode
from ..models.lab_report import LAB_REPORT, LabReportFacts
from ..queries.lab_reports import document_identity
from ..queries.opened import Opened
from ..queries.pdf_pages import words_of
from .lines import chunks

_TROUBLES = {"password": words.LOCKED, "damaged": words.DAMAGED, "held up": words.HELD_UP}


def open_paper(reading: Reading) -> None:
    """Have a PDF read, before its pieces are taken: only then is it known whether it is a laboratory report."""
    if not isinstance(reading, PaperReading) or reading.paper != "pdf" or not reading.is_shown:
        return
    found = words_of(reading.data)
    if found.trouble:
        severity = "warning" if found.trouble == "damaged" else "information"
        reading.problems.append(Problem(WHOLE_FILE, _TROUBLES[found.trouble], severity))  # type: ignore[arg-type]
        return
    reading.recognise(found.pages, found.more)
    if reading.report is None:
        has_words = any(page.words for page in found.pages)
        reading.problems.append(Problem(WHOLE_FILE, words.PLAIN if has_words else words.NO_TEXT, "information"))
    elif found.more:
        reading.problems.append(Problem(WHOLE_FILE, words.MORE_PAGES.format(found.more), "warning"))


def keep_lab_report(*, opened: Opened, reading: Reading, file: str, source: str) -> list[Problem]:
    """Keep what was recognised, sealed, until somebody looks at it. Returns what is to be said of it.

    The same file again changes nothing; nothing is kept of a file whose document was removed for good.
    """
    if not isinstance(reading, PaperReading) or reading.report is None or not reading.is_shown:
        return []
    identity = document_identity(opened, source, reading.document)
    if Declined.objects.filter(person_id=opened.person, key=identity).exists():
        return []
    key = opened.key.index(f"lab-report\0{reading.document}".encode())
    facts = LabReportFacts(file, reading.paper, source, reading.document, reading.report)
    values = {
        "sealed": opened.key.seal(encode(facts), LAB_REPORT), "document": identity, "by_id": opened.viewer.user,
        "created_at": timezone.now(),
    }  # fmt: skip
    row, _is_new = LabReport.objects.get_or_create(person_id=opened.person, key=key, defaults=values)
    number = len(reading.report.results)
    said = words.RECOGNISED_ONE if number == 1 else words.RECOGNISED.format(number)
    return [Problem(WHOLE_FILE, said if row.looked_at is None else words.KNOWN, "information")]


def forget_lab_reports(opened: Opened, documents: set[bytes]) -> None:
    """Forget what was recognised in documents (keyed identities) that are removed for good."""
    if not LabReport.objects.filter(person_id=opened.person).exists():
        return
    for some in chunks(sorted(documents)):
        LabReport.objects.filter(person_id=opened.person, document__in=some).delete()
