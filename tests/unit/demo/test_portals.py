"""Are both hospitals the same every time, never ahead of their day, and do they have all that a portal is tried on?"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from haversack.demo.life import at
from haversack.demo.portals.directory import national_number
from haversack.demo.portals.served import Patient, Served, hospitals
from haversack.records.facts import fact_key
from haversack.records.formats.fhir_r4.describe import describe

from .conftest import TODAY, dates, read_family

DAYS = (TODAY, date(2026, 1, 1), date(2028, 2, 29))
# What may lie ahead: an expected birth, a goal's date, the shelf life of a vaccine or an implant.
AHEAD = {"valueDateTime", "dueDate", "expirationDate"}
NOTES = {  # the clinical notes that US Core names
    "11488-4", "18842-5", "34111-5", "34117-2", "11504-8", "28570-0", "11506-3", "18748-4", "11502-2", "11526-1",
}  # fmt: skip


@cache
def served(day: date = TODAY) -> tuple[Served, Served]:
    return hospitals(day)


def read(patient: Patient) -> list[dict[str, Any]]:
    return [json.loads(text, parse_float=Decimal) for text in patient.resources]


def everybody(day: date = TODAY) -> Iterator[tuple[Served, Patient]]:
    for hospital in served(day):
        for patient in hospital.patients:
            yield hospital, patient


def named(given: str) -> Patient:
    return next(patient for _, patient in everybody() if patient.name.startswith(given))


def test_the_same_day_and_seed_give_the_same_bytes():
    assert [one.ndjson() for one in hospitals(TODAY)] == [one.ndjson() for one in served()]


def test_both_are_told_in_less_than_five_seconds_of_one_core():
    before = time.process_time()
    hospitals(TODAY)
    assert time.process_time() - before < 5


def test_their_representation_shows_no_records():
    assert "Observation" not in repr(served()[0])
    assert "Valdivia" not in repr(served()[0])


@pytest.mark.parametrize("day", DAYS)
def test_nothing_happened_after_the_day_or_before_birth(day: date):
    for _, patient in everybody(day):
        for found in read(patient):
            for key, when in dates(found):
                if key not in AHEAD:
                    assert when[:10] <= day.isoformat(), (found["resourceType"], found["id"], key, when)
                assert when[:10] >= patient.born.isoformat()[: len(when)], (found["resourceType"], found["id"], key)


@pytest.mark.parametrize("day", DAYS)
def test_identities_stand_once_at_each_hospital(day: date):
    for hospital in served(day):
        known = [json.loads(text) for text in hospital.resources()]
        names = [f"{one['resourceType']}/{one['id']}" for one in known]
        assert len(names) == len(set(names))
        numbers = [patient.mrn for patient in hospital.patients]
        assert len(numbers) == len(set(numbers))
        assert all(re.fullmatch(r"M\d{6}", number) for number in numbers)
        accounts = [patient.file.user_id for patient in hospital.patients if patient.file.user_id]
        accounts += [one.user_id for one in hospital.facts.staff]
        assert len(accounts) == len(set(accounts))


def test_nobody_can_be_reached():
    for hospital in served():
        text = hospital.ndjson().decode()
        assert set(re.findall(r"\"(555-\d{4})\"", text)) <= {f"555-01{number:02d}" for number in range(100)}
        assert not re.search(r"[\w.-]+@(?![\w.-]+\.example\b)[\w.-]+", text)


def test_the_hospitals_know_their_own_places_and_people():
    for hospital in served():
        facts = hospital.facts
        assert len(facts.kinds) == len(facts.site.places)
        for family, place in facts.at.values():
            assert facts.site.doctor(family)
            assert place in facts.site.places
        assert {facts.site.doctor(family).family for family in facts.absent} == set(facts.absent)
        answering = [one.doctor for one in facts.staff if one.role == "provider"]
        assert answering
        assert all(facts.takes_part(facts.site.doctor(family)) for family in answering)


def test_the_family_is_at_both():
    names = [person.person.name for person in read_family()]
    for hospital in served():
        assert [patient.name for patient in hospital.patients[:4]] == names
        assert len(hospital.patients) >= 4 + 12


def test_everybody_whom_a_policy_is_tried_on_is_there():
    years = {patient.name: (TODAY - patient.born).days / 365.25 for _, patient in everybody()}
    files = {patient.name: patient.file for _, patient in everybody()}
    assert 17.99 < years["Hollis Marchetti"] < 18  # grown up tomorrow
    assert 11.9 < years["Theo Brandvold"] < 12
    assert 13.9 < years["Amos Feldkamp"] < 14
    assert years["Juno Castellanos"] < 18
    assert files["Juno Castellanos"].emancipated_on
    assert files["Frances Oduya"].died
    assert not files["Robin Larkin-Moreau"].email
    assert files["Ling Zhao-Pereira"].wait_hours == 48
    assert files["Marguerite Tull"].email == files["Claudia Tull-Ahmadi"].email
    assert files["Marguerite Tull"].proxies[0].user_id == files["Claudia Tull-Ahmadi"].user_id
    assert {kind for file in files.values() for kind in (one.kind for one in file.proxies)} == {"consent", "parent"}


def test_old_records_lie_on_both_sides_of_every_window():
    found = read(named("Otis"))
    results = {one["effectiveDateTime"][:10] for one in found if "-diagnosticreport-lab" in str(one["meta"])}
    assert {"2002-12-31", "2003-01-01"} <= results
    visits = {one["period"]["start"][:10] for one in found if one["resourceType"] == "Encounter"}
    assert {"2002-12-31", "2003-01-01"} <= visits
    letters = {one["date"][:10] for one in found if one["resourceType"] == "DocumentReference"}
    assert {"2011-12-31", "2012-01-01"} <= letters
    edge = TODAY.replace(year=TODAY.year - 2)
    reports = {one["effectiveDateTime"][:10] for one in found if "-diagnosticreport-note" in str(one["meta"])}
    assert {(edge + timedelta(days=days)).isoformat() for days in (-1, 0, 1)} <= reports


def test_results_became_final_on_both_sides_of_three_days():
    noon = at(TODAY, 12)
    hours = {
        round((noon - datetime.fromisoformat(one["issued"])).total_seconds() / 3600)
        for one in read(named("Claudia"))
        if "-observation-lab" in str(one["meta"])
    }
    assert {20, 44, 71, 73, 98} <= hours


def test_pathology_is_there_for_more_than_one():
    tissue = [
        patient.name
        for _, patient in everybody()
        if any("11526-1" in json.dumps(one.get("code", {}), default=str) for one in read(patient))
    ]
    assert {"Inés Valdivia Okafor", "Ling Zhao-Pereira", "Desmond Quarshie", "Claudia Tull-Ahmadi"} <= set(tissue)


def test_every_kind_of_note_is_there():
    for hospital in served():
        kinds = {
            coding["code"]
            for patient in hospital.patients
            for one in read(patient)
            for name in ("type", "code")
            if one["resourceType"] in {"DocumentReference", "DiagnosticReport"}
            for coding in one.get(name, {}).get("coding", ())
        }
        assert NOTES - {"18748-4"} <= kinds
        assert kinds & {"24606-6", "36643-5", "37635-0"}  # pictures, by what was pictured


def test_what_is_vouched_for_together_is_released_together():
    for _, patient in everybody():
        kinds = {f"{one['resourceType']}/{one['id']}": one for one in read(patient)}
        vouched: set[str] = set()
        for one in kinds.values():
            if one["resourceType"] != "Provenance":
                continue
            targets = [found["reference"] for found in one["target"]]
            vouched.update(targets)
            assert len({kinds[target]["meta"]["lastUpdated"] for target in targets}) == 1
            laboratory = ["-lab" in str(kinds[target]["meta"].get("profile")) for target in targets]
            assert all(laboratory) or not any(laboratory)
        unvouched = {name for name in kinds if name not in vouched}
        assert {name.partition("/")[0] for name in unvouched} <= {"Patient", "Provenance", "Binary"}


def test_what_other_places_know_too_is_told_the_same_way():
    known = {key for found in read_family()[0].all() if (entry := describe(found, {}.get)) and (key := fact_key(entry))}
    for hospital in served():
        here = {
            key for one in read(hospital.patients[0]) if (entry := describe(one, {}.get)) and (key := fact_key(entry))
        }
        shared = {key.partition("\x1f")[0] for key in known & here}
        assert {"Immunization", "AllergyIntolerance", "Condition"} <= shared


def test_a_providers_number_ends_in_its_check_digit():
    assert national_number("123456789") == "1234567893"
