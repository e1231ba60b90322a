"""What do the benchmarks import? A seeded stream of one invented person's resources, in the mix that portals send.

Observation 47 %, Claim 11.6, Encounter and ExplanationOfBenefit 9.5 each ... and one document in a hundred. The same
(n, seed) gives the same bytes; nothing is kept in memory, so a million stream as well as a thousand.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import orjson

from . import claims, tables
from . import resource_makers as make
from .resource_makers import BASE, Json, Visit

SIZES = (1_000, 20_000, 100_000, 1_000_000)
SEED = 20_260
YEARS = 30
LAST = datetime(2026, 10, 30, 16, 0, tzinfo=UTC)
# How many of each come with one visit: the type's share in the mix over the share of Encounter.
PER_VISIT = {
    "Claim": 1.22,
    "ExplanationOfBenefit": 1.0,
    "Immunization": 0.74,
    "Procedure": 0.44,
    "Condition": 0.27,
    "DiagnosticReport": 0.24,
    "MedicationRequest": 0.22,
    "CarePlan": 0.10,
    "DocumentReference": 0.10,
    "AllergyIntolerance": 0.07,
    "Goal": 0.04,
    "ImagingStudy": 0.017,
}
OBSERVATIONS_PER_VISIT = 4.95
RESOURCES_PER_VISIT = 10.5
PLAIN: dict[str, Callable[[Random, Visit], Json]] = {
    "Immunization": make.immunization,
    "Procedure": make.procedure,
    "Condition": make.condition,
    "MedicationRequest": make.medicine,
    "CarePlan": make.care_plan,
    "AllergyIntolerance": make.allergy,
    "Goal": make.goal,
    "ImagingStudy": make.imaging,
}


def resources(n: int, seed: int = SEED) -> Iterator[bytes]:
    """The first `n` resources as compact JSON, a line each: Patient first, then visits, oldest first."""
    return (orjson.dumps(found) for found in islice(_stream(n, Random(seed)), n))


def bundle_files(n: int, folder: Path, *, per_file: int = 500, seed: int = SEED) -> list[Path]:
    """Write `n` resources as searchset bundles of `per_file` entries into `folder`; the paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    stream, paths = resources(n, seed), []
    while batch := list(islice(stream, per_file)):
        path = folder / f"bundle-{len(paths) + 1:05d}.json"
        entries = b",".join(b'{"fullUrl":"%s","resource":%s}' % (_address(found), found) for found in batch)
        path.write_bytes(b'{"resourceType":"Bundle","type":"searchset","entry":[%s]}' % entries)
        paths.append(path)
    return paths


