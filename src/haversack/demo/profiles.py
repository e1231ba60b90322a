"""Which US Core profiles does a resource claim to follow? By its type, and where that is not enough by its codes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from haversack.demo.exact import Json

_DEFINED = "http://hl7.org/fhir/us/core/StructureDefinition/"
_BY_TYPE = {
    "AllergyIntolerance": "us-core-allergyintolerance",
    "CarePlan": "us-core-careplan",
    "CareTeam": "us-core-careteam",
    "Coverage": "us-core-coverage",
    "Encounter": "us-core-encounter",
    "Goal": "us-core-goal",
    "Immunization": "us-core-immunization",
    "Location": "us-core-location",
    "Medication": "us-core-medication",
    "MedicationDispense": "us-core-medicationdispense",
    "MedicationRequest": "us-core-medicationrequest",
    "Organization": "us-core-organization",
    "Patient": "us-core-patient",
    "Practitioner": "us-core-practitioner",
    "PractitionerRole": "us-core-practitionerrole",
    "Procedure": "us-core-procedure",
    "Provenance": "us-core-provenance",
    "QuestionnaireResponse": "us-core-questionnaireresponse",
    "RelatedPerson": "us-core-relatedperson",
    "ServiceRequest": "us-core-servicerequest",
    "Specimen": "us-core-specimen",
}
_BY_LOINC = {  # of an Observation, where one code has a profile of its own
    "85354-9": "us-core-blood-pressure",
    "96607-7": "us-core-average-blood-pressure",
    "39156-5": "us-core-bmi",
    "8302-2": "us-core-body-height",
    "8310-5": "us-core-body-temperature",
    "29463-7": "us-core-body-weight",
    "9843-4": "us-core-head-circumference",
    "8289-1": "head-occipital-frontal-circumference-percentile",
    "59576-9": "pediatric-bmi-for-age",
    "77606-2": "pediatric-weight-for-height",
    "8867-4": "us-core-heart-rate",
    "9279-1": "us-core-respiratory-rate",
    "59408-5": "us-core-pulse-oximetry",
    "72166-2": "us-core-smokingstatus",
    "8664-5": "us-core-smokingstatus",
    "11341-5": "us-core-observation-occupation",
    "82810-3": "us-core-observation-pregnancystatus",
    "86645-9": "us-core-observation-pregnancyintent",
    "76690-7": "us-core-observation-sexual-orientation",
    "95541-9": "us-core-care-experience-preference",
    "75773-2": "us-core-treatment-intervention-preference",
    "45473-6": "us-core-observation-adi-documentation",
}
_BY_CATEGORY = {  # of every other Observation
    "laboratory": "us-core-observation-lab",
    "vital-signs": "us-core-vital-signs",
    "survey": "us-core-observation-screening-assessment",
    "exam": "us-core-observation-clinical-result",
    "imaging": "us-core-observation-clinical-result",
    "procedure": "us-core-observation-clinical-result",
    "social-history": "us-core-simple-observation",
}


def claimed(kind: str, body: Json) -> list[str]:
    """The canonical addresses for its `meta.profile`; none where US Core has no profile for such a thing."""
    return [_DEFINED + name for name in _names(kind, body)]


def _names(kind: str, body: Json) -> Iterator[str]:
    if kind == "Observation":
        own = (_BY_LOINC.get(code) for code in _codes([body["code"]]))
        by_category = (_BY_CATEGORY.get(code) for code in _codes(body["category"]))
        yield from islice(filter(None, chain(own, by_category)), 1)
    elif kind == "Condition":
        diagnosis = "encounter-diagnosis" in _codes(body["category"])
        yield "us-core-condition-" + ("encounter-diagnosis" if diagnosis else "problems-health-concerns")
    elif kind == "DiagnosticReport":
        yield "us-core-diagnosticreport-" + ("lab" if "LAB" in _codes(body["category"]) else "note")
    elif kind == "DocumentReference":
        yield "us-core-adi-documentreference" if "42348-3" in _codes(body["category"]) else "us-core-documentreference"
    elif kind == "Device":
        if "udiCarrier" in body:
            yield "us-core-implantable-device"
    elif kind in _BY_TYPE:
        yield _BY_TYPE[kind]


def _codes(concepts: list[Json]) -> Iterator[str]:
    return (coding.get("code", "") for concept in concepts for coding in concept.get("coding", ()))
