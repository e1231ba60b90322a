"""Which types beyond those of US Core may a portal hold about a patient, and on which list do they mostly stand?

They are asked for only where the portal itself says that it has them: in `scopes_supported`, and in its
CapabilityStatement. FHIR R4, compartment definition Patient (compartmentdefinition-patient.html).
"""

from __future__ import annotations

from collections.abc import Mapping

RARER: Mapping[str, tuple[str, ...]] = {
    "medications": ("MedicationAdministration",),
    "procedures": ("DeviceUseStatement",),
    "visits": ("Appointment", "EpisodeOfCare"),
    "documents": ("Composition", "ImagingStudy"),
    "other": (
        "AdverseEvent", "ClinicalImpression", "Communication", "Consent", "DetectedIssue", "DeviceRequest",
        "ExplanationOfBenefit", "Flag", "ImmunizationRecommendation", "NutritionOrder", "RiskAssessment",
        "VisionPrescription",
    ),
}  # fmt: skip
