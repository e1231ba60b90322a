"""How does the store in memory find records? FHIR search over JSON, as plain as it can be written.

It is the other half of the conversation for the tests of fhirserver: slow, complete, written from the standard alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from haversack.fhirserver.rules.spans import span
from haversack.fhirserver.store import Criterion, Kind, Ref, Span, Token

# type -> parameter -> (kind, where in the resource)
TABLE: dict[str, dict[str, tuple[Kind, str]]] = {
    "Patient": {
        "_id": ("id", "id"), "birthdate": ("date", "birthDate"), "death-date": ("date", "deceasedDateTime"),
        "family": ("string", "name.family"), "given": ("string", "name.given"), "identifier": ("token", "identifier"),
        "name": ("string", "name"), "gender": ("token", "gender"),
    },
    "AllergyIntolerance": {"patient": ("reference", "patient"), "clinical-status": ("token", "clinicalStatus")},
    "CarePlan": {
        "patient": ("reference", "subject"), "category": ("token", "category"), "date": ("date", "period"),
        "status": ("token", "status"),
    },
    "CareTeam": {
        "patient": ("reference", "subject"), "status": ("token", "status"), "role": ("token", "participant.role"),
    },
    "Condition": {
        "patient": ("reference", "subject"), "category": ("token", "category"), "code": ("token", "code"),
        "clinical-status": ("token", "clinicalStatus"), "encounter": ("reference", "encounter"),
        "onset-date": ("date", "onsetDateTime|onsetPeriod"), "recorded-date": ("date", "recordedDate"),
        "abatement-date": ("date", "abatementDateTime|abatementPeriod"),
        "asserted-date": ("date", "extension.valueDateTime"),
    },
    "Coverage": {"patient": ("reference", "beneficiary")},
    "Device": {"patient": ("reference", "patient"), "type": ("token", "type"), "status": ("token", "status")},
    "DiagnosticReport": {
        "patient": ("reference", "subject"), "category": ("token", "category"), "code": ("token", "code"),
        "date": ("date", "effectiveDateTime|effectivePeriod"), "status": ("token", "status"),
    },
    "DocumentReference": {
        "_id": ("id", "id"), "patient": ("reference", "subject"), "category": ("token", "category"),
        "type": ("token", "type"), "date": ("date", "date"), "period": ("date", "context.period"),
        "status": ("token", "status"),
    },
    "Encounter": {
        "_id": ("id", "id"), "patient": ("reference", "subject"), "class": ("token", "class"),
        "date": ("date", "period"), "identifier": ("token", "identifier"), "type": ("token", "type"),
        "location": ("reference", "location.location"),
        "status": ("token", "status"),
        "discharge-disposition": ("token", "hospitalization.dischargeDisposition"),
    },
    "FamilyMemberHistory": {"patient": ("reference", "patient"), "code": ("token", "condition.code")},
    "Goal": {
        "patient": ("reference", "subject"), "description": ("token", "description"),
        "lifecycle-status": ("token", "lifecycleStatus"), "target-date": ("date", "target.dueDate"),
    },
    "Immunization": {
        "patient": ("reference", "patient"), "date": ("date", "occurrenceDateTime"), "status": ("token", "status"),
    },
    "Location": {
        "name": ("string", "name"), "address": ("string", "address"), "address-city": ("string", "address.city"),
        "address-state": ("string", "address.state"), "address-postalcode": ("string", "address.postalCode"),
    },
    "Medication": {},
    "MedicationDispense": {
        "patient": ("reference", "subject"), "status": ("token", "status"), "type": ("token", "type"),
    },
    "MedicationRequest": {
        "patient": ("reference", "subject"), "intent": ("token", "intent"), "status": ("token", "status"),
        "authoredon": ("date", "authoredOn"), "encounter": ("reference", "encounter"),
    },
    "Observation": {
        "patient": ("reference", "subject"), "category": ("token", "category"), "code": ("token", "code"),
        "date": ("date", "effectiveDateTime|effectivePeriod"), "status": ("token", "status"),
    },
    "Organization": {"name": ("string", "name"), "address": ("string", "address")},
    "Practitioner": {"_id": ("id", "id"), "name": ("string", "name"), "identifier": ("token", "identifier")},
    "PractitionerRole": {"practitioner": ("reference", "practitioner"), "specialty": ("token", "specialty")},
    "Procedure": {
        "patient": ("reference", "subject"), "code": ("token", "code"),
        "date": ("date", "performedDateTime|performedPeriod"), "status": ("token", "status"),
    },
    "Provenance": {},
    "QuestionnaireResponse": {
        "_id": ("id", "id"), "patient": ("reference", "subject"), "authored": ("date", "authored"),
        "questionnaire": ("string", "questionnaire"), "status": ("token", "status"),
    },
    "RelatedPerson": {"_id": ("id", "id"), "patient": ("reference", "patient"), "name": ("string", "name")},
    "ServiceRequest": {
        "_id": ("id", "id"), "patient": ("reference", "subject"), "category": ("token", "category"),
        "code": ("token", "code"), "authored": ("date", "authoredOn"), "status": ("token", "status"),
    },
    "Specimen": {"_id": ("id", "id"), "patient": ("reference", "subject")},
    "Binary": {},
    "Endpoint": {},
}  # fmt: skip


def meets(body: dict[str, Any], updated: datetime, criterion: Criterion) -> bool:
    """Whether one resource meets one criterion."""
    if criterion.name == "_lastUpdated":
        return any(_in_time((updated, updated), value) for value in criterion.any_of if isinstance(value, Span))
    _, path = TABLE[body["resourceType"]].get(criterion.name, (criterion.kind, "id"))
    held = [value for way in path.split("|") for value in _at(body, way.split("."))]
    if criterion.modifier == "missing":
        return (not held) == (criterion.any_of == ("true",))
    if criterion.modifier == "not":
        return not any(_has(one, value) for value in criterion.any_of for one in held)
    if criterion.modifier in ("exact", "contains"):
        return any(_says(one, value, criterion.modifier) for value in criterion.any_of for one in held)
    return any(_has(one, value) for value in criterion.any_of for one in held)


def _at(place: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(place, list):
        for each in place:
            yield from _at(each, path)
    elif not path:
        yield place
    elif isinstance(place, dict) and path[0] in place:
        yield from _at(place[path[0]], path[1:])


def _has(held: Any, value: Any) -> bool:
    if isinstance(value, Token):
        return any(
            (value.system is None or system == value.system) and (not value.code or code == value.code)
            for system, code in _codes(held)
        )
    if isinstance(value, Ref):
        text = held.get("reference", "") if isinstance(held, dict) else ""
        return text == str(value) or (not value.type and text.endswith(f"/{value.id}"))
    if isinstance(value, Span):
        return _in_time(_time(held), value)
    return held == value or _says(held, value, "")


def _codes(held: Any) -> Iterator[tuple[str, str]]:
    if isinstance(held, str):
        yield "", held
    elif isinstance(held, dict) and "coding" in held:
        yield from ((each.get("system", ""), each.get("code", "")) for each in held["coding"])
    elif isinstance(held, dict):
        yield held.get("system", ""), held.get("code", held.get("value", ""))


def _says(held: Any, text: str, modifier: str) -> bool:
    words = [held] if isinstance(held, str) else [one for part in held.values() for one in _at(part, [])]
    words = [word for word in words if isinstance(word, str)]
    if modifier == "exact":
        return text in words
    fits = str.__contains__ if modifier == "contains" else str.startswith
    return any(fits(word.lower(), text.lower()) for word in words)


_EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def _time(held: Any) -> tuple[datetime, datetime]:
    if isinstance(held, str):
        found = span(held)
        assert found is not None
        return found.start, found.end
    start, end = span(held.get("start", "")), span(held.get("end", ""))
    return (start.start if start else _EVER[0]), (end.end if end else _EVER[1])


def _in_time(held: tuple[datetime, datetime], asked: Span) -> bool:
    start, end = held
    within = asked.start <= start and end <= asked.end
    return {
        "eq": within,
        "ne": not within,
        "gt": end > asked.end,
        "lt": start < asked.start,
        "ge": end > asked.end or within,
        "le": start < asked.start or within,
        "sa": start >= asked.end,
        "eb": end <= asked.start,
        "ap": start < asked.end and asked.start < end,
    }[asked.prefix]
