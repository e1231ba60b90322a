"""Do pregnancy, birth and childhood follow the calendar that nature and the vaccine schedule keep?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from haversack.demo.stories.tomas import GROWTH

from .conftest import Read, day, title

# Least age in days and least days between two doses (CDC's minimum ages and intervals).
YOUNGEST = {"08": 0, "116": 42, "120": 42, "133": 42, "03": 365, "21": 365, "83": 365, "130": 4 * 365, "94": 365}
INTERVALS = {"08": 28, "116": 28, "120": 28, "133": 28, "83": 180}


def cvx(found: dict) -> str:
    return found["vaccineCode"]["coding"][0]["code"]


def when(found: dict) -> date:
    return date.fromisoformat(day(found))


def given(read: Read) -> dict[str, list[date]]:
    """The days of each vaccine, those told twice once."""
    found = defaultdict(set)
    for one in read.all("Immunization"):
        if one["status"] == "completed":
            found[cvx(one)].add(when(one))
    return {code: sorted(days) for code, days in found.items()}


def test_the_due_date_is_forty_weeks_after_the_last_period(amara: Read):
    for period in amara.by_title("Observation", "First day of last period"):
        first = date.fromisoformat(period["valueDateTime"])
        due = {
            date.fromisoformat(found["valueDateTime"])
            for name in ("Expected date of birth", "Expected date of birth (ultrasound)")
            for found in amara.by_title("Observation", name)
        }
        assert first + timedelta(days=280) in due


def test_the_first_pregnancy_ended_with_tomas(amara: Read, tomas: Read):
    (birth,) = amara.by_title("Procedure", "Vaginal delivery")
    assert when(birth) == tomas.person.born
    (newborn,) = tomas.by_title("Encounter", "Newborn")
    assert newborn["period"]["start"] > birth["performedDateTime"]
    first = date.fromisoformat(amara.by_title("Observation", "First day of last period")[0]["valueDateTime"])
    assert 37 * 7 <= (tomas.person.born - first).days <= 42 * 7


def test_she_is_pregnant_today_and_was_not_in_between(amara: Read):
    answers = [found["valueCodeableConcept"]["text"] for found in amara.by_title("Observation", "Pregnancy status")]
    assert answers[-1] == "Pregnant"
    assert "Not pregnant" in answers[answers.index("Pregnant") : -1]
    states = [found["clinicalStatus"]["coding"][0]["code"] for found in amara.by_title("Condition", "Pregnancy")]
    assert states == ["resolved", "active"]


def test_whooping_cough_vaccine_comes_between_week_27_and_36(amara: Read):
    periods = [
        date.fromisoformat(found["valueDateTime"])
        for found in amara.by_title("Observation", "First day of last period")
    ]
    days = given(amara)["115"]
    assert len(days) == len(periods) == 2
    for first, shot in zip(periods, days, strict=True):
        assert 27 * 7 <= (shot - first).days <= 36 * 7


def test_one_high_glucose_value_of_four_is_not_gestational_diabetes(amara: Read):
    (report,) = amara.by_title("DiagnosticReport", "Glucose tolerance test, 3 hours")
    members = {one["reference"].split("/")[1] for one in report["result"]}
    flags = [
        found["interpretation"][0]["coding"][0]["code"] for found in amara.all("Observation") if found["id"] in members
    ]
    assert sorted(flags) == ["H", "N", "N", "N"]
    (refuted,) = amara.by_title("Condition", "Gestational diabetes")
    assert refuted["verificationStatus"]["coding"][0]["code"] == "refuted"
    assert "clinicalStatus" not in refuted


def test_no_medicine_that_harms_a_pregnancy_is_active(amara: Read):
    active = {title(found) for found in amara.all("MedicationRequest") if found["status"] == "active"}
    assert not {"Naproxen 500 mg tablet", "Ibuprofen 200 mg tablet"} & active


@pytest.mark.parametrize("code", YOUNGEST)
def test_a_child_is_never_too_young_for_a_vaccine(tomas: Read, code: str):
    for shot in given(tomas)[code]:
        assert (shot - tomas.person.born).days >= YOUNGEST[code]


@pytest.mark.parametrize("code", INTERVALS)
def test_doses_keep_their_distance(tomas: Read, code: str):
    days = given(tomas)[code]
    assert all((later - earlier).days >= INTERVALS[code] for earlier, later in pairwise(days))


def test_the_childhood_schedule_is_complete(tomas: Read):
    """DTaP and Hib in four combined doses, DTaP with polio at four; MMR and varicella twice, the second time as one."""
    doses = {code: len(days) for code, days in given(tomas).items()}
    assert {code: doses[code] for code in YOUNGEST} == {
        "08": 3, "116": 3, "120": 4, "133": 4, "03": 1, "21": 1, "94": 1, "83": 2, "130": 1,
    }  # fmt: skip
    assert doses.get("140", 0) + doses.get("150", 0) >= 6


@pytest.mark.parametrize(("name", "slack"), [("Weight", 0.15), ("Height", 0.6), ("Head circumference", 0.3)])
def test_a_child_grows(tomas: Read, name: str, slack: float):
    sizes = [float(found["valueQuantity"]["value"]) for found in tomas.by_title("Observation", name)]
    sizes = sizes[2:]  # newborns lose weight first
    assert all(later >= earlier - slack for earlier, later in pairwise(sizes))
    assert sizes[-1] > sizes[0] * 1.1


def test_growth_courses_are_told_by_rising_age():
    for points in GROWTH.values():
        ages = [age for age, _ in points]
        assert ages == sorted(ages)


def test_penicillin_was_taken_back_here_and_not_there(tomas: Read):
    told = {
        where: found["verificationStatus"]["coding"][0]["code"]
        for where, _, found in tomas.sent
        if found["resourceType"] == "AllergyIntolerance" and title(found) == "Penicillin"
    }
    assert told == {"Little Oak Pediatrics": "refuted", "Alder Creek Medical Center": "unconfirmed"}


def test_no_penicillin_between_the_rash_and_the_test(tomas: Read):
    courses = [when(found) for found in tomas.by_title("MedicationRequest", "Amoxicillin 400 mg/5 mL suspension")]
    (test,) = (
        when(found) for found in tomas.all("Procedure") if title(found) == "Amoxicillin challenge under supervision"
    )
    assert len(courses) == 2
    assert max(courses) < tomas.person.born + timedelta(days=520) < test
