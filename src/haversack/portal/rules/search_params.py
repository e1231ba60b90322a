"""By what can the records of each type be searched for? One table: it makes the index, the answers and the statement.

The parameters and combinations of the US Core server (CapabilityStatement of US Core 9.0.0), with `_id` and
`_lastUpdated` for every type. `patient` is a column of its own, and so are the state and the principal date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["token", "date", "reference", "string", "id"]
STATUS, PRINCIPAL = "=status", "=date"  # in place of a path: columns of the row


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter. paths: where its values stand, dotted, lists opened; STATUS or PRINCIPAL for a column."""

    kind: Kind
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searchable:
    """One type. combos: parameters that work together with `patient`, and whether US Core says SHALL."""

    params: dict[str, Param] = field(default_factory=dict)
    shall: tuple[tuple[str, ...], ...] = ()
    should: tuple[tuple[str, ...], ...] = ()
    includes: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    of_patient: bool = True


def _token(*paths: str) -> Param:
    return Param("token", paths)


def _date(*paths: str) -> Param:
    return Param("date", paths)


def _reference(*paths: str) -> Param:
    return Param("reference", paths)


def _string(*paths: str) -> Param:
    return Param("string", paths)


_STATUS = _token(STATUS)
_DATE = _date(PRINCIPAL)
_NAMES = ("name.family", "name.given", "name.prefix", "name.suffix", "name.text")
_ADDRESS = (
    "address.line",
    "address.city",
    "address.district",
    "address.state",
    "address.postalCode",
    "address.country",
)

