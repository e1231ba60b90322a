"""Is a profile read from a Patient, and a change written back, without touching what nobody asked for?"""

from __future__ import annotations

import pytest

from haversack.portal.rules.profile import PARTS, Field, digest, profile_of
from haversack.portal.rules.profile_writing import with_changes

ROLES = "http://terminology.hl7.org/CodeSystem/v2-0131"
ANA = {
    "resourceType": "Patient",
    "id": "1",
    "gender": "female",
    "maritalStatus": {"coding": [{"code": "M"}], "text": "married"},
    "extension": [
        {"url": "http://example.org/other", "valueString": "kept"},
        {
            "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
            "extension": [
                {"url": "ombCategory", "valueCoding": {"code": "2106-3", "display": "White"}},
                {"url": "text", "valueString": "White"},
            ],
        },
    ],
    "address": [
        {"use": "old", "line": ["1 Old Road"], "city": "Millbrook"},
        {
            "use": "home",
            "line": ["118 Mill Lane", "Apt 4"],
            "city": "Springfield",
            "state": "MA",
            "postalCode": "01101",
        },
    ],
    "telecom": [
        {"system": "phone", "use": "home", "value": "555-0182"},
        {"system": "email", "value": "ana@example.org"},
        {"system": "phone", "use": "temp", "value": "555-0000"},
    ],
    "contact": [
        {
            "relationship": [
                {"coding": [{"system": ROLES, "code": "N"}]},
                {"coding": [{"system": ROLES, "code": "C"}]},
            ],
            "name": {"given": ["Luis"], "family": "Ruiz"},
            "telecom": [{"value": "555-0182"}],
        }
    ],
}
WANTED = {
    Field.MARITAL_STATUS: {"status": "W"},
    Field.RACE: {"race": "2028-9 2106-3"},
    Field.RELIGION: {"religion": "Quaker"},
    Field.ADDRESS: {"lines": "27 Orchard Street", "city": "Springfield", "state": "MA", "postal": "01102"},
    Field.PHONES: {"home": "555-0117", "mobile": "555-0118", "work": ""},
    Field.EMAIL: {"email": "ruiz@example.org"},
    Field.NEXT_OF_KIN: {"name": "Marco Ruiz", "relation": "brother", "address": "3 Hill Road", "phones": "555-0164"},
    Field.NOTIFY: {"name": "Eva Ruiz", "relation": "sister", "address": "", "phones": "555-0165, 555-0166"},
}


def test_every_field_is_read_with_every_part():
    found = profile_of(ANA)
    assert {field: tuple(parts) for field, parts in found.items()} == PARTS
    assert found[Field.MARITAL_STATUS] == {"status": "M"}
    assert found[Field.RACE] == {"race": "2106-3"}
    assert found[Field.ADDRESS]["lines"] == "118 Mill Lane\nApt 4"
    assert found[Field.PHONES] == {"home": "555-0182", "mobile": "", "work": ""}
    assert found[Field.NEXT_OF_KIN]["name"] == found[Field.NOTIFY]["name"] == "Luis Ruiz"


def test_a_patient_that_says_nothing_has_an_empty_profile():
    assert {part for parts in profile_of({}).values() for part in parts.values()} == {""}


@pytest.mark.parametrize("field", list(Field))
def test_a_change_is_read_back_as_it_was_asked_for_and_nothing_else_changes(field):
    before = profile_of(ANA)
    after = profile_of(with_changes(ANA, {field: WANTED[field]}))
    assert after[field] == WANTED[field]
    assert {one: parts for one, parts in after.items() if one != field} == {
        one: parts for one, parts in before.items() if one != field
    }


@pytest.mark.parametrize("field", list(Field))
def test_what_is_emptied_is_gone(field):
    empty = dict.fromkeys(PARTS[field], "")
    assert profile_of(with_changes(ANA, {field: empty}))[field] == empty


def test_what_has_no_field_stays_and_the_patient_that_was_given_is_left_alone():
    before = str(ANA)
    changed = with_changes(ANA, WANTED)
    assert changed["gender"] == "female"
    assert changed["extension"][0]["valueString"] == "kept"
    assert {"system": "phone", "use": "temp", "value": "555-0000"} in changed["telecom"]
    assert changed["address"][-1]["line"] == ["1 Old Road"]
    assert str(ANA) == before


def test_the_digest_is_another_for_any_other_part_and_does_not_mind_order():
    profile = profile_of(ANA)
    assert digest(profile) == digest(dict(reversed(profile.items())))
    for field in Field:
        for part in PARTS[field]:
            assert digest(profile) != digest(profile | {field: profile[field] | {part: "x"}})
