"""Which errors did a patient report, and how were they settled?"""

from __future__ import annotations

import uuid

import msgspec
from django.db import models

from haversack.records.unspoken import Unspoken

from ..rules.amendments import State
from .patients import Patient
from .records import Record

AMENDMENT = "amendment"


class Written(Unspoken, msgspec.Struct):
    """The sealed part: what is wrong, what it should say, who should be told; what staff wrote; the disagreement."""

    wrong: str
    right: str
    tell: str = ""
    why_extended: str = ""
    answer: str = ""
    disagreement: str = ""


class Amendment(models.Model):
    """One request to put the record right; it is never deleted.

    record: what it is about, None where the patient named nothing listed. extended_at: when staff took
    the 30 days more. ground: on which it was denied. by, answered_by: pseudonyms.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="amendments")
    record = models.ForeignKey(Record, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=16, default=State.SENT)
    by = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=16, blank=True)
    disagreed_at = models.DateTimeField(null=True)
    body = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="portal_amendment_by_state"),
            models.Index(fields=["patient", "sent_at"], name="portal_amendment_by_patient"),
        ]

    def __str__(self) -> str:
        return f"amendment {self.uuid}"
