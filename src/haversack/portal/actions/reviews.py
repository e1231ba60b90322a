"""How does a provider say that they went through a patient's medication list? Only one who takes part may. (P14)"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haversack import audit

from ..models import MedicationReview, Patient, Provider
from ..rules.staff import Duty, NotYourDuty, Worker


class NoSuchPatient(Exception):
    """There is no patient of that id."""


@transaction.atomic
def review_medications(*, by: Worker, patient: UUID, now: datetime | None = None) -> MedicationReview:
    """The provider whose account it is reviewed the list now. Raises NotYourDuty, NoSuchPatient."""
    by.require(Duty.MEDICATIONS)
    provider = Provider.objects.filter(pk=by.provider or 0, participates=True).first()
    if provider is None:
        raise NotYourDuty
    row = Patient.objects.filter(uuid=patient, merged_into=None).first()
    if row is None:
        raise NoSuchPatient
    found = MedicationReview.objects.create(patient=row, provider=provider, at=now or timezone.now(), by=by.pseudonym)
    audit.record(by=by, act="medications.review", person=row.uuid)
    return found
