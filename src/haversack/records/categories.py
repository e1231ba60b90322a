"""Which of a person's twelve lists does a FHIR R4 resource belong to?

Ten lists follow Health Connect (developer.android.com, "Medical records: data format", and AOSP's
MedicalResourceValidator.classifyObservation); documents and other take what those rules reject: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from haversack.records.codes import laboratory_codes


class Category(NamedTuple):
    """One list: its stable name, and the number and permission it has on Android (None and "" where it has none)."""

    slug: str
    health_connect: int | None = None
    permission: str = ""


CATEGORIES: tuple[Category, ...] = (
    Category("allergies", 2, "ALLERGIES_INTOLERANCES"),
    Category("medications", 9, "MEDICATIONS"),
    Category("vaccines", 1, "VACCINES"),
    Category("labs", 6, "LABORATORY_RESULTS"),
    Category("vitals", 5, "VITAL_SIGNS"),
    Category("procedures", 8, "PROCEDURES"),
    Category("pregnancy", 3, "PREGNANCY"),
    Category("conditions", 7, "CONDITIONS"),
    Category("social-history", 4, "SOCIAL_HISTORY"),
    Category("visits", 12, "VISITS"),
    Category("documents"),
    Category("other"),
)
SLUGS: tuple[str, ...] = tuple(category.slug for category in CATEGORIES)

# Health Connect has two types more, which no list of ours shows.
PERSONAL_DETAILS = Category("personal-details", 10, "PERSONAL_DETAILS")
PRACTITIONER_DETAILS = Category("practitioner-details", 11, "PRACTITIONER_DETAILS")

# Kept and exported, shown by no list of its own: who and where, what was asked of a health plan (its answer is
# shown), and the plumbing between servers.
UNDISPLAYED = frozenset({
    "Account", "ActivityDefinition", "AuditEvent", "Basic", "Binary", "Bundle", "CapabilityStatement", "ChargeItem",
    "Claim", "ClaimResponse", "CodeSystem", "ConceptMap", "Contract", "CoverageEligibilityRequest",
    "CoverageEligibilityResponse", "Endpoint", "EnrollmentRequest", "EnrollmentResponse", "Group",
    "HealthcareService", "InsurancePlan", "Invoice", "Library", "Linkage", "List", "Location", "Measure",
    "Medication", "MedicationKnowledge", "MessageHeader", "NamingSystem", "OperationOutcome", "Organization",
    "OrganizationAffiliation", "Parameters", "Patient", "PaymentNotice", "PaymentReconciliation", "Person",
    "PlanDefinition", "Practitioner", "PractitionerRole", "Provenance", "Questionnaire", "RelatedPerson",
    "Schedule", "SearchParameter", "Slot", "Specimen", "StructureDefinition", "Subscription", "Substance",
    "ValueSet", "VerificationResult",
})  # fmt: skip

_RARER = (
    "AdverseEvent", "Appointment", "AppointmentResponse", "BodyStructure", "CarePlan", "CareTeam",
    "ClinicalImpression", "Communication", "CommunicationRequest", "Consent", "Coverage",
    "DetectedIssue", "DeviceRequest", "DeviceUseStatement", "EpisodeOfCare", "ExplanationOfBenefit",
    "FamilyMemberHistory", "Flag", "Goal", "GuidanceResponse",
    "ImmunizationEvaluation", "ImmunizationRecommendation", "MolecularSequence", "NutritionOrder",
    "QuestionnaireResponse", "RequestGroup", "RiskAssessment", "ServiceRequest", "SupplyDelivery", "SupplyRequest",
    "Task", "VisionPrescription",
)  # fmt: skip
_BY_TYPE = {
    "AllergyIntolerance": "allergies",
    "Condition": "conditions",
    "Encounter": "visits",
    "Immunization": "vaccines",
    "MedicationAdministration": "medications",
    "MedicationDispense": "medications",
    "MedicationRequest": "medications",
    "MedicationStatement": "medications",
    "Procedure": "procedures",
    "Composition": "documents",
    "DocumentManifest": "documents",
    "DocumentReference": "documents",
    "ImagingStudy": "documents",
    "Media": "documents",
    **dict.fromkeys(_RARER, "other"),
}
_STRICT_BY_TYPE = {
    "AllergyIntolerance": "allergies",
    "Condition": "conditions",
    "Encounter": "visits",
    "Immunization": "vaccines",
    "Location": "visits",
    "Medication": "medications",
    "MedicationRequest": "medications",
    "MedicationStatement": "medications",
    "Organization": "visits",
    "Patient": PERSONAL_DETAILS.slug,
    "Practitioner": PRACTITIONER_DETAILS.slug,
    "PractitionerRole": PRACTITIONER_DETAILS.slug,
    "Procedure": "procedures",
}

_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"
_CATEGORY_SYSTEM = "http://terminology.hl7.org/CodeSystem/observation-category"
_OLDER_SYSTEMS = ("http://hl7.org/fhir/observation-category", "")
# AOSP's order: pregnancy by code, social history by code or category, vital signs the same, labs by category.
_PREGNANCY_CODES = frozenset({
    "82810-3", "11636-8", "11637-6", "11638-4", "11639-2", "11640-0", "11612-9", "11613-7", "11614-5", "33065-4",
    "11778-8", "11779-6", "11780-4",
})  # fmt: skip
_SOCIAL_CODES = frozenset(["74013-4", "72166-2"])
VITAL_CODES = frozenset({
    "85353-1", "9279-1", "8867-4", "2708-6", "8310-5", "8302-2", "9843-4", "29463-7", "39156-5", "85354-9",
    "8480-6", "8462-4",
})  # fmt: skip
# Of what says nothing of its kind, for the eye alone: Android takes none of it. Oxygen, weight, height and head as US
# Core has them; and what is found of smoking, drinking, drugs, housing and household (SNOMED CT).
VITALS_BY_CODE = VITAL_CODES | {
    "59408-5", "2710-2", "8289-1", "8287-5", "3141-9", "3137-7", "8308-9", "8306-3", "59576-9", "77606-2", "8328-7",
}  # fmt: skip
_SOCIAL_FINDINGS = frozenset({
    "229819007", "365980008", "365981007", "77176002", "8517006", "266919005", "449868002", "428041000124106",
    "160573003", "228273003", "363905002", "897148007", "228366006", "361055000", "365508006", "365470003", "224362002",
})  # fmt: skip
# What servers write where no code system is named.
_CATEGORY_WORDS = {
    "laboratory": "laboratory",
    "lab": "laboratory",
    "labs": "laboratory",
    "vital-signs": "vital-signs",
    "vital signs": "vital-signs",
    "social-history": "social-history",
    "social history": "social-history",
}
# HL7 v2 table 0074, the sections that are laboratories; pathology (PAT, SP, CP) is read as a document.
LAB_SECTIONS = frozenset({
    "LAB", "BLB", "CH", "HM", "IMM", "MB", "MCB", "MYC", "SR", "TX", "VR", "URN", "PAR", "LP29693-6",
})  # fmt: skip


def _dicts(value: object) -> list[dict[str, Any]]:
    if type(value) is list:
        if len(value) == 1:  # as most are
            return value if type(value[0]) is dict else []
        return [item for item in value if type(item) is dict]
    return [value] if type(value) is dict else []


def _of_observation(doc: dict[str, Any], *, strict: bool) -> str | None:
    codes = _codes_of(doc, _LOINC)
    kinds = set()
    for concept in _dicts(doc.get("category")):
        codings = _dicts(concept.get("coding"))
        for coding in codings:
            system, code = coding.get("system") or "", coding.get("code")
            if type(code) is not str:
                continue
            if system == _CATEGORY_SYSTEM or (not strict and system == _OLDER_SYSTEMS[0]):
                kinds.add(code)
            elif not strict and not system:
                kinds.add(_CATEGORY_WORDS.get(code.strip().lower(), ""))
        words = concept.get("text")
        if not strict and not codings and type(words) is str:
            kinds.add(_CATEGORY_WORDS.get(words.strip().lower(), ""))
    if not _PREGNANCY_CODES.isdisjoint(codes):
        return "pregnancy"
    if not _SOCIAL_CODES.isdisjoint(codes) or "social-history" in kinds:
        return "social-history"
    if not VITAL_CODES.isdisjoint(codes) or "vital-signs" in kinds:
        return "vitals"
    if "laboratory" in kinds:
        return "labs"
    if strict:
        return None
    return "other" if kinds - {""} else _by_code(doc, codes)


def _by_code(doc: dict[str, Any], loinc: Sequence[str]) -> str:
    """One that says nothing of its kind: a laboratory's by its specimen, or by a code that nobody else measures."""
    if not VITALS_BY_CODE.isdisjoint(loinc):
        return "vitals"
    if not _SOCIAL_FINDINGS.isdisjoint(_codes_of(doc, _SNOMED)):
        return "social-history"
    return "labs" if doc.get("specimen") or not laboratory_codes().isdisjoint(loinc) else "other"


