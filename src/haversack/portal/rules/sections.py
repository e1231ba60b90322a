"""Into which section of the portal does a FHIR R4 resource fall? Each section has its own window and hold.

`results` are laboratory results, `reports` diagnostic imaging, history and physical, inpatient consultations and the
like, `letters` what the hospital wrote to the patient; `other` is everything that no page lists and the FHIR door
still gives (vitals, procedures, care plans, goals, devices, coverage); `directory` is about nobody in particular.
"""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """One section. The values are stored on rows and named in policies: they never change."""

    ALLERGIES = "allergies"
    CONDITIONS = "conditions"
    MEDICATIONS = "medications"
    RESULTS = "results"
    REPORTS = "reports"
    PREVENTIVE = "preventive"  # immunisations
    LETTERS = "letters"
    VISITS = "visits"
    PROFILE = "profile"  # the Patient resource itself, RelatedPerson
    OTHER = "other"
    DIRECTORY = "directory"  # Practitioner, Organization, Location, Medication: no patient's


LISTED: tuple[Section, ...] = (
    Section.ALLERGIES,
    Section.CONDITIONS,
    Section.RESULTS,
    Section.MEDICATIONS,
    Section.REPORTS,
    Section.PREVENTIVE,
    Section.LETTERS,
    Section.VISITS,
)
