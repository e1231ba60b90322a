"""What is a person allergic to (AL1, IAM), what was found (DG1), what was done (PR1)?"""

from __future__ import annotations

from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled
from haversack.records.formats.hl7v2.groups import Group
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Segment

_SYSTEMS = "http://terminology.hl7.org/CodeSystem/"
_ALLERGY_STATUS, _ALLERGY_CERTAINTY = (
    f"{_SYSTEMS}allergyintolerance-clinical",
    f"{_SYSTEMS}allergyintolerance-verification",
)
_STATUS, _CERTAINTY, _CATEGORY = (
    f"{_SYSTEMS}condition-clinical",
    f"{_SYSTEMS}condition-ver-status",
    f"{_SYSTEMS}condition-category",
)
# HL7 table 0052. The same diagnosis may be sent as admitting, working and final: the surest counts.
_SUREST = ("F", "", "W", "A")
_HOW_SURE = {"W": "provisional", "F": "confirmed"}
_KINDS = {
    "DA": "medication",
    "MA": "medication",
    "FA": "food",
    "EA": "environment",
    "AA": "environment",
    "PA": "environment",
}
_SEVERITIES = {"SV": "severe", "MO": "moderate", "MI": "mild"}


def clinical(group: Group, making: Making, encounter: Doc | None) -> None:
    """Add allergies, diagnoses and procedures."""
    for al1 in group.rest.get("AL1", []):
        _allergy(al1, making, onset=6, reactions=5, wrong=False)
    for iam in group.rest.get("IAM", []):
        _allergy(iam, making, onset=11, reactions=5, wrong=iam.text(6).upper() == "D")
    for dg1 in sorted(group.rest.get("DG1", []), key=_doubt):
        _diagnosis(dg1, making, encounter)
    for pr1 in group.rest.get("PR1", []):
        _procedure(pr1, making, encounter)


def _allergy(segment: Segment, making: Making, *, onset: int, reactions: int, wrong: bool) -> None:
    code = concept(segment.first(3), making.sender)
    if code is None:
        making.say(segment, words.NO_NAME, "warning", 3)
        return
    seen = [{"text": text} for one in segment.each(reactions) if (text := one.at(2) or one.at(1))]
    severity = _SEVERITIES.get(segment.text(4).upper(), "")
    kind = _KINDS.get(segment.text(2).upper())
    # That it is in the list is all that AL1 says: it has no field for one that is over.
    doc = {
        "clinicalStatus": None if wrong else _status(_ALLERGY_STATUS, "active"),
        "verificationStatus": _status(_ALLERGY_CERTAINTY, "entered-in-error" if wrong else ""),
        "category": [kind] if kind else [],
        "code": code,
        "patient": making.subject,
        "onsetDateTime": making.clock.time(segment.first(onset)),
        "reaction": [filled({"manifestation": seen, "severity": severity})] if seen else [],
    }
    if severity and not seen:
        doc["criticality"] = "high" if severity == "severe" else "low" if severity == "mild" else ""
    own = making.id_of("AllergyIntolerance", segment.text(3) or segment.text(3, 2))
    making.add("AllergyIntolerance", own, doc, segment)


def _diagnosis(dg1: Segment, making: Making, encounter: Doc | None) -> None:
    code = concept(dg1.first(3), making.sender)
    said = dg1.text(4)
    if code is None and not said:
        making.say(dg1, words.NO_NAME, "warning", 3)
        return
    code = code or {"text": said}
    if said and not code.get("text") and not any(coding.get("display") for coding in code.get("coding", [])):
        code["text"] = said
    kind = dg1.text(6).upper()
    wrong = dg1.text(21).upper() == "D"
    certainty = "entered-in-error" if wrong else _HOW_SURE.get(kind, "")
    doc = {
        "clinicalStatus": None if wrong else _status(_STATUS, "active"),
        "verificationStatus": _status(_CERTAINTY, certainty),
        "category": [_status(_CATEGORY, "encounter-diagnosis")],
        "code": code,
        "subject": making.subject,
        "encounter": encounter,
        "recordedDate": making.clock.time(dg1.first(5)) or making.clock.time(dg1.first(19)),
        "asserter": next(iter(making.people(dg1.each(16), dg1)), None),
    }
    visit = encounter["reference"] if encounter else ""
    own = making.id_of("Condition", dg1.text(3) or dg1.text(3, 2) or said, visit or dg1.text(5))
    making.add("Condition", own, doc, dg1)


def _doubt(dg1: Segment) -> int:
    kind = dg1.text(6).upper()
    return _SUREST.index(kind) if kind in _SUREST else len(_SUREST)


def _procedure(pr1: Segment, making: Making, encounter: Doc | None) -> None:
    code = concept(pr1.first(3), making.sender) or ({"text": pr1.text(4)} if pr1.text(4) else None)
    if code is None:
        making.say(pr1, words.NO_NAME, "warning", 3)
        return
    when = making.clock.time(pr1.first(5))
    people = [*pr1.each(11), *pr1.each(12), *pr1.each(8)]
    doc = {
        "status": "entered-in-error" if pr1.text(20).upper() == "D" else "completed",
        "code": code,
        "subject": making.subject,
        "encounter": encounter,
        "performedDateTime": when,
        "performer": [{"actor": one} for one in making.people(people, pr1)],
    }
    own = making.id_of("Procedure", pr1.text(3) or pr1.text(3, 2) or pr1.text(4), when)
    making.add("Procedure", own, doc, pr1)


def _status(system: str, code: str) -> Doc | None:
    return {"coding": [{"system": system, "code": code}]} if code else None
