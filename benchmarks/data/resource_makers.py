"""What does one invented resource of each type look like, with sizes and shapes as hospital systems send them?

Every maker takes the visit it belongs to and returns a plain dict in FHIR R4 JSON order. Nobody here is real.
"""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from . import tables

Json = dict[str, Any]
BASE = "https://fhir.bench-general.example/r4"
PATIENT = {"reference": "Patient/bench-person-0001", "display": "Paz Benchley Ibáñez"}
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"


class Visit(NamedTuple):
    """One encounter: its own id, when it began and ended (FHIR dateTime), the date alone, and who saw the person."""

    id: str
    start: str
    end: str
    day: str
    clinician: str
    doctor: str


def new_id(rng: Random) -> str:
    """A random UUID in text, from the seeded generator."""
    text = f"{rng.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def concept(system: str, code: str, text: str) -> Json:
    """A CodeableConcept with one coding."""
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _start(kind: str, ident: str, visit: Visit) -> Json:
    return {
        "resourceType": kind,
        "id": ident,
        "meta": {
            "versionId": "1",
            "lastUpdated": visit.end,
            "source": f"{BASE}#{ident[:8]}",
            "profile": [f"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{kind.lower()}"],
        },
    }


def number(rng: Random, low: float, high: float, digits: int) -> float | int:
    """A value between the bounds with so many digits after the point."""
    return round(rng.uniform(low, high), digits) if digits else rng.randint(int(low), int(high))


def encounter(rng: Random, visit: Visit) -> Json:
    code, title, klass, reason = rng.choice(tables.VISITS)
    doctor = {"reference": f"Practitioner/{visit.clinician}", "display": visit.doctor}
    type_ = {
        "coding": [{"system": TERMINOLOGY + "v3-ParticipationType", "code": "PPRF", "display": "primary performer"}]
    }
    found = _start("Encounter", visit.id, visit) | {
        "identifier": [{"use": "official", "system": BASE + "/visit", "value": visit.id}],
        "status": "finished",
        "class": {"system": TERMINOLOGY + "v3-ActCode", "code": klass},
        "type": [concept(SNOMED, code, title)],
        "subject": PATIENT,
        "participant": [{"type": [type_], "period": {"start": visit.start, "end": visit.end}, "individual": doctor}],
        "period": {"start": visit.start, "end": visit.end},
        "location": [{"location": {"reference": "Location/bench-clinic", "display": "Bench General, Planta 3"}}],
        "serviceProvider": {"reference": "Organization/bench-general", "display": "Bench General Hospital"},
    }
    if reason:
        found["reasonCode"] = [{"text": reason}]
    return found


def _observation(ident: str, visit: Visit, category: str, code: str, title: str) -> Json:
    return _start("Observation", ident, visit) | {
        "status": "final",
        "category": [concept(TERMINOLOGY + "observation-category", category, category.replace("-", " ").capitalize())],
        "code": concept(LOINC, code, title),
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "effectiveDateTime": visit.start,
        "issued": visit.end,
        "performer": [{"reference": f"Practitioner/{visit.clinician}", "display": visit.doctor}],
    }


def _quantity(value: float, unit: str) -> Json:
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def vital(rng: Random, visit: Visit, turn: int) -> Json:
    if turn % 9 == 0:
        found = _observation(
            new_id(rng), visit, "vital-signs", "85354-9", "Blood pressure panel with all children optional"
        )
        found["component"] = [
            {
                "code": concept(LOINC, "8480-6", "Systolic blood pressure"),
                "valueQuantity": _quantity(rng.randint(98, 178), "mm[Hg]"),
            },
            {
                "code": concept(LOINC, "8462-4", "Diastolic blood pressure"),
                "valueQuantity": _quantity(rng.randint(55, 104), "mm[Hg]"),
            },
        ]
        return found
    code, title, unit, low, high, digits = tables.VITALS[turn % len(tables.VITALS)]
    found = _observation(new_id(rng), visit, "vital-signs", code, title)
    found["valueQuantity"] = _quantity(number(rng, low, high, digits), unit)
    return found


def lab(rng: Random, visit: Visit, turn: int) -> Json:
    code, title, unit, low, high, digits, lower, upper = tables.LABS[turn % len(tables.LABS)]
    found = _observation(new_id(rng), visit, "laboratory", code, title)
    value = number(rng, low, high, digits)
    found["valueQuantity"] = _quantity(value, unit)
    flag = "L" if value < float(lower) else "H" if value > float(upper) else "N"
    found["interpretation"] = [{"coding": [{"system": TERMINOLOGY + "v3-ObservationInterpretation", "code": flag}]}]
    bounds = {"low": _quantity(float(lower), unit), "high": _quantity(float(upper), unit), "text": f"{lower} - {upper}"}
    found["referenceRange"] = [bounds]
    return found


def social(rng: Random, visit: Visit, turn: int) -> Json:
    code, title, answers = tables.SOCIAL[turn % len(tables.SOCIAL)]
    found = _observation(new_id(rng), visit, "social-history", code, title)
    answer, words = rng.choice(answers)
    found["valueCodeableConcept"] = concept(LOINC if answer.startswith("LA") else SNOMED, answer, words)
    return found


