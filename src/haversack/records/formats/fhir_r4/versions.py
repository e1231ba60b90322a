"""Which version of FHIR is a resource written in, and is its type one that R4 knows?

Only named when sure: by a type that R4 does not have, by a stated version, or by a member that R4 took out or gave
another shape. Most resources look the same in every version, and are read as R4.
"""
# ruff: noqa: SIM905 - long lists of types are easier to read as words

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

R4_TYPES = frozenset(
    """
    Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic Binary
    BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem
    ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication CommunicationRequest
    CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
    CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement
    DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest
    EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit
    FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy Immunization
    ImmunizationEvaluation ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List
    Location Measure MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge
    MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization
    MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
    MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
    MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader
    MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition
    OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation
    Person PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
    RelatedPerson RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject
    RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition
    StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein
    SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task
    TerminologyCapabilities TestReport TestScript ValueSet VerificationResult VisionPrescription
    """.split()
)
# Types of other versions, from their own lists of resources (hl7.org/fhir/DSTU2, STU3, R5: resourcelist.html).
_ONLY_IN = {
    **dict.fromkeys(
        """
        Conformance DeviceUseRequest DiagnosticOrder ImagingObjectSelection MedicationOrder Order OrderResponse
        """.split(),
        "DSTU2",
    ),
    **dict.fromkeys(
        "DataElement EligibilityRequest EligibilityResponse ProcedureRequest ProcessRequest ProcessResponse "
        "ReferralRequest BodySite DeviceComponent".split(),
        "DSTU2 or STU3",
    ),
    **dict.fromkeys("ExpansionProfile ImagingManifest Sequence ServiceDefinition".split(), "STU3"),
    **dict.fromkeys(
        """
        ActorDefinition AdministrableProductDefinition ArtifactAssessment BiologicallyDerivedProductDispense Citation
        ClinicalUseDefinition ConditionDefinition DeviceAssociation DeviceDispense DeviceUsage EncounterHistory
        FormularyItem GenomicStudy ImagingSelection Ingredient InventoryItem InventoryReport ManufacturedItemDefinition
        MedicinalProductDefinition NutritionIntake NutritionProduct PackagedProductDefinition Permission
        RegulatedAuthorization RequestOrchestration Requirements SubscriptionStatus SubscriptionTopic
        SubstanceDefinition TestPlan Transport
        """.split(),
        "R4B or R5",
    ),
}
_NAMES = {"0": "DSTU1", "1": "DSTU2", "2": "STU3", "3": "STU3", "5": "R5", "6": "R6"}
_PROFILE = re.compile(r"https?://hl7\.org/fhir/(DSTU2|STU3|R5|R4B|1\.0|3\.0|5\.0)/", re.ASCII)
_IN_ADDRESS = {"1.0": "DSTU2", "3.0": "STU3", "5.0": "R5"}


def version_of_type(kind: str) -> str:
    """The version that alone has this type of resource ("DSTU2", "R4B or R5"); "" for others."""
    return _ONLY_IN.get(kind, "")