def ndjson_file(n: int, path: Path, *, seed: int = SEED) -> Path:
    """Write `n` resources as NDJSON, one a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.writelines(found + b"\n" for found in resources(n, seed))
    return path


def _address(found: bytes) -> bytes:
    """The fullUrl; every maker writes resourceType and id first, so no parsing is needed."""
    kind, ident = found.split(b'"', 8)[3:8:4]
    return b"%s/%s/%s" % (BASE.encode(), kind, ident)


def _stream(n: int, rng: Random) -> Iterator[Json]:
    yield from _opening()
    due = dict.fromkeys(PER_VISIT, 0.0)
    observations, turn = 0.0, 0
    step = timedelta(days=YEARS * 365.25) / max(1, int(n / RESOURCES_PER_VISIT))
    start = LAST - timedelta(days=YEARS * 365.25)
    while True:
        visit = _visit(rng, start)
        start += step
        yield make.encounter(rng, visit)
        for kind, rate in PER_VISIT.items():
            due[kind] += rate
        observations += OBSERVATIONS_PER_VISIT
        made: list[tuple[str, str]] = []
        if due["DiagnosticReport"] >= 1:
            due["DiagnosticReport"] -= 1
            code, title, place, size = tables.PANELS[turn % len(tables.PANELS)]
            members = []
            for member in range(place, place + size):
                found = make.lab(rng, visit, member)
                members.append((found["id"], found["code"]["text"]))
                yield found
            observations -= size
            yield make.report(rng, visit, members, (code, title))
        while observations >= 1:
            observations -= 1
            turn += 1
            yield _observation(rng, visit, turn)
        for kind, maker in PLAIN.items():
            while due[kind] >= 1:
                due[kind] -= 1
                found = maker(rng, visit)
                made.append((found["id"], _title(found)))
                yield found
        if due["DocumentReference"] >= 1:
            due["DocumentReference"] -= 1
            yield _document(rng, visit)
        yield from _bills(rng, visit, made, due)


def _observation(rng: Random, visit: Visit, turn: int) -> Json:
    kind = turn % 20
    if kind < 11:
        return make.vital(rng, visit, turn)
    return make.social(rng, visit, turn // 20) if kind < 13 else make.lab(rng, visit, rng.randrange(len(tables.LABS)))


def _bills(rng: Random, visit: Visit, made: list[tuple[str, str]], due: dict[str, float]) -> Iterator[Json]:
    last = ""
    while due["Claim"] >= 1:
        due["Claim"] -= 1
        found = claims.claim(rng, visit, made)
        last = found["id"]
        yield found
    while last and due["ExplanationOfBenefit"] >= 1:
        due["ExplanationOfBenefit"] -= 1
        yield claims.benefit(rng, visit, last, made)


def _visit(rng: Random, start: datetime) -> Visit:
    begin = start + timedelta(minutes=rng.randrange(0, 500))
    end = begin + timedelta(minutes=rng.randrange(10, 90))
    number = rng.randrange(len(tables.CLINICIANS))
    day = begin.strftime("%Y-%m-%d")
    return Visit(
        make.new_id(rng),
        begin.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        end.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        day,
        f"bench-doctor-{number}",
        tables.CLINICIANS[number],
    )


def _title(found: Json) -> str:
    for key in ("code", "vaccineCode", "medicationCodeableConcept", "description"):
        if key in found:
            return found[key]["text"]
    return "Medical service"


def _document(rng: Random, visit: Visit) -> Json:
    words = rng.sample(tables.SENTENCES, 6)
    if rng.random() < 0.05:
        words.append(f"Palabra rara: {rng.choice(tables.RARE_WORDS)}.")
    text = f"Visit note, {visit.day}, {visit.doctor}\n\n" + "\n".join(words)
    attachment = {
        "contentType": "text/plain; charset=utf-8",
        "data": base64.b64encode(text.encode()).decode(),
        "title": "Visit note",
        "creation": visit.end,
    }
    return {
        "resourceType": "DocumentReference",
        "id": make.new_id(rng),
        "status": "current",
        "type": make.concept(make.LOINC, "34117-2", "History and physical note"),
        "category": [
            make.concept(
                "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                "clinical-note",
                "Clinical Note",
            )
        ],
        "subject": make.PATIENT,
        "date": visit.end,
        "author": [{"reference": f"Practitioner/{visit.clinician}", "display": visit.doctor}],
        "description": rng.choice(tables.SENTENCES),
        "content": [{"attachment": attachment}],
        "context": {"encounter": [{"reference": f"Encounter/{visit.id}"}]},
    }


def _opening() -> Iterator[Json]:
    """The person and the people and places that the other resources point to."""
    name = {"use": "official", "family": "Benchley Ibáñez", "given": ["Paz"]}
    yield {
        "resourceType": "Patient",
        "id": "bench-person-0001",
        "name": [name],
        "gender": "female",
        "birthDate": "1958-02-28",
    }
    yield {"resourceType": "Organization", "id": "bench-general", "active": True, "name": "Bench General Hospital"}
    yield {"resourceType": "Organization", "id": "bench-lab", "active": True, "name": "Bench General Laboratory"}
    yield {"resourceType": "Location", "id": "bench-clinic", "status": "active", "name": "Bench General, Planta 3"}
    for number, words in enumerate(tables.CLINICIANS):
        prefix, given, family = words.split(" ", 2)
        who = {"family": family, "given": [given], "prefix": [prefix]}
        yield {"resourceType": "Practitioner", "id": f"bench-doctor-{number}", "active": True, "name": [who]}