def report(rng: Random, visit: Visit, members: list[tuple[str, str]], panel: tuple[str, str]) -> Json:
    return _start("DiagnosticReport", new_id(rng), visit) | {
        "status": "final",
        "category": [concept(TERMINOLOGY + "v2-0074", "LAB", "Laboratory")],
        "code": concept(LOINC, *panel),
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "effectiveDateTime": visit.start,
        "issued": visit.end,
        "performer": [{"reference": "Organization/bench-lab", "display": "Bench General Laboratory"}],
        "result": [{"reference": f"Observation/{ident}", "display": title} for ident, title in members],
    }


def immunization(rng: Random, visit: Visit) -> Json:
    return _start("Immunization", new_id(rng), visit) | {
        "status": "completed",
        "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", *rng.choice(tables.VACCINES)),
        "patient": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "occurrenceDateTime": visit.start,
        "primarySource": True,
        "lotNumber": f"{rng.getrandbits(24):06X}",
        "site": {"text": rng.choice(("Left arm", "Right arm"))},
        "location": {"reference": "Location/bench-clinic"},
    }


def procedure(rng: Random, visit: Visit) -> Json:
    return _start("Procedure", new_id(rng), visit) | {
        "status": "completed",
        "code": concept(SNOMED, *rng.choice(tables.PROCEDURES)),
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "performedPeriod": {"start": visit.start, "end": visit.end},
        "performer": [{"actor": {"reference": f"Practitioner/{visit.clinician}", "display": visit.doctor}}],
        "note": [{"text": rng.choice(tables.SENTENCES)}],
    }


def condition(rng: Random, visit: Visit) -> Json:
    state = rng.choice(("active", "resolved"))
    found = _start("Condition", new_id(rng), visit) | {
        "clinicalStatus": concept(TERMINOLOGY + "condition-clinical", state, state.capitalize()),
        "verificationStatus": concept(TERMINOLOGY + "condition-ver-status", "confirmed", "Confirmed"),
        "category": [concept(TERMINOLOGY + "condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
        "code": concept(SNOMED, *rng.choice(tables.CONDITIONS)),
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "onsetDateTime": visit.start,
        "recordedDate": visit.start,
    }
    if state == "resolved":
        found["abatementDateTime"] = visit.end
    return found


def medicine(rng: Random, visit: Visit) -> Json:
    times = rng.randint(1, 3)
    return _start("MedicationRequest", new_id(rng), visit) | {
        "status": rng.choice(("active", "stopped", "completed")),
        "intent": "order",
        "medicationCodeableConcept": concept(
            "http://www.nlm.nih.gov/research/umls/rxnorm", *rng.choice(tables.MEDICINES)
        ),
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "authoredOn": visit.start,
        "requester": {"reference": f"Practitioner/{visit.clinician}", "display": visit.doctor},
        "dosageInstruction": [
            {
                "sequence": 1,
                "text": f"Take 1 tablet by mouth {times} times a day",
                "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 1}}],
            }
        ],
    }


def allergy(rng: Random, visit: Visit) -> Json:
    code, title, kind = rng.choice(tables.ALLERGIES)
    return _start("AllergyIntolerance", new_id(rng), visit) | {
        "clinicalStatus": concept(TERMINOLOGY + "allergyintolerance-clinical", "active", "Active"),
        "verificationStatus": concept(TERMINOLOGY + "allergyintolerance-verification", "confirmed", "Confirmed"),
        "type": "allergy",
        "category": [kind],
        "criticality": rng.choice(("low", "high")),
        "code": concept(SNOMED, code, title),
        "patient": PATIENT,
        "recordedDate": visit.start,
    }


def care_plan(rng: Random, visit: Visit) -> Json:
    code, title, activities = rng.choice(tables.PLANS)
    lines = "".join(f"<li>{words}</li>" for words in activities)
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">Care plan: {title}.<br/>Activities: <ul>{lines}</ul></div>'
    return _start("CarePlan", new_id(rng), visit) | {
        "text": {"status": "generated", "div": div},
        "status": "active",
        "intent": "order",
        "category": [concept(SNOMED, code, title)],
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "period": {"start": visit.start},
        "activity": [{"detail": {"code": {"text": words}, "status": "in-progress"}} for words in activities],
    }


def goal(rng: Random, visit: Visit) -> Json:
    return _start("Goal", new_id(rng), visit) | {
        "lifecycleStatus": "active",
        "achievementStatus": concept(TERMINOLOGY + "goal-achievement", "in-progress", "In Progress"),
        "description": {"text": rng.choice(tables.GOALS)},
        "subject": PATIENT,
        "startDate": visit.day,
    }


def imaging(rng: Random, visit: Visit) -> Json:
    uid = f"2.25.{rng.getrandbits(100)}"
    region = concept(SNOMED, "51185008", "Thoracic structure (body structure)")["coding"][0]
    picture = {
        "uid": f"{uid}.1.1",
        "sopClass": {"system": "urn:ietf:rfc:3986", "code": "urn:oid:1.2.840.10008.5.1.4.1.1.1.1"},
    }
    radiograph = {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "CR"}
    series = {"uid": f"{uid}.1", "number": 1, "modality": radiograph, "bodySite": region, "instance": [picture]}
    return _start("ImagingStudy", new_id(rng), visit) | {
        "identifier": [{"system": "urn:dicom:uid", "value": f"urn:oid:{uid}"}],
        "status": "available",
        "subject": PATIENT,
        "encounter": {"reference": f"Encounter/{visit.id}"},
        "started": visit.start,
        "numberOfSeries": 1,
        "numberOfInstances": 1,
        "series": [series],
    }
