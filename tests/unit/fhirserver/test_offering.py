"""Do the scopes that are granted say exactly what was ticked?"""

import pytest

from haversack.fhirserver.rules.narrowing import only, within
from haversack.fhirserver.rules.offering import choices, granted
from haversack.smart.scopes import Category, parse

LAB, VITAL = Category("http://obs", "laboratory"), Category("http://obs", "vital-signs")
TYPES = {"Patient": [], "Observation": [LAB, VITAL], "Goal": []}
ALL = ["Patient", "Observation http://obs|laboratory", "Observation http://obs|vital-signs", "Goal"]


def given_to(asked: str, *ticked: str) -> list[str]:
    return [str(each) for each in granted(parse(asked).records, ticked, TYPES)]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("patient/*.rs", ALL),
        ("patient/Patient.r patient/Goal.s", ["Patient", "Goal"]),
        ("patient/Observation.rs", ALL[1:3]),
        ("patient/Observation.rs?category=http://obs|vital-signs", ALL[2:3]),
        ("patient/Observation.rs?category=laboratory", ALL[1:2]),
        ("patient/Observation.rs?category=http://else|laboratory", []),
        ("patient/Unheard.rs", []),
    ],
)
def test_only_what_was_asked_for_can_be_ticked(asked: str, keys: list[str]):
    assert [choice.key for choice in choices(parse(asked).records, TYPES)] == keys


@pytest.mark.parametrize(
    ("asked", "ticked", "scopes"),
    [
        ("patient/*.rs", ALL, ["patient/*.rs"]),
        ("patient/*.read", ALL, ["patient/*.read"]),
        ("patient/*.rs", ["Patient"], ["patient/Patient.rs"]),
        ("patient/*.read", ["Patient"], ["patient/Patient.read"]),
        ("patient/*.rs", ALL[:2], ["patient/Patient.rs", "patient/Observation.rs?category=http://obs|laboratory"]),
        ("patient/*.read", ALL[1:2], ["patient/Observation.rs?category=http://obs|laboratory"]),
        ("patient/*.rs", ALL[1:3], ["patient/Observation.rs"]),
        ("patient/Goal.rs", ["Patient", *ALL[:3]], []),
        ("patient/Goal.rs", ["Goal", "Patient"], ["patient/Goal.rs"]),
        ("patient/*.rs", [], []),
        ("patient/*.rs", ["Nonsense", "Goal*"], []),
        (
            "patient/Observation.rs?category=http://obs|laboratory", ALL,
            ["patient/Observation.rs?category=http://obs|laboratory"],
        ),
    ],
)  # fmt: skip
def test_the_scopes_follow_from_what_is_ticked(asked: str, ticked: list[str], scopes: list[str]):
    assert given_to(asked, *ticked) == scopes


def test_categories_hold_a_type_unless_another_scope_opens_all_of_it():
    narrowed = parse("patient/Observation.rs?category=http://obs|laboratory").records
    assert only(narrowed, "r", "Observation") == (LAB,)
    assert only((*narrowed, *parse("patient/*.s").records), "s", "Observation") is None
    assert only((*narrowed, *parse("patient/*.s").records), "r", "Observation") == (LAB,)


@pytest.mark.parametrize(
    ("category", "inside"),
    [
        ([{"coding": [{"system": "http://obs", "code": "laboratory"}]}], True),
        (
            [{"coding": [{"system": "http://obs", "code": "survey"}, {"system": "http://obs", "code": "laboratory"}]}],
            True,
        ),
        ([{"coding": [{"system": "http://else", "code": "laboratory"}]}], False),
        ([{"coding": [{"code": "laboratory"}]}], False),
        ([{"text": "laboratory"}], False),
        ([], False),
        (None, False),
        ("laboratory", False),
        ([{"coding": "x"}], False),
    ],
)
def test_a_record_lies_in_a_category_by_its_codes(category: object, inside: bool):
    assert within({"category": category}, (LAB,)) == inside
    assert within({"category": category}, None)
