"""What does the hospital's record hold, one row a resource, and when may the patient see it?

Invariant 7: the release decision is made once (rules/release.py) and stands on the row with the version of the policy
it was made by. Every query filters on it; rows that an older version decided are hidden until a job has decided again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .patients import Patient


class Record(models.Model):
    """One FHIR R4 resource as it came, at its latest version.

    patient: None for what is about nobody in particular (a practitioner, a place). type, fhir_id: its identity here.
    content: the canonical hash, by which the same content again is `unchanged`. section: rules/sections.py.
    low, high: the moments between which it happened, half open, as precise as its date; None: undated.
    final_at: when it became final, from which a hold counts. updated_at: when this version was taken in.
    visible_from None: never shown; visible_until None: no end; reason: a word of rules/release.py; policy: the version
    that decided. shown_at: what the door gives as meta.lastUpdated: the later of updated_at and visible_from, and never
    before the decision that let the patient see it. reviewed_at: when somebody at the hospital marked it as looked at.
    """

    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, db_index=False, related_name="records")
    type = models.CharField(max_length=40)
    fhir_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    section = models.CharField(max_length=16)
    status = models.CharField(max_length=32, blank=True)
    low = models.DateTimeField(null=True)
    high = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=32)
    policy = models.PositiveIntegerField()
    shown_at = models.DateTimeField()
    content = models.BinaryField(max_length=16)
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "fhir_id"], name="one_portal_record_each")]
        indexes = [
            models.Index(fields=["patient", "type", "id"], name="portal_record_by_type"),
            models.Index(fields=["patient", "section", "low", "id"], name="portal_record_by_section"),
            models.Index(fields=["patient", "shown_at", "id"], name="portal_record_by_shown"),
            models.Index(
                fields=["patient", "visible_from"],
                name="portal_record_kept_back",
                condition=~Q(reason__in=("shown", "too-old", "not-current")),
            ),
            models.Index(fields=["policy", "patient"], name="portal_record_by_policy"),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"


class SearchToken(models.Model):
    """One coded value or reference of a record that a search may ask for.

    param: the FHIR search parameter ("category"). system, code: of a coding; for a reference the type and the id; for
    a string parameter "" and the folded text.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="tokens")
    patient = models.ForeignKey(Patient, null=True, on_delete=models.CASCADE, db_index=False)
    type = models.CharField(max_length=40)
    param = models.CharField(max_length=40)
    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "type", "param", "code", "record"], name="portal_token"),
            models.Index(
                fields=["type", "param", "code", "record"], name="portal_token_of_nobody", condition=Q(patient=None)
            ),
        ]

    def __str__(self) -> str:
        return f"token of record {self.record_id}"


class SearchDate(models.Model):
    """One date or period of a record, other than its principal one, that a search may ask for; half open."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="dates")
    patient = models.ForeignKey(Patient, null=True, on_delete=models.CASCADE, db_index=False)
    type = models.CharField(max_length=40)
    param = models.CharField(max_length=40)
    low = models.DateTimeField(null=True)
    high = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "type", "param", "low", "record"], name="portal_date")]

    def __str__(self) -> str:
        return f"date of record {self.record_id}"


class RecordTie(models.Model):
    """That a record stands or falls with another, which may not be here yet (rules/ties.py says how, and what kinds).

    type, fhir_id: of the other one; "url" and a hash for a file that is not kept here.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=8)
    type = models.CharField(max_length=40)
    fhir_id = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["type", "fhir_id"], name="portal_tie_to")]

    def __str__(self) -> str:
        return f"tie of record {self.record_id}"
