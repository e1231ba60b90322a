"""Whose record does the hospital keep, and which account is theirs?"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Patient(models.Model):
    """One patient. `uuid` is the only name that addresses and logs may carry; the record number is told to nobody.

    fhir_id: the logical id of the Patient resource at this hospital. mrn: `M` and six digits. family, given: as
    written, for the desk's look-up, which folds them. born: None where only part of the date is known.
    email: the address on file, lower case, "" for none; two patients may share one.
    user: the patient's own account. emancipated_on: the day from which a minor counts as grown up by law.
    wait_hours: how long the patient asked the hospital to wait with results, on top of the policy.
    merged_into: the patient whose number stands for both since the hospital found them to be one person.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fhir_id = models.CharField(max_length=64, unique=True)
    mrn = models.CharField(max_length=7, unique=True)
    family = models.CharField(max_length=200, blank=True)
    given = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=400, blank=True)  # both, lower case without accents
    born = models.DateField(null=True)
    email = models.CharField(max_length=254, blank=True)
    died_on = models.DateField(null=True)
    emancipated_on = models.DateField(null=True)
    wait_hours = models.PositiveIntegerField(default=0)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="portal_patient"
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["email"], name="patient_by_email", condition=~models.Q(email="")),
            models.Index(fields=["folded"], name="patient_by_name"),
            models.Index(fields=["born"], name="patient_by_birth"),
        ]

    def __str__(self) -> str:
        return f"patient {self.uuid}"