# Members that R4 does not have in that type, each with the version it is sure to tell (the pages of each type in R4
# say under "R3 Diff", and in R5 under "R4 Diff", what came and went).
_STU3, _OLDER = "STU3", "DSTU2 or STU3"
_MEMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    "AllergyIntolerance": (("assertedDate", _STU3), ("substance", "DSTU2"), ("lastOccurence", "DSTU2")),
    "CarePlan": (("context", _OLDER),),
    "Condition": (("assertedDate", _STU3), ("context", _STU3), ("dateRecorded", "DSTU2"), ("patient", "DSTU2")),
    "Device": (("udi", _OLDER),),
    "DiagnosticReport": (("context", _STU3), ("codedDiagnosis", _OLDER), ("image", _OLDER), ("request", "DSTU2")),
    "DocumentReference": (("indexed", _OLDER), ("class", _OLDER), ("created", _OLDER)),
    "Encounter": (
        ("actualPeriod", "R5"), ("admission", "R5"), ("indication", "DSTU2"), ("patient", "DSTU2"),
        ("incomingReferral", _OLDER),
    ),
    "Goal": (("status", _OLDER), ("targetDate", "DSTU2")),
    "Immunization": (
        ("notGiven", _STU3), ("wasNotGiven", "DSTU2"), ("date", _OLDER), ("vaccinationProtocol", _OLDER),
        ("explanation", _OLDER), ("practitioner", _STU3), ("informationSource", "R5"),
    ),
    "Medication": (("product", "DSTU2"), ("package", _OLDER)),
    "MedicationAdministration": (
        ("notGiven", _STU3), ("wasNotGiven", "DSTU2"), ("effectiveTimeDateTime", "DSTU2"), ("prescription", _OLDER),
        ("occurenceDateTime", "R5"),
    ),
    "MedicationDispense": (("dispenser", "DSTU2"), ("notDone", _STU3)),
    "MedicationRequest": (("context", _STU3),),
    "MedicationStatement": (("taken", _STU3), ("wasNotTaken", "DSTU2"), ("adherence", "R5")),
    "Observation": (
        ("context", _STU3), ("comment", _STU3), ("comments", "DSTU2"), ("related", _OLDER), ("triggeredBy", "R5"),
    ),
    "Patient": (("careProvider", "DSTU2"), ("animal", _OLDER)),
    "Procedure": (
        ("notDone", _STU3), ("context", _STU3), ("notPerformed", "DSTU2"), ("occurrenceDateTime", "R5"),
        ("occurrencePeriod", "R5"),
    ),
    "QuestionnaireResponse": (("group", "DSTU2"), ("context", _STU3)),
}  # fmt: skip
# Members that R4 has in another shape.
_SHAPES: dict[str, tuple[tuple[str, type, str], ...]] = {
    "AllergyIntolerance": (("clinicalStatus", str, _OLDER), ("type", dict, "R5")),
    "Condition": (("clinicalStatus", str, _OLDER),),
    "DocumentReference": (("context", list, "R5"),),
    "Encounter": (("class", str, "DSTU2"), ("class", list, "R5")),
    "MedicationAdministration": (("medication", dict, "R5"),),
    "MedicationDispense": (("medication", dict, "R5"),),
    "MedicationRequest": (("medication", dict, "R5"),),
    "MedicationStatement": (("medication", dict, "R5"),),
}


def other_version(doc: dict[str, Any]) -> str:
    """The version other than R4 that a resource is sure to be in ("STU3", "DSTU2 or STU3", "R5"); "" without a sign."""
    if ("fhirVersion" in doc or "meta" in doc) and (stated := stated_version(doc)):
        return stated
    return version_by_members(doc)


def version_by_members(doc: dict[str, Any]) -> str:
    """The same by what stands in it alone. A profile of another version may be named by what is written in R4."""
    kind = doc["resourceType"]
    for name, version in _MEMBERS.get(kind, ()):
        if name in doc:
            return version
    for name, shape, version in _SHAPES.get(kind, ()):
        if type(doc.get(name)) is shape:
            return version
    if kind in _ASKED:
        held = doc.get("code")
        return "R5" if type(held) is dict and ("concept" in held or type(held.get("reference")) is dict) else ""
    return _by_parts(kind, doc) if kind in _DOSED or kind in _PARTS else ""


# Members inside members that R4 moved: a dose stands in a list of its own, and what a performer did beside them.
_DOSED = {"MedicationRequest": "dosageInstruction", "MedicationDispense": "dosageInstruction",
          "MedicationStatement": "dosage"}  # fmt: skip
# What is asked for is a "code or reference" in R5 (CodeableReference).
_ASKED = frozenset({"DeviceRequest", "ServiceRequest"})
_DOSES = frozenset({"doseQuantity", "doseRange", "doseSimpleQuantity", "rateRatio", "rateRange", "rateQuantity"})
_PARTS = {"DiagnosticReport": ("performer", "actor"), "Encounter": ("reason", "coding")}


def _by_parts(kind: str, doc: dict[str, Any]) -> str:
    if kind in _DOSED:
        held = doc.get(_DOSED[kind])
        found = type(held) is list and any(type(one) is dict and not _DOSES.isdisjoint(one) for one in held)
    else:
        name, part = _PARTS[kind]
        held = doc.get(name)
        found = type(held) is list and any(type(one) is dict and part in one for one in held)
    return _OLDER if found else ""


def stated_version(doc: dict[str, Any]) -> str:
    """The other version that a resource says it is in, by meta.profile or fhirVersion; "" when R4 or silent."""
    stated = doc.get("fhirVersion")
    if type(stated) is str and stated[1:2] == "." and not stated.startswith("4."):
        return _NAMES.get(stated[0], "")
    meta = doc.get("meta")
    profiles = meta.get("profile") if type(meta) is dict else None
    for profile in profiles if type(profiles) is list else ():
        if type(profile) is str and (found := _version_of_profile(profile)):
            return found
    return ""


@lru_cache(maxsize=1024)  # a source names a few, in every resource
def _version_of_profile(profile: str) -> str:
    found = _PROFILE.match(profile)
    return _IN_ADDRESS.get(found[1], found[1]) if found else ""
