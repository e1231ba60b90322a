"""Which changes of a profile did a patient ask for, and what did staff answer?"""

from __future__ import annotations

import uuid

import msgspec
from django.db import models
from django.db.models import Q

from haversack.records.unspoken import Unspoken

from ..rules.changes import State
from .patients import Patient

CHANGE = "change"


class Asked(Unspoken, msgspec.Struct):
    """The sealed part, by field (rules/profile.py). base: as it was on file; wanted: as it shall be.

    answers: whether each field was accepted, and what the patient is told about it. message: about all of it.
    """

    base: dict[str, dict[str, str]]
    wanted: dict[str, dict[str, str]]
    answers: dict[str, tuple[bool, str]] = {}
    message: str = ""


class ChangeRequest(models.Model):
    """One request; it is never deleted. fields: how many were asked for. by, answered_by: pseudonyms.

    from_proxy: whether somebody who stands in for the patient asked.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=16, default=State.SENT)
    by = models.CharField(max_length=64)
    from_proxy = models.BooleanField(default=False)
    fields = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient"], condition=Q(state="sent"), name="one_waiting_change_each")
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="portal_change_by_state")]

    def __str__(self) -> str:
        return f"change request {self.uuid}"
