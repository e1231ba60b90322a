"""Which records lie at the edges of the release decision, and may the patient see each? Written by hand, not computed.

Every record carries a word of its own wherever a resource can carry one, so that any way out that tells of it is
caught. The hospital holds for 72 hours, withholds pathology and has the windows of the preset; it is 20 November 2026,
10:00 in New York.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Doc = dict[str, Any]
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=ZoneInfo("America/New_York"))
LOINC, CVX = "http://loinc.org", "http://hl7.org/fhir/sid/cvx"
OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"
SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


@dataclass(frozen=True)
class Case:
    """One record. word: what it alone says; seen: whether the patient may see it; section: of the portal, of a file or
    note of origin that of what it goes with.
    """

    word: str
    doc: Doc
    seen: bool
    section: str
    listed: bool = True  # whether a page of its section lists it; else only the door and copies give it
    begins: datetime | None = None  # the moment of an edge that others of the moments lie before
    ends: datetime | None = None

    def seen_at(self, moment: datetime) -> bool:
        if self.begins is not None or self.ends is not None:
            return (self.begins is None or moment >= self.begins) and (self.ends is None or moment < self.ends)
        return self.seen

    @property
    def key(self) -> str:
        return f"{self.doc['resourceType']}/{self.doc['id']}"


def coded(code: str, system: str = LOINC, text: str = "") -> Doc:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def ago(**span: float) -> str:
    return (NOW - timedelta(**span)).isoformat()


class Making:
    """Makes the cases of one patient; each has the next word."""

    def __init__(self, patient: str, prefix: str) -> None:
        self.patient, self.prefix = patient, prefix
        self.cases: list[Case] = []

    def add(
        self, type_: str, section: str, seen: bool, *, listed: bool = True, begins: datetime | None = None,
        ends: datetime | None = None, **fields: Any,
    ) -> Case:  # fmt: skip
        word = f"{self.prefix}{len(self.cases):03}"
        said = f"{word} tells"
        subject = "patient" if type_ in ("AllergyIntolerance", "Immunization") else "subject"
        doc: Doc = {"resourceType": type_, "id": f"{word}-id", subject: {"reference": f"Patient/{self.patient}"}}
        if type_ not in ("Binary", "Provenance"):
            doc |= {"note": [{"text": said}]} if type_ not in ("DocumentReference", "Encounter") else {}
            doc |= {"identifier": [{"system": "urn:words", "value": said}]}
        else:
            del doc[subject]
        case = Case(word, _filled(doc | fields, said), seen, section, listed, begins, ends)
        self.cases.append(case)
        return case

    def result(self, seen: bool, **fields: Any) -> Case:
        usual: Doc = {
            "status": "final", "category": [coded("laboratory", OBSERVATION)], "code": coded("4548-4", text="@"),
            "effectiveDateTime": "2026-01-05", "issued": "2026-01-05T10:00:00Z", "valueString": "@",
        }  # fmt: skip
        return self.add("Observation", "results", seen, **usual | fields)

    def report(self, seen: bool, category: Doc, section: str, *, listed: bool = True, **fields: Any) -> Case:
        usual: Doc = {
            "status": "final", "category": [category], "code": coded("58410-2", text="@"), "conclusion": "@",
            "effectiveDateTime": "2026-01-05", "issued": "2026-01-05T10:00:00Z",
        }  # fmt: skip
        return self.add("DiagnosticReport", section, seen, listed=listed, **usual | fields)


def cases(patient: str, prefix: str = "qz") -> list[Case]:
    """Every edge, for one patient."""
    make = Making(patient, prefix)
    _holds(make)
    _pathology(make)
    _windows(make)
    _current(make)
    _naming(make)
    return make.cases


RADIOLOGY, PATHOLOGY = coded("RAD", SECTION, "Radiology"), coded("LP7839-6", LOINC, "Pathology")


def _holds(make: Making) -> None:
    just, not_yet = ago(hours=72), ago(hours=71, minutes=59)
    make.result(True, issued=just, effectiveDateTime=just, begins=NOW)
    make.result(False, issued=not_yet, effectiveDateTime=not_yet)
    make.report(True, RADIOLOGY, "reports", issued=just, effectiveDateTime=just, begins=NOW)
    make.report(False, RADIOLOGY, "reports", issued=not_yet, effectiveDateTime=not_yet)
    make.result(False, status="preliminary", issued=ago(days=9))
    late = make.result(False, issued=not_yet)  # a report waits for the last of its results, which waits alone
    early = make.result(True)
    members = [{"reference": one.key} for one in (early, late)]
    make.report(False, coded("LAB", SECTION), "results", listed=False, issued=ago(days=5), result=members)


def _pathology(make: Making) -> None:
    text = base64.b64encode(f"{make.prefix}{len(make.cases):03} tells in a file".encode()).decode()
    file = make.add("Binary", "reports", False, contentType="text/plain", data=text)
    cells, gene = make.result(False), make.result(False)
    form = {"contentType": "text/plain", "url": file.key, "title": "@"}
    members = [{"reference": one.key, "display": "@"} for one in (cells, gene)]
    path = make.report(False, PATHOLOGY, "reports", presentedForm=[form], result=members)
    make.add(
        "DocumentReference", "reports", False, status="current", type=coded("11488-4", text="@"), date=ago(days=30),
        description="@", content=[{"attachment": form}],
    )  # fmt: skip
    make.add(
        "DocumentReference", "reports", False, status="current", type=coded("11526-1", text="@"), date=ago(days=30),
        description="@", content=[{"attachment": {"title": "@", "data": base64.b64encode(b"cells").decode()}}],
    )  # fmt: skip
    about = [{"reference": path.key}, {"reference": cells.key}]
    make.add("Provenance", "reports", False, target=about, recorded=ago(days=30))
    text = base64.b64encode(f"{make.prefix}{len(make.cases):03} tells in a file".encode()).decode()
    picture = make.add("Binary", "reports", True, listed=False, contentType="text/plain", data=text)
    make.report(True, RADIOLOGY, "reports", presentedForm=[{"contentType": "text/plain", "url": picture.key}])


def _windows(make: Making) -> None:
    for day, seen in (("2003-01-01", True), ("2002-12-31", False), ("2002-12-31T23:30:00-05:00", False)):
        make.result(seen, effectiveDateTime=day, issued="2003-01-02T00:00:00Z")
        make.add(
            "Encounter", "visits", seen, status="finished", type=[coded("185349003", "http://snomed.info/sct", "@")],
            period={"start": day, "end": day}, **{"class": {"code": "AMB"}},
        )  # fmt: skip
    for day, seen in (("2012-01-01", True), ("2011-12-31", False)):
        make.add(
            "DocumentReference", "letters", seen, status="current", type=coded("51852-2", text="@"),
            date=f"{day}T12:00:00Z", description="@",
            content=[{"attachment": {"title": "@", "contentType": "text/plain", "data": "aGk="}}],
        )  # fmt: skip
    for day, seen, ends in (("2024-11-21", True, None), ("2024-11-20", False, MIDNIGHT), ("2024-11-19", False, None)):
        make.report(seen, RADIOLOGY, "reports", ends=ends, effectiveDateTime=day, issued=f"{day}T08:00:00Z")


def _current(make: Making) -> None:
    for status, seen in (("active", True), ("resolved", False)):
        state = coded(status, CLINICAL)
        make.add("AllergyIntolerance", "allergies", seen, clinicalStatus=state, code=coded("1", text="@"))
        make.add("Condition", "conditions", seen, clinicalStatus=state, code=coded("2", text="@"))
    for status, seen in (("active", True), ("stopped", False)):
        make.add(
            "MedicationRequest", "medications", seen, status=status, intent="order", authoredOn="2020-01-01",
            medicationCodeableConcept=coded("3", text="@"),
        )  # fmt: skip
    for status, seen in (("completed", True), ("not-done", False)):
        make.add(
            "Immunization", "preventive", seen, status=status, vaccineCode=coded("140", CVX, "@"), lotNumber="@",
            occurrenceDateTime="2020-01-01",
        )  # fmt: skip


def _naming(make: Making) -> None:
    """Records that are shown and name hidden ones: with their words, they would tell of them."""
    hidden = [{"reference": one.key, "display": f"{one.word} named"} for one in make.cases if not one.seen]
    seen = next(one for one in make.cases if one.seen and one.begins is None)
    make.add("CarePlan", "other", True, listed=False, status="active", intent="plan", title="@", addresses=hidden)
    make.add(
        "Provenance", "results", True, listed=False, recorded=ago(days=1), target=[*hidden, {"reference": seen.key}]
    )
    make.result(True, derivedFrom=hidden)


def _filled(value: Any, said: str) -> Any:
    """The record with its word wherever "@" stands."""
    if isinstance(value, dict):
        return {key: _filled(part, said) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, said) for part in value]
    return said if value == "@" else value
