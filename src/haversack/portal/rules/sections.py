"""Into which section of the portal does a FHIR R4 resource fall? Each section has its own window and hold.

`results` are laboratory results, `reports` diagnostic imaging, history and physical, inpatient consultations and the
like, `letters` what the hospital wrote to the patient; `other` is everything that no page lists and the FHIR door
still gives (vitals, procedures, care plans, goals, devices, coverage); `directory` is about nobody in particular.
What is `attached` has no visibility of its own: a file, a specimen or a note of origin is seen by whoever sees one of
the records that it goes with (rules/ties.py).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from haversack.records.formats.fhir_r4.fields import concepts, objs, text


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
    ATTACHED = "attached"  # Binary, Provenance, Specimen


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

NAMES: dict[Section, str] = {
    Section.ALLERGIES: "Allergies",
    Section.CONDITIONS: "Conditions",
    Section.RESULTS: "Results",
    Section.MEDICATIONS: "Medications",
    Section.REPORTS: "Reports",
    Section.PREVENTIVE: "Preventive care",
    Section.LETTERS: "Letters",
    Section.VISITS: "Visit history",
    Section.PROFILE: "Profile",
    Section.OTHER: "Other records",
}
_BY_TYPE = {
    "AllergyIntolerance": Section.ALLERGIES,
    "Appointment": Section.VISITS,
    "Binary": Section.ATTACHED,
    "Condition": Section.CONDITIONS,
    "Encounter": Section.VISITS,
    "EpisodeOfCare": Section.VISITS,
    "ImagingStudy": Section.REPORTS,
    "Immunization": Section.PREVENTIVE,
    "ImmunizationRecommendation": Section.PREVENTIVE,
    "Media": Section.REPORTS,
    "MedicationAdministration": Section.MEDICATIONS,
    "MedicationDispense": Section.MEDICATIONS,
    "MedicationRequest": Section.MEDICATIONS,
    "MedicationStatement": Section.MEDICATIONS,
    "Patient": Section.PROFILE,
    "Provenance": Section.ATTACHED,
    "RelatedPerson": Section.PROFILE,
    "Specimen": Section.ATTACHED,
    **dict.fromkeys(
        (
            "Endpoint", "HealthcareService", "Location", "Medication", "Organization", "OrganizationAffiliation",
            "Practitioner", "PractitionerRole", "Questionnaire", "Substance",
        ),
        Section.DIRECTORY,
    ),
}  # fmt: skip
ATTACHED_TYPES = frozenset(type_ for type_, section in _BY_TYPE.items() if section is Section.ATTACHED)
_LABORATORY = frozenset({
    "laboratory", "LAB", "BLB", "CH", "HM", "IMM", "MB", "MCB", "MYC", "SR", "TX", "VR", "URN", "PAR", "LP29693-6",
})  # fmt: skip
# LOINC: letter; hospital letter. Other letters are known by what their kind is called.
_LETTERS = frozenset({"51852-2", "68609-7"})


def section_of(doc: dict[str, Any]) -> Section:
    """The section of a decoded resource."""
    kind = doc.get("resourceType")
    if kind == "Observation":
        return Section.RESULTS if _is_laboratory(doc) else Section.OTHER
    if kind == "DiagnosticReport":
        return Section.RESULTS if _is_laboratory(doc) else Section.REPORTS
    if kind in ("DocumentReference", "DocumentManifest", "Composition"):
        return Section.LETTERS if _is_letter(doc) else Section.REPORTS
    if kind == "Device" and not doc.get("patient"):
        return Section.DIRECTORY
    return _BY_TYPE.get(str(kind), Section.OTHER)


def _is_laboratory(doc: dict[str, Any]) -> bool:
    return any(
        text(coding.get("code")) in _LABORATORY
        for kind in objs(doc.get("category"))
        for coding in objs(kind.get("coding"))
    ) or any(kind.title.lower() in ("laboratory", "lab") for kind in concepts(doc.get("category")))


def _is_letter(doc: dict[str, Any]) -> bool:
    kinds = [*concepts(doc.get("type")), *concepts(doc.get("category"))]
    return any(code.code in _LETTERS for kind in kinds for code in kind.codes) or any(
        "letter" in kind.title.lower() for kind in kinds
    )
