"""Who keeps the records in the tests of fhirserver? A store in memory, with two invented patients and their families.

It answers the interface in haversack.fhirserver.store and nothing more. `held_back` says when a record is released:
until then it does not exist for anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from haversack.fhirserver.rules.narrowing import within
from haversack.fhirserver.store import (
    Found,
    Kind,
    Only,
    Patient,
    Query,
    Reach,
    Ref,
    Standing,
    Stored,
    Support,
    Token,
)
from haversack.smart.scopes import Category

from .search import TABLE, meets

OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
CONDITION = "http://terminology.hl7.org/CodeSystem/condition-category"
US_CONDITION = "http://hl7.org/fhir/us/core/CodeSystem/condition-category"
US_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-category"
US_DOCUMENT = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
CATEGORIES = {
    "Observation": [
        (Category(OBSERVATION, "laboratory"), "Laboratory"), (Category(OBSERVATION, "vital-signs"), "Vital signs"),
        (Category(OBSERVATION, "social-history"), "Social history"), (Category(OBSERVATION, "survey"), "Surveys"),
        (Category(US_CATEGORY, "sdoh"), "Living conditions"),
    ],
    "Condition": [
        (Category(CONDITION, "problem-list-item"), "Problem list"),
        (Category(CONDITION, "encounter-diagnosis"), "Diagnoses of visits"),
        (Category(US_CONDITION, "health-concern"), "Health concerns"),
    ],
    "DocumentReference": [(Category(US_DOCUMENT, "clinical-note"), "Clinical notes")],
}  # fmt: skip
INCLUDES = {
    "MedicationRequest": ("MedicationRequest:medication",),
    "MedicationDispense": ("MedicationDispense:medication",),
    "CareTeam": ("CareTeam:participant",),
    "PractitionerRole": ("PractitionerRole:endpoint", "PractitionerRole:practitioner"),
}
OF_NOBODY = ("Location", "Organization", "Practitioner", "PractitionerRole", "Medication", "Endpoint")
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


class Store:
    """Records by type and id. Tests add to `records` and `held_back`, and begin with `reset`."""

    records: dict[Ref, tuple[str, Stored]] = {}
    held_back: dict[Ref, datetime] = {}
    group: dict[str, list[str]] = {}

    @classmethod
    def reset(cls) -> None:
        cls.records, cls.held_back, cls.group = {}, {}, {}

    @classmethod
    def add(cls, patient: str, body: dict[str, Any], at: datetime = LONG_AGO, release: datetime | None = None) -> Ref:
        """Keep a resource of a patient's ("" for nobody's); `release` holds it back until then."""
        ref = Ref(body["resourceType"], body["id"])
        cls.records[ref] = patient, Stored(ref.type, ref.id, "1", at, json.dumps(body).encode())
        if release:
            cls.held_back[ref] = release
        return ref

    def support(self) -> Sequence[Support]:
        return [
            Support(
                type=name,
                params=_params(params),
                combos=((("patient", "category"), True),) if "category" in params else (),
                includes=INCLUDES.get(name, ()),
                revincludes=("Provenance:target",),
                categories=tuple(CATEGORIES.get(name, ())),
                of_patient=name not in OF_NOBODY,
            )
            for name, params in TABLE.items()
        ]

    def _seen(self, reach: Reach) -> Iterator[Stored]:
        for ref, (patient, stored) in self.records.items():
            release = self.held_back.get(ref)
            mine = reach.patient is None or patient in ("", reach.patient)
            if (
                mine
                and (release is None or release <= reach.at)
                and (reach.sections is None or ref.type in reach.sections)
            ):
                yield replace(stored, last_updated=max(stored.last_updated, release)) if release else stored

    def read(self, reach: Reach, type: str, id: str) -> Stored | None:  # noqa: A002
        return next((each for each in self._seen(reach) if each.ref == Ref(type, id)), None)

    def find(self, reach: Reach, query: Query) -> Found:
        found = [
            each
            for each in self._seen(reach)
            if each.type == query.type
            and within(json.loads(each.body), query.only)
            and all(meets(json.loads(each.body), each.last_updated, criterion) for criterion in query.criteria)
        ]
        return _page(found, query.cursor, query.count, query.with_total)

    def many(self, reach: Reach, references: Sequence[Ref]) -> Sequence[Stored]:
        return [each for each in self._seen(reach) if each.ref in references]

    def referring(self, reach: Reach, type: str, targets: Sequence[Ref]) -> Sequence[Stored]:  # noqa: A002
        wanted = {str(each) for each in targets}
        return [
            each
            for each in self._seen(reach)
            if each.type == type and wanted & {one["reference"] for one in json.loads(each.body).get("target", ())}
        ]

    def everything(
        self, reach: Reach, types: Mapping[str, Only], *, since: datetime | None, cursor: str, count: int
    ) -> Found:
        found = [
            each
            for each in self._seen(reach)
            if each.type in types
            and within(json.loads(each.body), types[each.type])
            and (since is None or each.last_updated >= since)
        ]
        return _page(found, cursor, count, True)

    def docref(self, reach: Reach, *, start: date | None, end: date | None, type: Token | None) -> Found:  # noqa: A002
        kind = type or Token("http://loinc.org", "34133-9")
        found = []
        for each in self._seen(reach):
            body = json.loads(each.body)
            if each.type == "DocumentReference" and any(
                coding["code"] == kind.code and kind.system in (None, coding["system"])
                for coding in body["type"]["coding"]
            ):
                day = date.fromisoformat(body["date"][:10])
                if (start is None or day >= start) and (end is None or day <= end):
                    found.append(each)
        return Found(tuple(found), len(found))

    def groups(self, reach: Reach) -> Sequence[str]:
        return list(self.group)

    def group_export(
        self, reach: Reach, group: str, types: Mapping[str, Only], *, since: datetime | None
    ) -> Iterator[Stored]:
        for patient in self.group[group]:
            inside = replace(reach, patient=patient)
            yield from self.everything(inside, types, since=since, cursor="", count=100_000).entries


def _params(table: Mapping[str, tuple[Kind, str]]) -> dict[str, Kind]:
    """A type that can be searched can be searched by when it changed."""
    found: dict[str, Kind] = {name: kind for name, (kind, _) in table.items()}
    return found | {"_id": "id", "_lastUpdated": "date"} if found else {}


def _page(found: list[Stored], cursor: str, count: int, with_total: bool) -> Found:
    start = int(cursor or 0)
    after = str(start + count) if start + count < len(found) else ""
    return Found(tuple(found[start : start + count]), len(found) if with_total else None, after)


class Families:
    """Who may open whose record: `may[pseudonym]` lists patients. Tests fill it and take away from it."""

    may: dict[str, dict[str, Standing]] = {}
    names: dict[str, tuple[str, date]] = {}

    @classmethod
    def reset(cls) -> None:
        cls.may, cls.names = {}, {}

    def patients_of(self, user: Any, now: datetime) -> Sequence[Patient]:
        return [
            Patient(each, *self.names.get(each, ("Ana Muster", date(1967, 3, 2))), relation="your own record",
                    sections=tuple(standing.sections or ()))
            for each, standing in self.may.get(user.pseudonym, {}).items()
        ]  # fmt: skip

    def standing(self, user: Any, patient: str, now: datetime) -> Standing | None:
        return self.may.get(user.pseudonym, {}).get(patient)

    def fhir_user(self, user: Any, patient: str) -> str:
        own = next(iter(self.may.get(user.pseudonym, {})), "")
        return f"Patient/{patient}" if own == patient else f"RelatedPerson/{user.uuid}"
