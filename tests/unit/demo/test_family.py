"""Is the invented family the same on every machine, complete in itself, and never ahead of its time?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from haversack.demo.people import SEED, family

from .conftest import TODAY, Read, dates, read_family

DAYS = (TODAY, date(2026, 1, 1), date(2028, 2, 29), date(2027, 7, 4))
PEOPLE_AND_PLACES = {"Patient", "Practitioner", "Organization", "Location"}
# What may lie ahead: the expected day of birth, a goal's target, a vaccine's shelf life.
AHEAD = {"valueDateTime", "dueDate", "expirationDate"}


def references(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if isinstance(found.get("reference"), str):
            yield found["reference"]
        for value in found.values():
            yield from references(value)
    elif isinstance(found, list):
        for value in found:
            yield from references(value)


def test_the_same_day_and_seed_give_the_same_bytes():
    assert family(TODAY) == family(TODAY, SEED)


def test_another_seed_gives_other_values_for_the_same_people():
    one, other = family(TODAY)[0], family(TODAY, 8)[0]
    assert (one.name, one.born) == (other.name, other.born)
    assert one.bundles != other.bundles


def test_the_four_are_who_the_demo_says():
    told = [(person.name, person.relation, (TODAY - person.born).days // 365) for person in family(TODAY)]
    assert told == [
        ("Inés Valdivia Okafor", "self", 54),
        ("Rosalía Montero Quiroga", "mother", 81),
        ("Amara Okafor Valdivia", "daughter", 29),
        ("Tomás Okafor", "grandson", 6),
    ]
    assert len({person.hue for person in family(TODAY)}) == 4


def test_their_representation_shows_no_records():
    assert "Observation" not in repr(family(TODAY)[0])


@pytest.mark.parametrize(("number", "least", "most"), [(0, 1300, 2000), (1, 1300, 2500), (2, 600, 2000), (3, 280, 600)])
def test_there_is_enough_of_each_and_not_too_much(number: int, least: int, most: int):
    assert least <= len(read_family()[number].sent) <= most


@pytest.mark.parametrize("today", DAYS)
def test_nothing_happened_after_today_or_before_birth(today: date):
    for read in read_family(today):
        born = read.person.born.isoformat()
        for found in read.all():
            for key, written in dates(found):
                if key not in AHEAD:
                    assert written[:10] <= today.isoformat(), (found["id"], key, written)
                assert written >= born[: len(written)], (found["id"], key, written)


@pytest.mark.parametrize("today", DAYS)
def test_every_reference_can_be_followed_at_its_own_hospital(today: date):
    for read in read_family(today):
        known = {(where, f"{found['resourceType']}/{found['id']}") for where, _, found in read.sent}
        for where, _, found in read.sent:
            own = {f"#{inside['id']}" for inside in found.get("contained", ())}
            for reference in references(found):
                assert reference in own or (where, reference) in known, (where, found["id"], reference)


def test_ids_are_legal_and_stand_once(ines: Read, rosalia: Read, amara: Read, tomas: Read):
    for read in (ines, rosalia, amara, tomas):
        seen: dict[tuple[str, str, str], object] = {}
        for where, _, found in read.sent:
            assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", found["id"])
            key = (where, found["resourceType"], found["id"])
            if key in seen:
                assert found["resourceType"] in PEOPLE_AND_PLACES
                assert seen[key] == found
            seen[key] = found


def test_hospitals_can_never_be_reached():
    for person in family(TODAY):
        for _, text in person.bundles + person.pending_bundles:
            bundle = json.loads(text)
            assert bundle["type"] == "searchset"
            assert bundle["total"] == len(bundle["entry"])
            for entry in bundle["entry"]:
                kind, ident = entry["resource"]["resourceType"], entry["resource"]["id"]
                assert re.fullmatch(rf"https://fhir\.[a-z]+\.example/r4/{kind}/{ident}", entry["fullUrl"])


def test_what_waits_is_of_this_week_and_readable_at_a_glance():
    for read in read_family():
        waiting = [found for _, waits, found in read.sent if waits and found["resourceType"] not in PEOPLE_AND_PLACES]
        if read.person.relation == "mother":  # up to date
            assert waiting == []
        else:
            assert 7 <= len(waiting) <= 26
            visit = next(found for found in waiting if found["resourceType"] == "Encounter")
            assert (TODAY - date.fromisoformat(visit["period"]["start"][:10])).days <= 7


def test_the_patient_is_the_same_everywhere():
    for read in read_family():
        told = {(str(found["name"]), found["birthDate"], found["gender"]) for found in read.all("Patient")}
        assert len(told) == 1


def test_decimals_keep_the_digits_a_laboratory_prints():
    text = b"".join(text for person in family(TODAY) for _, text in person.bundles)
    assert re.search(rb'"value":\d\.\d0[,}]', text)
    assert b'"comparator":"<"' in text
    assert b'"valueQuantity":{"value":"' not in text
