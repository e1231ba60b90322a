"""What does the hospital have on file about a patient?"""

from __future__ import annotations

from dataclasses import dataclass

from haversack.records import digits

from ..models import Patient, Record
from ..models.keys import BODY, sealer
from ..rules.profile import Doc, Profile, profile_of
from ..rules.sections import Section
from .reader import Reader


@dataclass(frozen=True, slots=True)
class OnFile:
    """The Patient resource, and what it says."""

    doc: Doc
    profile: Profile

    def __repr__(self) -> str:
        return "OnFile(…)"


def on_file(patient: Patient) -> OnFile:
    """For staff and for actions: what is on file now; of a patient without a Patient resource, nothing."""
    row = Record.objects.filter(type="Patient", fhir_id=patient.fhir_id, patient=patient).only("body").first()
    doc = digits.decode(sealer().open(bytes(row.body), BODY)) if row else {}
    return OnFile(doc, profile_of(doc))


def profile_for(reader: Reader) -> OnFile:
    """For whoever looks at the record. Raises NotAllowed where their access does not cover the profile."""
    reader.require_section(Section.PROFILE)
    return on_file(Patient.objects.get(pk=reader.patient))