def _codes_of(doc: dict[str, Any], system: str) -> Sequence[str]:
    """The codes of this system. Every record is asked: the usual shape, one code, goes first."""
    concept = doc.get("code")
    codings = concept.get("coding") if type(concept) is dict else None
    if type(codings) is list and len(codings) == 1 and type(codings[0]) is dict:
        code = codings[0].get("code") if codings[0].get("system") == system else None
        return (code,) if type(code) is str else ()
    return [
        coding["code"]
        for concept in _dicts(doc.get("code"))
        for coding in _dicts(concept.get("coding"))
        if coding.get("system") == system and type(coding.get("code")) is str
    ]


def _of_report(doc: dict[str, Any]) -> str:
    for concept in _dicts(doc.get("category")):
        for coding in _dicts(concept.get("coding")):
            code = coding.get("code")
            if type(code) is str and (code in LAB_SECTIONS or _CATEGORY_WORDS.get(code.lower()) == "laboratory"):
                return "labs"
        words = concept.get("text")
        if type(words) is str and _CATEGORY_WORDS.get(words.strip().lower()) == "laboratory":
            return "labs"
    if not doc.get("category") and not laboratory_codes().isdisjoint(_codes_of(doc, _LOINC)):
        return "labs"
    return "documents"


def _is_of_a_visit(doc: dict[str, Any]) -> bool:
    """Whether a bill names the visit that it is for: then it is the copy of a hospital, whose record has the visit and
    all that was done itself. A health plan knows of no visits, and what it says of a bill is news."""
    return any("encounter" in item for item in _dicts(doc.get("item")))


def category_of(doc: dict[str, Any], *, strict: bool = False) -> str | None:
    """The slug of the list a decoded FHIR R4 resource is shown in, None for one that no list shows.

    `strict` equals AOSP instead: only Health Connect's 14 types, exact code systems, None for what Android rejects;
    Patient and practitioners then have the slugs of PERSONAL_DETAILS and PRACTITIONER_DETAILS.
    """
    kind = doc.get("resourceType")
    if kind == "Observation":
        return _of_observation(doc, strict=strict)
    if type(kind) is not str:
        return None
    if strict:
        return _STRICT_BY_TYPE.get(kind)
    if kind == "DiagnosticReport":
        return _of_report(doc)
    if kind == "ExplanationOfBenefit" and _is_of_a_visit(doc):
        return None
    if kind == "Device":  # a person's implant or aid; a device without a patient is what wrote the record
        return "other" if doc.get("patient") or doc.get("udiCarrier") else None
    return _BY_TYPE.get(kind)