SEARCHABLE: dict[str, Searchable] = {
    "AllergyIntolerance": Searchable(
        {"clinical-status": _token("clinicalStatus")},
        shall=((),),
        should=(("clinical-status",),),
        profiles=("allergyintolerance",),
    ),
    "Binary": Searchable(),
    "CarePlan": Searchable(
        {"category": _token("category"), "date": _DATE, "status": _STATUS},
        shall=(("category",),),
        should=(("category", "status"), ("category", "date"), ("category", "status", "date")),
        profiles=("careplan",),
    ),
    "CareTeam": Searchable(
        {"role": _token("participant.role"), "status": _STATUS},
        shall=(("status",),),
        should=(("role",),),
        includes=("participant",),
        profiles=("careteam",),
    ),
    "Condition": Searchable(
        {
            "abatement-date": _date("abatementDateTime", "abatementPeriod"),
            "asserted-date": _date("extension[condition-assertedDate].valueDateTime"),
            "category": _token("category"),
            "clinical-status": _token("clinicalStatus"),
            "code": _token("code"),
            "encounter": _reference("encounter"),
            "onset-date": _date("onsetDateTime", "onsetPeriod"),
            "recorded-date": _date("recordedDate"),
        },
        shall=((), ("category",)),
        should=(
            ("clinical-status",),
            ("code",),
            ("abatement-date",),
            ("recorded-date",),
            ("_lastUpdated",),
            ("asserted-date",),
            ("category", "clinical-status"),
            ("onset-date",),
            ("category", "encounter"),
        ),
        profiles=("condition-problems-health-concerns", "condition-encounter-diagnosis"),
    ),
    "Coverage": Searchable({"status": _STATUS}, shall=((),), profiles=("coverage",)),
    "Device": Searchable(
        {"status": _STATUS, "type": _token("type")},
        shall=((),),
        should=(("type",), ("status",)),
        profiles=("implantable-device",),
    ),
    "DiagnosticReport": Searchable(
        {"category": _token("category"), "code": _token("code"), "date": _DATE, "status": _STATUS},
        shall=((), ("category", "date"), ("category",), ("code",)),
        should=(("code", "date"), ("category", "_lastUpdated"), ("status",)),
        profiles=("diagnosticreport-lab", "diagnosticreport-note"),
    ),
    "DocumentReference": Searchable(
        {
            "category": _token("category"),
            "date": _date("date"),
            "period": _date("context.period"),
            "status": _STATUS,
            "type": _token("type"),
        },
        shall=((), ("type",), ("category", "date"), ("category",)),
        should=(("type", "period"), ("status",)),
        profiles=("documentreference",),
    ),
    "Encounter": Searchable(
        {
            "class": _token("class"),
            "date": _DATE,
            "discharge-disposition": _token("hospitalization.dischargeDisposition"),
            "identifier": _token("identifier"),
            "location": _reference("location.location"),
            "status": _STATUS,
            "type": _token("type"),
        },
        shall=((), ("date",)),
        should=(
            ("identifier",),
            ("type",),
            ("class",),
            ("status",),
            ("_lastUpdated",),
            ("location",),
            ("discharge-disposition",),
        ),
        profiles=("encounter",),
    ),
    "Endpoint": Searchable(of_patient=False),
    "FamilyMemberHistory": Searchable(
        {"code": _token("condition.code"), "status": _STATUS},
        shall=((),),
        should=(("code",),),
        profiles=("familymemberhistory",),
    ),
    "Goal": Searchable(
        {"description": _token("description"), "lifecycle-status": _STATUS, "target-date": _date("target.dueDate")},
        shall=((),),
        should=(("description",), ("target-date",), ("lifecycle-status",)),
        profiles=("goal",),
    ),
    "Immunization": Searchable(
        {"date": _DATE, "status": _STATUS}, shall=((),), should=(("date",), ("status",)), profiles=("immunization",)
    ),
    "Location": Searchable(
        {
            "address": _string(*_ADDRESS),
            "address-city": _string("address.city"),
            "address-postalcode": _string("address.postalCode"),
            "address-state": _string("address.state"),
            "identifier": _token("identifier"),
            "name": _string("name", "alias"),
        },
        profiles=("location",),
        of_patient=False,
    ),
    "Medication": Searchable(profiles=("medication",), of_patient=False),
    "MedicationDispense": Searchable(
        {"status": _STATUS, "type": _token("type")},
        shall=((),),
        should=(("status", "type"), ("status",)),
        includes=("medication",),
        profiles=("medicationdispense",),
    ),
    "MedicationRequest": Searchable(
        {
            "authoredon": _date("authoredOn"),
            "encounter": _reference("encounter"),
            "intent": _token("intent"),
            "status": _STATUS,
        },
        shall=(("intent",), ("intent", "status")),
        should=((), ("intent", "authoredon"), ("intent", "encounter")),
        includes=("medication",),
        profiles=("medicationrequest",),
    ),
    "MedicationStatement": Searchable({"status": _STATUS}, should=((), ("status",)), includes=("medication",)),
    "Observation": Searchable(
        {"category": _token("category"), "code": _token("code"), "date": _DATE, "status": _STATUS},
        shall=(("category", "date"), ("category",), ("code",)),
        should=((), ("code", "date"), ("category", "_lastUpdated"), ("category", "status")),
        profiles=(
            "observation-lab",
            "observation-clinical-result",
            "vital-signs",
            "blood-pressure",
            "bmi",
            "body-height",
            "body-temperature",
            "body-weight",
            "heart-rate",
            "respiratory-rate",
            "pulse-oximetry",
            "smokingstatus",
            "simple-observation",
            "observation-screening-assessment",
            "observation-sexual-orientation",
            "observation-pregnancystatus",
            "observation-pregnancyintent",
            "observation-occupation",
        ),
    ),
    "Organization": Searchable(
        {"address": _string(*_ADDRESS), "identifier": _token("identifier"), "name": _string("name", "alias")},
        profiles=("organization",),
        of_patient=False,
    ),
    "Patient": Searchable(
        {
            "birthdate": _date("birthDate"),
            "death-date": _date("deceasedDateTime"),
            "family": _string("name.family"),
            "gender": _token("gender"),
            "given": _string("name.given"),
            "identifier": _token("identifier"),
            "name": _string(*_NAMES),
        },
        shall=(("birthdate", "name"),),
        should=(("birthdate", "family"), ("death-date", "family")),
        profiles=("patient",),
    ),
    "Practitioner": Searchable(
        {"identifier": _token("identifier"), "name": _string(*_NAMES)}, profiles=("practitioner",), of_patient=False
    ),
    "PractitionerRole": Searchable(
        {"practitioner": _reference("practitioner"), "specialty": _token("specialty")},
        includes=("endpoint", "practitioner"),
        profiles=("practitionerrole",),
        of_patient=False,
    ),
    "Procedure": Searchable(
        {"code": _token("code"), "date": _DATE, "status": _STATUS},
        shall=((), ("date",)),
        should=(("code", "date"), ("status",)),
        profiles=("procedure",),
    ),
    "Provenance": Searchable(profiles=("provenance",)),
    "Questionnaire": Searchable(of_patient=False),
    "QuestionnaireResponse": Searchable(
        {"authored": _date("authored"), "questionnaire": _reference("questionnaire"), "status": _STATUS},
        shall=((),),
        should=(("questionnaire",), ("authored",), ("status",)),
        profiles=("questionnaireresponse",),
    ),
    "RelatedPerson": Searchable({"name": _string(*_NAMES)}, should=((), ("name",)), profiles=("relatedperson",)),
    "ServiceRequest": Searchable(
        {"authored": _date("authoredOn"), "category": _token("category"), "code": _token("code"), "status": _STATUS},
        shall=((), ("category", "authored"), ("category",), ("code",)),
        should=(("code", "authored"), ("status",)),
        profiles=("servicerequest",),
    ),
    "Specimen": Searchable(should=((),), profiles=("specimen",)),
}

# What scopes may narrow a type to, with the names that the page of consent has for it (US Core, granular scopes).
_OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
_CONDITION = "http://terminology.hl7.org/CodeSystem/condition-category"
_US_CORE = "http://hl7.org/fhir/us/core/CodeSystem"
CATEGORIES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Condition": (
        (_CONDITION, "problem-list-item", "Problem list"),
        (_CONDITION, "encounter-diagnosis", "Diagnoses of visits"),
        (f"{_US_CORE}/condition-category", "health-concern", "Health concerns"),
    ),
    "DocumentReference": ((f"{_US_CORE}/us-core-documentreference-category", "clinical-note", "Clinical notes"),),
    "Observation": (
        (_OBSERVATION, "laboratory", "Laboratory"),
        (_OBSERVATION, "vital-signs", "Vital signs"),
        (_OBSERVATION, "social-history", "Social history"),
        (_OBSERVATION, "survey", "Surveys"),
        (f"{_US_CORE}/us-core-category", "sdoh", "Living conditions"),
    ),
}
CATEGORY_NAMES = {code: name for kinds in CATEGORIES.values() for _, code, name in kinds}
