"""Whose row is made or brought up to date when a Patient or a Practitioner is loaded?"""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone

from haversack.records.formats.fhir_r4.describe import name_of
from haversack.records.formats.fhir_r4.fields import obj, text, words

from ..models import Patient, Provider
from ..rules.demographics import Demographics, demographics_of
from ..rules.ties import key_of
from .address import address_changed

ALL_NUMBERS = 1_000_000
NUMBER_TAKEN = (
    "Its record number belongs to another patient here. It was given one of its own; Medical Records must find out "
    "whether the two are one person."
)
ANOTHER_NUMBER = "It brings another record number than the one known here. The one known here was kept."


class NumbersUsedUp(Exception):
    """A million patients have a record number; the form `M` and six digits has no more. The hospital must change it."""


def keep_patient(doc: dict[str, Any]) -> tuple[Patient, str]:
    """Make or bring up to date the patient's row. Returns it, and what somebody must look at ("" for nothing)."""
    said = demographics_of(doc)
    patient = Patient.objects.filter(fhir_id=said.fhir_id).first()
    remark = ""
    if patient is None:
        taken = bool(said.mrn) and Patient.objects.filter(mrn=said.mrn).exists()
        remark = NUMBER_TAKEN if taken else ""
        patient = Patient(fhir_id=said.fhir_id, mrn=said.mrn if said.mrn and not taken else free_number())
    elif said.mrn and said.mrn != patient.mrn:
        remark = ANOTHER_NUMBER
    before = patient.email
    _take_over(patient, said)
    patient.save()
    address_changed(patient, before=before, now=timezone.now())
    return patient, remark


def free_number() -> str:
    """A record number that nobody has: by chance, so that a number tells nothing of when somebody came."""
    for _ in range(64):
        number = f"M{secrets.randbelow(ALL_NUMBERS):06}"
        if not Patient.objects.filter(mrn=number).exists():
            return number
    taken = set(Patient.objects.values_list("mrn", flat=True))
    left = [number for one in range(ALL_NUMBERS) if (number := f"M{one:06}") not in taken]
    if not left:
        raise NumbersUsedUp("There is no record number left.")
    return secrets.choice(left)


def _take_over(patient: Patient, said: Demographics) -> None:
    """What the resource says; what it leaves out stays as it is known."""
    patient.family, patient.given, patient.folded = said.family, said.given, said.folded
    patient.born = said.born
    if said.email:
        patient.email = said.email
    if said.died:
        patient.died_on = said.died_on or patient.died_on or timezone.now().date()


def keep_provider(doc: dict[str, Any]) -> None:
    """Make or bring up to date a provider's row; whether they take part is the hospital's to say, not a file's."""
    if doc.get("resourceType") == "Practitioner":
        named = name_of(doc)
        name = (named.title if named else "")[:200]
        Provider.objects.update_or_create(fhir_id=text(doc.get("id")), defaults={"name": name})
        return
    who = key_of(obj(doc.get("practitioner")).get("reference"))
    if who is not None and who.type == "Practitioner":
        said = {
            "specialty": (words(doc.get("specialty")) or words(doc.get("code")))[:200],
            "place": text(obj(doc.get("organization")).get("display"))[:200],
        }
        Provider.objects.filter(fhir_id=who.id).update(**{name: value for name, value in said.items() if value})
