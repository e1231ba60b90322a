"""Which doctors and other providers does the hospital have, and who takes part in the portal?"""

from __future__ import annotations

import uuid

from django.db import models


class Provider(models.Model):
    """A practitioner. Only a participating one keeps the medication list and takes messages.

    fhir_id: of the Practitioner resource. why_not: why somebody does not take part, in words for patients.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fhir_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    specialty = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    participates = models.BooleanField(default=False)
    why_not = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"provider {self.uuid}"
