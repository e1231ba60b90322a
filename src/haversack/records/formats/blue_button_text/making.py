"""Which FHIR R4 resource is an entry of a section? What no element holds stands in its notes, as it was written.

Ids are made from what an entry says (uuid5), so that the next download, which holds the same again, doubles nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from haversack.records.digits import Digits
from haversack.records.formats.blue_button_text.fields import Entry, day_in
from haversack.records.formats.lab_report.cells import limits_in
from haversack.records.formats.lab_report.making import is_quantity
from haversack.records.formats.lab_report.report import Line
from haversack.records.measures import Reading, observation

Doc = dict[str, Any]
SOURCE = "urn:blue-button"
_NAMESPACE = UUID("7a7c0b1a-98d5-5d0c-8d2c-64b3c9f1be22")  # ours, for ids of what is made from Blue Button files
_SYNTAC = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SYNTAC",
    "display": "syntactic transform",
}
META: Doc = {"source": SOURCE, "security": [_SYNTAC]}
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_STATUSES = {
    "active": "active", "discontinued": "stopped", "expired": "completed", "hold": "on-hold", "suspended": "on-hold",
    "completed": "completed",
}  # fmt: skip
_SEVERITIES = {"mild": "mild", "moderate": "moderate", "severe": "severe"}
_MEASURES = {
    "body weight": ("weight", "lb"), "weight": ("weight", "lb"), "height": ("height", "in"),
    "body temperature": ("temperature", "°F"), "temperature": ("temperature", "°F"),
    "heart rate": ("heart-rate", "/min"), "pulse": ("heart-rate", "/min"), "pulse rate": ("heart-rate", "/min"),
    "respiration": ("respiratory-rate", "/min"),
    "pulse oximetry": ("oxygen", "%"),
}  # fmt: skip
_UNITS = {
    "lb": "lb", "lbs": "lb", "pounds": "lb", "kg": "kg", "in": "in", "inches": "in", "cm": "cm", "f": "°F", "c": "°C",
    "fahrenheit": "°F", "celsius": "°C", "%": "%", "bpm": "/min", "/min": "/min", "beats per minute": "/min",
}  # fmt: skip
_PRESSURE = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})(?:\s*mm\s*\[?Hg\]?)?", re.ASCII | re.IGNORECASE)
_MEASURED = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*([A-Za-z%°/ ]*)", re.ASCII)
_MONEY = re.compile(r"\$?\s*(-?[\d,]{1,12}\.\d\d)", re.ASCII)


def own_id(kind: str, *said: str) -> str:
    """The id of what says this."""
    return str(uuid5(_NAMESPACE, "\x1f".join((kind, *said))))


def _finished(kind: str, entry: Entry, doc: Doc, about: str) -> Doc:
    said = [f"{name} {value}" for name, value in entry.fields]
    notes = [*entry.rest(), *([about] if about else [])]
    found: Doc = {"resourceType": kind, "id": own_id(kind, *said), "meta": META, **doc}
    if notes:
        found["note"] = [{"text": "\n".join(notes)}]
    return {name: value for name, value in found.items() if value not in ("", [], {}, None)}


def allergy(entry: Entry, about: str) -> Doc | None:
    """AllergyIntolerance."""
    name = entry.take("allergy name", "allergy")
    if not name:
        return None
    reaction = entry.take("reaction", "reactions")
    severity = entry.take("severity")
    kind = entry.take("allergy type", "type").lower()
    known = {"drug": "medication", "drugs": "medication", "food": "food", "environmental": "environment"}
    doc: Doc = {
        "code": {"text": name},
        "category": [known[kind]] if kind in known else [],
        "onsetDateTime": day_in(entry.take("first episode date")),
        "recordedDate": day_in(entry.take("date", "date entered")),
        "reaction": [],
    }
    if reaction:
        told: Doc = {"manifestation": [{"text": reaction}]}
        if severity.lower() in _SEVERITIES:
            told["severity"] = _SEVERITIES[severity.lower()]
        doc["reaction"] = [told]
    return _finished("AllergyIntolerance", entry, doc, about)


def medication(entry: Entry, about: str) -> Doc | None:
    """MedicationStatement: the site tells of a medicine, and is no order itself."""
    name = entry.take("medication", "medication name", "drug name", "drug")
    if not name:
        return None
    status = entry.take("status").lower().split()
    start = day_in(entry.take("start date", "initially ordered on", "date ordered", "date"))
    end = day_in(entry.take("stop date", "end date"))
    dosage = entry.take("instructions", "dosage", "directions", "supply")
    doc: Doc = {
        "status": _STATUSES.get(status[0], "unknown") if status else "unknown",
        "medicationCodeableConcept": {"text": name},
        "effectivePeriod": {name: value for name, value in (("start", start), ("end", end)) if value},
        "dosage": [{"text": dosage}] if dosage else [],
        "reasonCode": [{"text": reason}] if (reason := entry.take("reason", "reason for taking")) else [],
    }
    return _finished("MedicationStatement", entry, doc, about)


def immunization(entry: Entry, about: str) -> Doc | None:
    """Immunization, given as far as the file says."""
    name = entry.take("immunization", "immunization name", "vaccine")
    if not name:
        return None
    given = day_in(entry.take("date received", "date administered", "date"))
    doc = {
        "status": "completed",
        "vaccineCode": {"text": name},
        "occurrenceDateTime": given,
        "occurrenceString": "" if given else "unknown",
    }
    return _finished("Immunization", entry, doc, about)


def condition(entry: Entry, about: str) -> Doc | None:
    """Condition."""
    name = entry.take("problem", "condition name", "health problem", "medical condition", "condition")
    if not name:
        return None
    status = entry.take("status").lower()
    end = day_in(entry.take("medical condition end date", "end date", "stop date"))
    clinical = {"active": "active", "inactive": "inactive", "resolved": "resolved"}.get(
        status, "resolved" if end else ""
    )
    system = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    start = day_in(entry.take("medical condition start date", "start date", "date of onset", "onset date"))
    doc = {
        "clinicalStatus": {"coding": [{"system": system, "code": clinical}]} if clinical else {},
        "code": {"text": name},
        "onsetDateTime": start,
        "abatementDateTime": end,
        "recordedDate": day_in(entry.take("date entered", "date")),
    }
    return _finished("Condition", entry, doc, about)


def vital(entry: Entry, about: str) -> Doc | None:
    """Observation: under LOINC where the name and the unit are sure, in words otherwise."""
    name = entry.take("vital sign", "vital statistic type", "measurement type", "measurement")
    upper, lower = entry.take("systolic"), entry.take("diastolic")
    own = (name.lower(), *(f"{name.lower()} {word}" for word in ("value", "level", "count")))
    said = f"{upper}/{lower}" if upper and lower else entry.take("reading", "result", "value", "measurement", *own)
    said = f"{said} {entry.take('measure')}".strip()
    day, clock = entry.take("date/time", "date/time collected", "date", "date taken"), entry.take("time")
    when = day_in(f"{day} @ {clock}" if clock else day, with_time=True)
    if not name or not said:
        return None
    key = [f"{told} {value}" for told, value in entry.fields]
    readings = _readings(name.lower(), said)
    if readings:
        doc = observation(own_id("Observation", *key), when, readings, source=SOURCE)
    else:
        doc = {
            "status": "final",
            "category": [{"coding": [{"system": _CATEGORY, "code": "vital-signs"}]}],
            "code": {"text": name},
            "effectiveDateTime": when,
            "valueString": said,
        }
    return _finished("Observation", entry, doc, about)


def _readings(name: str, said: str) -> list[Reading]:
    if found := _PRESSURE.fullmatch(said.strip()):
        halves = zip(("systolic", "diastolic"), found.groups(), strict=True)
        return [Reading(half, Decimal(number), "mmHg") for half, number in halves] if "pressure" in name else []
    known = _MEASURES.get(name)
    measured = _MEASURED.fullmatch(said.strip())
    if known is None or measured is None:
        return []
    unit = _UNITS.get(measured[2].strip().lower().lstrip("°"), "") if measured[2].strip() else ""
    measure, usual = known
    if not unit or (unit != usual and measure not in ("weight", "height", "temperature")):
        return [] if measure in ("weight", "height", "temperature") else [Reading(measure, Decimal(measured[1]), usual)]
    return [Reading(measure, Decimal(measured[1]), unit)]


_CALLED = re.compile(r"(?P<said>[<>]?=? ?[\d.,]{1,20})\s+(?P<how>critical )?(?P<flag>high|low|abnormal)", re.IGNORECASE)
_CALLS = {"high": "H", "low": "L", "abnormal": "A"}


def lab(entry: Entry, about: str) -> Doc | None:
    """Observation of one test: as the site lists it, or as a person entered it in words."""
    name = entry.take("test/lab type", "test name", "lab test", "test")
    said = entry.take("results", "result")
    if not name or not said:
        return None
    flag = ""
    if found := _CALLED.fullmatch(said[:1000]):
        said, flag = found["said"], _CALLS[found["flag"].lower()] * (2 if found["how"] else 1)
    when = day_in(entry.take("date taken", "date/time collected", "date collected", "date"), with_time=True)
    by = entry.take("administered by", "performing location", "collected location")
    doc = _result(name, said, entry.take("units", "unit"), when, by)
    doc |= _judged(flag, entry.take("reference range").strip("() "))
    return _finished("Observation", entry, doc, about)


def result(line: Line, when: str) -> Doc:
    """Observation of a line of a table of results, which was taken at that time."""
    doc = _result(line.test, line.value, line.unit, when, "") | _judged(line.flag, line.range)
    if line.comment:
        doc["note"] = [{"text": line.comment}]
    own = own_id("Observation", when, line.test, line.value, line.unit)
    return {"resourceType": "Observation", "id": own, "meta": META} | {k: v for k, v in doc.items() if v}


def _judged(flag: str, span: str) -> Doc:
    """The site's own reading of a result, and the range that it goes by."""
    doc: Doc = {}
    flags = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
    if flag:
        doc["interpretation"] = [{"coding": [{"system": flags, "code": flag}]}]
    if span:
        low, high, text = limits_in(span)
        limits = {"low": low, "high": high}
        doc["referenceRange"] = [
            {name: {"value": Digits(value)} for name, value in limits.items() if value} or {"text": text}
        ]
    return doc


