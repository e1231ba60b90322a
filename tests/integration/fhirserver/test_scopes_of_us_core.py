"""Does every scope that US Core names open what it says, and nothing beside it?"""

import json

import pytest

from ...fakes.records import CATEGORIES, CONDITION, OBSERVATION, US_CATEGORY, US_CONDITION

TYPES = (
    "AllergyIntolerance", "CarePlan", "CareTeam", "Condition", "Coverage", "Device", "DiagnosticReport",
    "DocumentReference", "Encounter", "Goal", "Immunization", "MedicationDispense", "MedicationRequest", "Observation",
    "Organization", "Patient", "Practitioner", "PractitionerRole", "Procedure", "Provenance", "QuestionnaireResponse",
    "RelatedPerson", "ServiceRequest", "Specimen",
)  # fmt: skip
GRANULAR = [
    ("Condition", CONDITION, "encounter-diagnosis"), ("Condition", CONDITION, "problem-list-item"),
    ("Condition", US_CONDITION, "health-concern"), ("Observation", OBSERVATION, "laboratory"),
    ("Observation", OBSERVATION, "social-history"), ("Observation", OBSERVATION, "survey"),
    ("Observation", OBSERVATION, "vital-signs"), ("Observation", US_CATEGORY, "sdoh"),
]  # fmt: skip


@pytest.mark.parametrize("resource_type", TYPES)
def test_a_scope_for_one_type_opens_that_type_and_no_other(walk, records, resource_type):
    records.add("ana", {"resourceType": resource_type, "id": "one"})
    walk.scope = f"patient/{resource_type}.rs"
    held = walk.tokens()
    assert held["scope"] == walk.scope
    assert walk.get(f"{resource_type}/one", held["access_token"]).status_code == 200
    assert walk.get(resource_type, held["access_token"]).status_code == 200
    other = "Goal" if resource_type != "Goal" else "Patient"
    assert walk.get(f"{other}/ana", held["access_token"]).status_code == 403
    assert walk.get(other, held["access_token"]).status_code == 403


@pytest.mark.parametrize(("resource_type", "system", "code"), GRANULAR)
def test_a_scope_for_one_category_opens_that_category_and_no_other(walk, records, resource_type, system, code):
    for number, (category, _) in enumerate(CATEGORIES[resource_type]):
        concept = [{"coding": [{"system": category.system, "code": category.code}]}]
        records.add("ana", {"resourceType": resource_type, "id": f"c-{number}", "category": concept})
    wanted = [
        f"c-{n}" for n, (each, _) in enumerate(CATEGORIES[resource_type]) if (each.system, each.code) == (system, code)
    ]
    walk.scope = f"patient/{resource_type}.rs?category={system}|{code}"
    held = walk.tokens()
    assert held["scope"] == walk.scope
    bundle = json.loads(walk.get(f"{resource_type}?_id=c-0,c-1,c-2,c-3,c-4", held["access_token"]).content)
    assert [each["resource"]["id"] for each in bundle["entry"] if each["search"]["mode"] == "match"] == wanted
    statuses = [
        walk.get(f"{resource_type}/c-{n}", held["access_token"]).status_code
        for n in range(len(CATEGORIES[resource_type]))
    ]
    assert statuses.count(200) == 1
    assert statuses.count(404) == len(statuses) - 1
