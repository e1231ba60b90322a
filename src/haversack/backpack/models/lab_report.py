"""Which laboratory reports came as a PDF or a text, and were their lines looked at?"""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.db import models

from haversack.records.formats.lab_report.report import Report
from haversack.records.unspoken import Unspoken

from .person import Person

LAB_REPORT = "lab-report"


class LabReport(models.Model):
    """What was recognised in one file. Nothing of it is a record before somebody has looked at it.

    key: the digest of the file, keyed under the person's key, so that the same file again is the same row.
    document: the keyed identity of the record that shows the file; a person who removes that for good removes this too.
    sealed: LabReportFacts. dismissed_at: when somebody said that nothing more of it is wanted.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lab_reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.BinaryField(max_length=16)
    document = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_lab_report_each")]

    def __str__(self) -> str:
        return f"lab report {self.pk}"


class LabReportFacts(Unspoken, msgspec.Struct, array_like=True):
    """file: what it is called; paper: "pdf" or "text"; source: the text of its source. document: the id of the document
    that shows the file; report: what was recognised. taken: the places of the lines, counted from 0, that are records
    now; looked: the pages, from 0, that somebody has decided on.
    """

    file: str
    paper: str
    source: str
    document: str
    report: Report
    taken: tuple[int, ...] = ()
    looked: tuple[int, ...] = ()


decode_lab_report = msgspec.msgpack.Decoder(LabReportFacts).decode
