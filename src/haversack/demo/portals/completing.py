"""What does a hospital's system write down by itself, beside what happened? By type of resource."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from haversack.demo.chart import SNOMED, TERMINOLOGY, UCUM, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.medicines import MEDICINES
from haversack.demo.portals.directory import SPECIALTIES, medicine_id, payer_id

if TYPE_CHECKING:
    from haversack.demo.portals.charting import PortalChart

_LOINC_KIND = {  # of a report by HL7 v2 section
    "RAD": ("LP29684-5", "Radiology"),
    "OUS": ("LP29684-5", "Radiology"),
    "CUS": ("LP29708-2", "Cardiology"),
    "EC": ("LP29708-2", "Cardiology"),
    "SP": ("LP7839-6", "Pathology"),
}
_ROUTES = (  # word on the label or in the medicine's name: SNOMED CT route
    ("inhaler", "447694001", "Respiratory tract route"),
    ("auto-injector", "78421000", "Intramuscular route"),
    ("cream", "6064005", "Topical route"),
    ("intrauterine", "58100008", "Intra-uterine route"),
    ("", "26643006", "Oral route"),
)
_FORMAT = {
    "system": "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
    "code": "urn:ihe:iti:xds:2017:mimeTypeSufficient",
    "display": "mimeType Sufficient",
}


def _encounter(chart: PortalChart, body: Json, when: datetime) -> Json:
    number = f"V{chart.life.dice(f'visit{when}').randrange(10**8):08d}"
    found = body | {"identifier": [{"system": f"{chart.hospital.base}/visits", "value": number}]}
    found["participant"] = [who | {"period": body["period"]} for who in body.get("participant", ())]
    found.setdefault("reasonCode", [{"text": body["type"][0]["text"]}])
    return found


def _condition(chart: PortalChart, body: Json, when: datetime) -> Json:
    """What came and went within a visit's care is that visit's diagnosis; the rest is on the problem list."""
    if "abatementDateTime" in body and "encounter" in body:
        return body | {"category": [token("condition-category", "encounter-diagnosis", "Encounter Diagnosis")]}
    asserted = {
        "url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
        "valueDateTime": body["recordedDate"],
    }
    return {"extension": [asserted]} | body


def _medication_request(chart: PortalChart, body: Json, when: datetime) -> Json:
    found: Json = {"reportedBoolean": False} | body
    found["category"] = [token("medicationrequest-category", "outpatient", "Outpatient")]
    found["dosageInstruction"] = [_dosed(line, body) for line in body["dosageInstruction"]]
    found.setdefault("dispenseRequest", {"numberOfRepeatsAllowed": 0, "quantity": _tablets(30)})
    if body["status"] == "active":
        found["extension"] = [_adherence(when)]
    if chart.hospital.ids == "uuid":  # a system that keeps every medicine once
        found = _by_reference(found)
    return found


def _medication_dispense(chart: PortalChart, body: Json, when: datetime) -> Json:
    found = body | {"type": token("v3-ActCode", "FFC", "First Fill - Complete")}
    found["quantity"] = _tablets(body["quantity"]["value"])
    found["dosageInstruction"] = [_dosed(line, body) for line in body["dosageInstruction"]]
    visits = [one["id"] for one in chart.resources if one["resourceType"] == "Encounter"]
    if visits:
        found["context"] = {"reference": f"Encounter/{visits[-1]}"}
    return found


def _by_reference(body: Json) -> Json:
    text = body["medicationCodeableConcept"]["text"]
    key = next((key for key, (code, _, name) in MEDICINES.items() if code and name == text), "")
    if not key:
        return body
    named = {"reference": f"Medication/{medicine_id(key)}", "display": text}
    return {k: v for k, v in body.items() if k != "medicationCodeableConcept"} | {"medicationReference": named}


def _dosed(line: Json, body: Json) -> Json:
    words = f"{line['text']} {body['medicationCodeableConcept']['text']}".lower()
    _, code, name = next(row for row in _ROUTES if row[0] in words)
    daily = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
    usual = {"timing": daily, "doseAndRate": [{"doseQuantity": _tablets(1)}]}
    return usual | line | {"route": concept(SNOMED, code, name)}


def _tablets(count: int) -> Json:
    return {"value": count, "unit": "tablet", "system": UCUM, "code": "{tbl}"}


def _adherence(when: datetime) -> Json:
    taken = concept(SNOMED, "1156699004", "Complies with drug therapy")
    parts = [
        {"url": "medicationAdherence", "valueCodeableConcept": taken},
        {"url": "dateAsserted", "valueDateTime": stamp(when)},
        {"url": "informationSource", "valueCodeableConcept": concept(SNOMED, "116154003", "Patient")},
    ]
    return {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-medication-adherence", "extension": parts}


def _report(chart: PortalChart, body: Json, when: datetime) -> Json:
    kind = body["category"][0]["coding"][0]["code"]
    if kind not in _LOINC_KIND:
        return body
    return body | {"category": [*body["category"], concept("http://loinc.org", *_LOINC_KIND[kind])]}


def _document(chart: PortalChart, body: Json, when: datetime) -> Json:
    which = chart.life.dice(f"document:{when}:{body['description']}").randrange(10**8)
    content = [part | {"format": _FORMAT} for part in body["content"]]
    return body | {
        "identifier": [{"system": f"{chart.hospital.base}/documents", "value": f"D{which:08d}"}],
        "content": content,
    }


def _team(chart: PortalChart, body: Json, when: datetime) -> Json:
    members = []
    for one in body["participant"]:
        words = one["role"][0]["text"]
        _, _, role, name = SPECIALTIES[words]
        members.append(one | {"role": [concept(SNOMED, role, name, words)]})
    patient = {"role": [concept(SNOMED, "116154003", "Patient")], "member": chart.patient}
    return body | {"participant": [*members, patient]}


def _goal(chart: PortalChart, body: Json, when: datetime) -> Json:
    return body | {"expressedBy": chart.patient}


def _coverage(chart: PortalChart, body: Json, when: datetime) -> Json:
    payer = chart.file.payer
    policy = body["subscriberId"]
    group, plan = ({"system": TERMINOLOGY + "coverage-class", "code": code} for code in ("group", "plan"))
    member = concept(TERMINOLOGY + "v2-0203", "MB", "Member Number")
    kind = ("1", "Medicare") if payer == "Medicare" else ("5", "Private health insurance")
    return body | {
        "identifier": [{"type": member, "system": f"{chart.hospital.base}/members", "value": f"{policy}01"}],
        "type": concept("https://nahdo.org/sopt", *kind),
        "payor": [{"reference": f"Organization/{payer_id(payer)}", "display": payer}],
        "class": [
            {"type": {"coding": [group]}, "value": f"G{policy[:4]}", "name": "Household"},
            {"type": {"coding": [plan]}, "value": "basic", "name": f"{payer} Basic"},
        ],
    }


def _performed(chart: PortalChart, body: Json, when: datetime) -> Json:
    return {"performer": [chart.doctor(chart.whose("primary"))]} | body


COMPLETED: dict[str, Callable[[PortalChart, Json, datetime], Json]] = {
    "CareTeam": _team,
    "Condition": _condition,
    "Coverage": _coverage,
    "DiagnosticReport": _report,
    "DocumentReference": _document,
    "Encounter": _encounter,
    "Goal": _goal,
    "MedicationDispense": _medication_dispense,
    "MedicationRequest": _medication_request,
    "Observation": _performed,
}
