"""What is a line called when its source gave it no usable name, or said the opposite of a fact?

These are the only English words that readers put into an entry's title; pages translate them by the tables here.
"""

from __future__ import annotations

NAMELESS = {
    "AllergyIntolerance": "Allergy with no name",
    "Appointment": "Appointment",
    "CarePlan": "Care plan",
    "CareTeam": "Care team",
    "ClinicalImpression": "Clinician's assessment",
    "Communication": "Message",
    "Component": "Part with no name",
    "Composition": "Document with no name",
    "Condition": "Condition with no name",
    "Consent": "Consent",
    "Device": "Device with no name",
    "DeviceRequest": "Request for a device",
    "DeviceUseStatement": "Use of a device",
    "DiagnosticReport": "Report with no name",
    "DiagnosticReport:labs": "Lab report with no name",
    "DocumentReference": "Document with no name",
    "Encounter": "Visit",
    "FamilyMemberHistory": "Family history",
    "Flag": "Alert",
    "Goal": "Goal",
    "ImagingStudy": "Imaging study",
    "Immunization": "Vaccine with no name",
    "ImmunizationRecommendation": "Vaccine recommendation",
    "Media": "Picture or recording",
    "MedicationAdministration": "Medicine with no name",
    "MedicationDispense": "Medicine with no name",
    "MedicationRequest": "Medicine with no name",
    "MedicationStatement": "Medicine with no name",
    "NutritionOrder": "Diet order",
    "Observation": "Finding with no name",
    "Observation:labs": "Lab test with no name",
    "Observation:vitals": "Measurement with no name",
    "Observation:social-history": "Social history with no name",
    "Procedure": "Procedure with no name",
    "QuestionnaireResponse": "Answers to a questionnaire",
    "RiskAssessment": "Risk assessment",
    "ServiceRequest": "Request with no name",
    "Task": "Task",
    "VisionPrescription": "Prescription for glasses or lenses",
    "": "Entry with no name",
}

# What a title starts with when the line is not a fact; the rest is the source's own name.
OPPOSITES = {
    "refuted": "Ruled out: {}",
    "not-done": "Not done: {}",
    "not-given": "Not given: {}",
    "not-taken": "Not taken: {}",
    "do-not-take": "Do not take: {}",
    "do-not": "Not to be done: {}",
    "cancelled": "Cancelled: {}",
    "recommended": "Recommended: {}",
}

# IPS "absent or unknown data" and SNOMED CT: (key, phrase) of what a source says that a person does not have.
NONE_KNOWN = {
    "no-known-allergies": "No known allergies",
    "no-known-medication-allergies": "No known medicine allergies",
    "no-known-environmental-allergies": "No known environmental allergies",
    "no-known-food-allergies": "No known food allergies",
    "no-known-insect-allergies": "No known insect allergies",
    "no-known-latex-allergies": "No known latex allergy",
    "no-known-problems": "No known conditions",
    "no-known-medications": "No known medicines",
    "no-known-immunizations": "No known vaccines",
    "no-known-procedures": "No known procedures",
    "no-known-devices": "No known devices",
    "no-allergy-info": "No information about allergies",
    "no-problem-info": "No information about conditions",
    "no-medication-info": "No information about medicines",
    "no-immunization-info": "No information about vaccines",
    "no-procedure-info": "No information about procedures",
    "no-device-info": "No information about devices",
}


# HL7 v3 ActCode (Encounter.class) and the words DSTU2 used.
VISIT_CLASSES = {
    "AMB": "Outpatient visit",
    "OUTPATIENT": "Outpatient visit",
    "EMER": "Emergency visit",
    "EMERGENCY": "Emergency visit",
    "FLD": "Visit outside a clinic",
    "FIELD": "Visit outside a clinic",
    "HH": "Home visit",
    "HOME": "Home visit",
    "IMP": "Hospital stay",
    "INPATIENT": "Hospital stay",
    "ACUTE": "Hospital stay",
    "NONAC": "Hospital stay",
    "OBSENC": "Observation stay",
    "PRENC": "Pre-admission visit",
    "SS": "Short stay",
    "DAYTIME": "Day visit",
    "VR": "Virtual visit",
    "VIRTUAL": "Virtual visit",
}
# What was billed, by the kind of claim (http://terminology.hl7.org/CodeSystem/claim-type and CARIN's subtypes).
CLAIM_KINDS = {
    "pharmacy": "Claim for medicines",
    "inpatient": "Claim for a hospital stay",
    "outpatient": "Claim for hospital care without a stay",
    "institutional": "Claim of a hospital or clinic",
    "professional": "Claim of a doctor or practice",
    "oral": "Claim for dental care",
    "vision": "Claim for eye care",
    "coverage": "Insurance",
    "": "Insurance claim",
}
# What is asked of a plan before care (http://hl7.org/fhir/claim-use).
ESTIMATES = {
    "preauthorization": "Request for approval before care",
    "predetermination": "Estimate of what a plan would pay",
}
_OURS = frozenset(
    phrase for table in (NAMELESS, NONE_KNOWN, VISIT_CLASSES, CLAIM_KINDS, ESTIMATES) for phrase in table.values()
)
_STARTS = tuple((template, template.partition("{}")[0]) for template in OPPOSITES.values())


def nameless(kind: str, category: str = "") -> str:
    """The phrase for a resource of type `kind` in `category` that its source did not name."""
    return NAMELESS.get(f"{kind}:{category}") or NAMELESS.get(kind) or NAMELESS[""]


def template_of(title: str) -> tuple[str, str]:
    """What of a title is ours and what the source's: ("Ruled out: {}", "Asthma"), ("Visit", ""), ("{}", "Asthma").

    A page translates the first and puts the second in; it is the source's own name, or again a phrase of ours.
    """
    if title in _OURS:
        return title, ""
    return next(
        ((template, title[len(start) :]) for template, start in _STARTS if title.startswith(start)), ("{}", title)
    )
