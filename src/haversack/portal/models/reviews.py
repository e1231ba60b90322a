"""When, and by whom, was a patient's medication list last reviewed? (P14)"""

from __future__ import annotations

from django.db import models

from .patients import Patient
from .providers import Provider


class MedicationReview(models.Model):
    """A participating provider went through the list with the patient. by: the pseudonym of who said so."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medication_reviews")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="medication_reviews")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["patient", "at"], name="portal_review_by_patient")]

    def __str__(self) -> str:
        return f"medication review {self.pk}"
