"""Which illnesses run in a family, and who died of what (C-CDA family history organizer)?"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, human_name, is_null, moment, spoken
from haversack.records.formats.ccda.here import Here, inner, is_negated, notes, status_of, within
from haversack.records.formats.ccda.systems import THO
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled

TEMPLATES = frozenset({"45", "ccd.23"})
_AGE, _DEATH = ("31", "ccd.38"), ("47", "ccd.42")
_UNITS = {"a": "years", "mo": "months", "wk": "weeks", "d": "days"}
_SEXES = {"M": ("male", "Male"), "F": ("female", "Female")}


def family_member(node: Node, here: Here) -> None:
    """Add one relative with what they had."""
    relative = node.one("subject", "relatedSubject")
    about = relative.one("subject")
    who = here.named(relative.one("code"))
    had = [found for _link, one in inner(node) if one.name == "observation" and (found := _condition(one, here))]
    denied = [said for _link, one in inner(node) if one.name == "observation" and (said := _denied(one, here))]
    if who is None and not had:
        here.say(words.NO_INFORMATION, "information")
        return
    sex = _SEXES.get(about.one("administrativeGenderCode").get("code"))
    died = moment(about.one("deceasedTime"), here.making.clock)
    is_dead = about.one("deceasedInd").get("value") == "true" or any(within(one, *_DEATH) for _link, one in inner(node))
    doc: Doc = {
        "status": "completed" if status_of(node) in ("completed", "") else "partial",
        "patient": here.subject,
        "date": here.moment(node.one("effectiveTime")),
        "name": spoken(human_name(first(about.all("name")))),
        "relationship": who
        or {"coding": [{"system": f"{THO}v3-RoleCode", "code": "FAMMEMB", "display": "family member"}]},
        "sex": {"coding": [{"system": "http://hl7.org/fhir/administrative-gender", "code": sex[0], "display": sex[1]}]}
        if sex
        else None,
        "bornDate": moment(about.one("birthTime"), here.making.clock)[:10],
        "deceasedDate": died[:10],
        "note": [{"text": one} for one in denied] + notes(node, here),
        "condition": had,
    }
    if is_dead and not doc["deceasedDate"]:
        doc["deceasedBoolean"] = True
    here.add("FamilyMemberHistory", here.key(node, who, len(had)), doc)


def lone_observation(node: Node, here: Here) -> None:
    """Add what stands without its organizer: an illness in a family, of nobody in particular."""
    found = _condition(node, here)
    if found is None:
        here.say(words.NO_INFORMATION, "information")
        return
    relationship = {"coding": [{"system": f"{THO}v3-RoleCode", "code": "FAMMEMB", "display": "family member"}]}
    doc = {"status": "completed", "patient": here.subject, "relationship": relationship, "condition": [found]}
    here.add("FamilyMemberHistory", here.key(node, found), doc)


def _condition(node: Node, here: Here) -> Doc | None:
    if is_negated(node):
        return None
    value = first(node.all("value"))
    code = here.named(value, value.one("originalText"), node.one("text"))
    if code is None:
        return None
    died = next(iter(within(node, *_DEATH)), NOTHING)
    cause = {"text": "Cause of death"} if died else None
    return filled({"code": code, "outcome": cause, **_onset(node, here), "note": notes(node, here)})


def _onset(node: Node, here: Here) -> Doc:
    for one in within(node, *_AGE):
        value = one.one("value")
        if not is_null(value) and is_whole(value.get("value")):
            unit = value.get("unit")
            age = {"value": int(value.get("value")[:4]), "unit": _UNITS.get(unit, "years")}
            return {"onsetAge": {**age, "system": "http://unitsofmeasure.org", "code": unit if unit in _UNITS else "a"}}
    when = here.when("onset", node.one("effectiveTime")).get("onsetDateTime", "")
    return {"onsetString": when} if when else {}


def _denied(node: Node, here: Here) -> str:
    """What a relative did not have, in the words that were used."""
    if not is_negated(node):
        return ""
    value = first(node.all("value"))
    code = here.named(value, value.one("originalText"), node.one("text")) or {}
    said = next((one["display"] for one in code.get("coding", []) if "display" in one), code.get("text", ""))
    return f"No {said}" if said else ""
