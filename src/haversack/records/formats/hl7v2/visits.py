"""Where was the person seen, from when to when (PV1, PV2), and what does the event of the message say of it (EVN)?"""

from __future__ import annotations

from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled, identifier
from haversack.records.formats.hl7v2.groups import Group
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Parts, Segment
from haversack.records.formats.hl7v2.systems import table

_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
# HL7 table 0004 to v3 ActCode, which FHIR R4 uses.
_CLASSES = {
    "E": ("EMER", "emergency"), "I": ("IMP", "inpatient encounter"), "O": ("AMB", "ambulatory"),
    "P": ("PRENC", "pre-admission"), "R": ("AMB", "ambulatory"), "B": ("IMP", "inpatient encounter"),
    "V": ("VR", "virtual"), "H": ("HH", "home health"),
}  # fmt: skip
_TAKEN_BACK = {"A11": "cancelled", "A38": "cancelled", "A27": "cancelled", "A14": "planned", "A05": "planned"}
_ROLES = ((7, "ATND", "attender"), (8, "REF", "referrer"), (9, "CON", "consultant"), (17, "ADM", "admitter"))
_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


def encounter(group: Group, making: Making) -> Doc | None:
    """Add the Encounter and return a reference to it; None where the message tells of none.

    A message about something else (a result, a vaccine) names a visit often and tells little: without its beginning
    there is no line in a list of visits to be made from it.
    """
    pv1 = group.visit
    if pv1 is None:
        return None
    number = pv1.text(19)
    kind, _, event = making.message.kind.partition("^")
    begun, ended = making.clock.time(pv1.first(44)), making.clock.time(pv1.first(45))
    is_about_it = kind == "ADT" and event not in _ABOUT_THE_PERSON
    if is_about_it and not begun and event in ("A01", "A04", "A05"):
        begun = _event_time(making)
    if not begun and not (is_about_it and (number or ended)):
        return None
    own = making.id_of("Encounter", number or begun)
    doc = {
        "identifier": [one] if (one := _number(pv1, making)) else [],
        "status": _TAKEN_BACK.get(event) or ("finished" if ended or event == "A03" else _going_on(pv1, event)),
        "class": _class(pv1),
        "type": [found] if (found := concept(pv1.first(4), making.sender)) and found.get("text") else [],
        "serviceType": concept(pv1.first(10), making.sender) if pv1.text(10, 2) else None,
        "subject": making.subject,
        "participant": _participants(pv1, making),
        "period": filled({"start": begun, "end": ended or (_event_time(making) if event == "A03" else "")}),
        "reasonCode": [why] if (why := _reason(group, making)) else [],
        "hospitalization": filled(
            {"admitSource": _coded(pv1, 14, "0023", making), "dischargeDisposition": _coded(pv1, 36, "0112", making)}
        ),
        "location": [{"location": place}] if (place := making.location(pv1.first(3), pv1)) else [],
    }
    return {"reference": making.add("Encounter", own, doc, pv1, dated=kind == "ADT")}


# Update, merge and link of persons: what they say of a visit is left over from elsewhere.
_ABOUT_THE_PERSON = frozenset({"A28", "A31", "A29", "A40", "A34", "A35", "A36", "A18", "A24", "A37", "A39", "A47"})


def _event_time(making: Making) -> str:
    evn = next((one for one in making.message.segments if one.name == "EVN"), None)
    if evn is None:
        return ""
    return making.clock.time(evn.first(6)) or making.clock.time(evn.first(2))


def _going_on(pv1: Segment, event: str) -> str:
    return "in-progress" if event in ("A01", "A02", "A04", "A06", "A07", "A08", "A12", "A13") else "unknown"


def _class(pv1: Segment) -> Doc:
    letter = pv1.text(2).upper()
    code, display = _CLASSES.get(letter, ("", ""))
    if code:
        return {"system": _ACT, "code": code, "display": display}
    return table("0004", letter) if letter else {"system": _ACT, "code": "AMB", "display": "ambulatory"}


def _number(pv1: Segment, making: Making) -> Doc | None:
    return identifier(pv1.first(19), making.sender)


def _participants(pv1: Segment, making: Making) -> list[Doc]:
    return [
        {"type": [{"coding": [{"system": _PARTICIPATION, "code": code, "display": display}]}], "individual": who}
        for field, code, display in _ROLES
        for who in making.people(pv1.each(field), pv1)
    ]


def _reason(group: Group, making: Making) -> Doc | None:
    pv2 = next(iter(group.rest.get("PV2", [])), None)
    return concept(pv2.first(3), making.sender) if pv2 is not None else None


def _coded(pv1: Segment, field: int, number: str, making: Making) -> Doc | None:
    """A code of one of HL7's tables, which v2 sends without naming the table."""
    parts: Parts = pv1.first(field)
    if not parts.at(1) or parts.at(3):
        return concept(parts, making.sender)
    return {"coding": [table(number, parts.at(1), parts.at(2))]}