def _result(name: str, said: str, unit: str, when: str, by: str) -> Doc:
    doc: Doc = {
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": "laboratory"}]}],
        "code": {"text": name},
        "effectiveDateTime": when,
        "performer": [{"display": by}] if by else [],
    }
    if not is_quantity(said):
        return doc | {"valueString": f"{said} {unit}".strip()}
    comparator, _, number = said.rpartition(" ")
    comparator = comparator or "".join(re.findall(r"^[<>]=?", said))
    quantity: Doc = {"value": Digits(_plain(number.lstrip("<>= ")))}
    quantity |= {"comparator": comparator} if comparator else {}
    return doc | {"valueQuantity": quantity | ({"unit": unit} if unit else {})}


def _plain(number: str) -> str:
    """As JSON writes it, without zeros in front."""
    sign = "-" if number.startswith("-") else ""
    whole, mark, behind = number.lstrip("-").partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{mark}{behind}"


def claim(entry: Entry, about: str) -> Doc | None:
    """ExplanationOfBenefit, as far as the summary goes; its lines stay in the section."""
    number = entry.take("claim number")
    if not number:
        return None
    start, end = (day_in(entry.take(name)) for name in ("service start date", "service end date"))
    sums = [("submitted", entry.take("amount charged")), ("eligible", entry.take("medicare approved")),
            ("benefit", entry.take("provider paid"))]  # fmt: skip
    system = "http://terminology.hl7.org/CodeSystem/adjudication"
    doc = {
        "identifier": [{"value": number}],
        "status": "active",
        "type": {"text": entry.take("claim type") or "Claim"},
        "use": "claim",
        "outcome": "complete",
        "provider": {"display": provider} if (provider := entry.take("provider")) else {},
        "insurer": {"display": "Medicare"},
        "created": start,
        "billablePeriod": {name: value for name, value in (("start", start), ("end", end)) if value},
        "total": [
            {
                "category": {"coding": [{"system": system, "code": code}]},
                "amount": {"value": Digits(found[1].replace(",", "")), "currency": "USD"},
            }
            for code, said in sums
            if (found := _MONEY.fullmatch(said))
        ],
    }
    made = _finished("ExplanationOfBenefit", entry, doc, about)
    made["id"] = own_id("ExplanationOfBenefit", number)
    if "note" in made:
        made["processNote"] = [{"text": made.pop("note")[0]["text"]}]
    return made


def patient(fields: Iterable[tuple[str, str]]) -> Doc | None:
    """Patient, as far as the header or the section of demographics says."""
    told = {name.lower(): value for name, value in reversed(list(fields)) if value}
    name, born = told.get("name", ""), day_in(told.get("date of birth", ""))
    gender = told.get("gender", "").lower()
    if not name and not born:
        return None
    family, comma, given = name.partition(",")
    named = {"family": family.strip(), "given": given.split()} if comma and given.split() else {"text": name}
    doc: Doc = {"resourceType": "Patient", "id": own_id("Patient", name.lower(), born), "meta": META}
    doc |= {"name": [named]} if name else {}
    doc |= {"birthDate": born} if born else {}
    return doc | ({"gender": gender} if gender in ("male", "female") else {})


Maker = Callable[[Entry, str], Doc | None]
