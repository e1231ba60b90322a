"""Where was the person seen, from when to when, and what for (C-CDA encounter activity, encompassingEncounter)?"""

from __future__ import annotations

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, coding, identifiers, interval, is_null
from haversack.records.formats.ccda.here import Here, entity, inner, status_of, templates
from haversack.records.formats.ccda.medications import reasons
from haversack.records.formats.ccda.problems import OBSERVATIONS, problems
from haversack.records.formats.ccda.systems import THO
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled

TEMPLATES = frozenset({"49", "ccd.21"})
DIAGNOSES = frozenset({"80", "33", "34"})
_ACT_CODE = f"{THO}v3-ActCode"
_CLASSES = {"AMB": "ambulatory", "EMER": "emergency", "IMP": "inpatient encounter", "ACUTE": "inpatient acute",
            "OBSENC": "observation encounter", "SS": "short stay", "HH": "home health", "VR": "virtual", "FLD": "field",
            "NONAC": "inpatient non-acute"}  # fmt: skip
_STATUSES = {"active": "in-progress", "aborted": "cancelled", "cancelled": "cancelled", "nullified": "entered-in-error",
             "obsolete": "entered-in-error"}  # fmt: skip
_ROLES = {
    "ATND": "attender",
    "REF": "referrer",
    "CON": "consultant",
    "ADM": "admitter",
    "DIS": "discharger",
    "PPRF": "",
}


def encounter(node: Node, here: Here) -> None:
    """Add one visit and the diagnoses made in it."""
    code = here.named(node.one("code"), node.one("code", "originalText"), node.one("text"))
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    place = here.making.location(entity(node, "LOC"), here.where)
    if code is None and not (start or end) and place is None:
        here.say(words.NO_INFORMATION, "information")
        return
    doc: Doc = {
        "identifier": identifiers(node.all("id")),
        "status": _STATUSES.get(status_of(node), "finished"),
        "class": _class(node.one("code")),
        "type": [code] if code else [],
        "subject": here.subject,
        "participant": [{"individual": one} for one in here.performers(node)],
        "period": filled({"start": start, "end": end}),
        "reasonCode": reasons(node, here),
        "hospitalization": filled({"dischargeDisposition": here.concept(node.one("dischargeDispositionCode"))}),
        "location": [{"location": place}] if place else [],
    }
    at = len(here.making.made)
    key = here.key(node, code, start)
    inside = here.at({"reference": f"Encounter/{here.making.id_of('Encounter', *key)}"})
    doc["diagnosis"] = [{"condition": one} for one in diagnoses(node, inside)]
    here.add("Encounter", key, doc, before=at)


def diagnoses(node: Node, here: Here) -> list[Doc]:
    """Add the problems that a visit, an admission or a discharge names as its own."""
    found = []
    for link, one in inner(node):
        kinds = templates(one)
        if not kinds.isdisjoint(DIAGNOSES) or (
            not kinds.isdisjoint(OBSERVATIONS) and "19" not in kinds and link.get("typeCode") != "RSON"
        ):
            found += problems(one, here, category="visit")
    return found


def _class(code: Node) -> Doc:
    """The kind of visit, where the code or a translation of it is one of HL7's; a class is required."""
    for one in (code, *code.all("translation")):
        found = coding(one)
        if found.get("system") == _ACT_CODE and found["code"] in _CLASSES:
            return {"display": _CLASSES[found["code"]], **found}
    return {"system": f"{THO}data-absent-reason", "code": "unknown"}


def encompassing(document: Node, here: Here) -> Doc | None:
    """Add the visit that the whole document is about, and return a reference to it."""
    node = document.one("componentOf", "encompassingEncounter")
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    if not (start or end):
        return None
    facility = node.one("location", "healthCareFacility")
    place = here.making.location(facility, here.where)
    provider = here.making.organization(facility.one("serviceProviderOrganization"), here.where)
    people: list[Doc] = []
    for one in (*node.all("responsibleParty"), *node.all("encounterParticipant")):
        who = here.making.practitioner(one.one("assignedEntity"), here.where)
        role = _ROLES.get(one.get("typeCode"), "")
        kind = {"system": f"{THO}v3-ParticipationType", "code": one.get("typeCode"), "display": role}
        if who and all(other["individual"] != who for other in people):
            people.append(filled({"type": [{"coding": [kind]}] if role else [], "individual": who}))
    code = here.concept(node.one("code")) if not is_null(node.one("code")) else None
    doc: Doc = {
        "identifier": identifiers(node.all("id")),
        "status": "finished",
        "class": _class(node.one("code")),
        "type": [code] if code else [],
        "subject": here.subject,
        "participant": people,
        "period": filled({"start": start, "end": end}),
        "hospitalization": filled({"dischargeDisposition": here.concept(node.one("dischargeDispositionCode"))}),
        "location": [{"location": place}] if place else [],
        "serviceProvider": provider,
    }
    number = next((one for one in node.all("id") if one.get("root") and "nullFlavor" not in one.attributes), NOTHING)
    key = (number.get("root"), number.get("extension")) if number else ("", start)
    return {"reference": here.add("Encounter", key, doc)}
