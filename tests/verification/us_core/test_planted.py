"""Would a fault be seen? One of each kind is planted in what the hospitals serve, and its judge has to find it."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable

import pytest

from .bindings import judge_codes, missing_slices
from .definitions import Json, definitions
from .references import judge_references
from .served import everything
from .validator import judge

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql", reason="touches no row; it was tried once"
)
VERSION = "8.0.0"


def first(kind: str, profile: str = "") -> Json:
    """The first resource of that kind, as a copy."""
    for text in everything():
        found = json.loads(text)
        if found["resourceType"] == kind and profile in "".join(found["meta"].get("profile", ())):
            return copy.deepcopy(found)
    raise KeyError(kind)


def without(kind: str, name: str, profile: str = "") -> Callable[[], Json]:
    return lambda: {key: value for key, value in first(kind, profile).items() if key != name}


def with_(kind: str, profile: str = "", **elements: object) -> Callable[[], Json]:
    return lambda: first(kind, profile) | elements


def one_number_of_two() -> Json:
    found = first("Observation", "us-core-blood-pressure")
    return found | {"component": found["component"][:1]}


def pounds_in_words() -> Json:
    found = first("Observation", "us-core-body-weight")
    found["valueQuantity"]["code"] = "stone"
    return found


def unknown_race() -> Json:
    found = first("Patient")
    found["extension"][0]["extension"][0]["valueCoding"]["code"] = "9999-9"
    return found


def somebody_elses_visit() -> Json:
    found = first("Condition", "problems")
    for text in everything():
        other = json.loads(text)
        if other["resourceType"] == "Encounter" and other["subject"] != found["subject"]:
            return found | {"encounter": {"reference": f"Encounter/{other['id']}"}}
    raise KeyError("Encounter")


def hl7(system: str, code: str) -> Json:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


# What is wrong, and a resource with that fault.
VALIDATOR: dict[str, Callable[[], Json]] = {
    "an element that base R4 requires is missing": without("Encounter", "status"),
    "an element that US Core requires is missing": without("Patient", "identifier"),
    "a slice that US Core requires is missing": one_number_of_two,
    "one is allowed and there are two": with_("Goal", description=[{"text": "Walk"}, {"text": "Run"}]),
    "many are allowed and one is not in a list": with_("Condition", category={"text": "Problem"}),
    "an invariant of base R4 is broken": with_(
        "Condition", verificationStatus=hl7("condition-ver-status", "entered-in-error")
    ),
    "an invariant of US Core is broken": without("MedicationRequest", "requester"),
    "a number stands for a date": with_("Patient", birthDate=19720803),
    "a date is no day": with_("Patient", birthDate="1972-13-40"),
    "a word stands for an object": with_("Encounter", subject="Patient/1"),
    "an element that FHIR does not know": with_("Immunization", colour="blue"),
    "the code that a profile fixes is another": with_("Observation", "us-core-body-weight", code={"text": "Weight"}),
    "a profile is claimed that there is not": with_(
        "Goal", meta={"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-hope"]}
    ),
}
CODES: dict[str, Callable[[], Json]] = {
    "a code outside a required value set of base R4": with_("Encounter", status="done"),
    "a concept outside a required value set": with_(
        "AllergyIntolerance", clinicalStatus=hl7("allergyintolerance-clinical", "gone")
    ),
    "a concept in words alone where a code is required": with_("AllergyIntolerance", clinicalStatus={"text": "Active"}),
    "a code deep in a data type": with_("Patient", telecom=[{"system": "pigeon", "value": "1"}]),
    "a unit outside a required value set": pounds_in_words,
    "a code in an extension": unknown_race,
}
SLICES: dict[str, Callable[[], Json]] = {
    "none of the categories is one that US Core requires": with_(
        "Condition", "problems", category=[{"text": "Problem"}]
    ),
}
REFERENCES: dict[str, Callable[[], Json]] = {
    "a reference leads nowhere": with_("Goal", expressedBy={"reference": "Patient/nobody"}),
    "a reference leads to a thing of another type": with_(
        "Procedure", subject={"reference": "Location/riverside-place-1"}
    ),
    "a reference leads into another patient’s record": somebody_elses_visit,
}


@pytest.fixture(scope="module")
def judged() -> dict[str, set[str]]:
    """What the validator said, by planted fault; all in one go, since starting it takes a second."""
    planted = {name: make() for name, make in VALIDATOR.items()}
    for number, resource in enumerate(planted.values()):
        resource["id"] = f"planted-{number}"
    names = {f"{resource['resourceType']}/{resource['id']}": name for name, resource in planted.items()}
    said: dict[str, set[str]] = {}
    for fault in judge([json.dumps(resource).encode() for resource in planted.values()], VERSION):
        said.setdefault(names[fault.where], set()).add(fault.said)
    return said


@pytest.mark.parametrize("name", VALIDATOR)
def test_the_validator_finds(name: str, judged: dict[str, set[str]]):
    assert judged.get(name)


@pytest.mark.parametrize("name", CODES)
def test_the_judge_of_codes_finds(name: str):
    planted = json.dumps(CODES[name]()).encode()
    faults, _ = judge_codes([planted], definitions(VERSION))
    assert faults


@pytest.mark.parametrize("name", SLICES)
def test_the_judge_of_slices_finds(name: str):
    assert list(missing_slices([json.dumps(SLICES[name]()).encode()], definitions(VERSION)))


@pytest.mark.parametrize("name", REFERENCES)
def test_the_judge_of_references_finds(name: str):
    planted = REFERENCES[name]()
    assert judge_references([json.dumps(planted).encode()], definitions(VERSION), beside=everything())
