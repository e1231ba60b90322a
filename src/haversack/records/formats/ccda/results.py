"""What did measurements, laboratory tests, answers and findings say (C-CDA result, vital sign, social history ...)?"""

from __future__ import annotations

from haversack.records.categories import VITAL_CODES
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, is_null
from haversack.records.formats.ccda.here import Here, inner, is_negated, notes, status_of, templates
from haversack.records.formats.ccda.systems import LOINC, SNOMED, THO
from haversack.records.formats.ccda.tree import Node
from haversack.records.formats.ccda.values import flags_of, ranges_of, value_of
from haversack.records.formats.hl7v2.observations import SMOKING

RESULT_ORGANIZERS = frozenset({"1", "ccd.32"})
VITAL_ORGANIZERS = frozenset({"26", "ccd.35"})
VITALS = frozenset({"27"})
SOCIAL = frozenset({
    "38", "78", "85", "72", "109", "111", "200", "501", "502", "503", "504", "505", "506", "15.3.8", "281", "280",
    "282", "283", "293", "295", "297", "299", "ccd.33",
})  # fmt: skip
_CATEGORY = f"{THO}observation-category"
_BY_SECTION = {
    "results": "laboratory", "vitals": "vital-signs", "social": "social-history", "pregnancy": "social-history",
    "exam": "exam", "functional": "survey", "mental": "survey",
}  # fmt: skip
# C-CDA's act status to FHIR's ObservationStatus.
STATUSES = {"completed": "final", "active": "preliminary", "aborted": "cancelled", "cancelled": "cancelled",
            "held": "registered", "suspended": "registered", "new": "registered", "nullified": "entered-in-error",
            "obsolete": "entered-in-error"}  # fmt: skip
# Codes that say what sort of statement follows and not what it is about: the value says that.
_SORTS = frozenset({"ASSERTION", "55607006", "64572001", "282291009", "404684003", "409586006", "248536006", "29308-4",
                    "373930000", "405275004", "54522-8", "75275-8"})  # fmt: skip
_SMOKING_STATUS = frozenset({"78", "ccd.33"})
_PREGNANCY = frozenset({"15.3.8", "281"})  # C-CDA R2.1, and the supplement on pregnancy
_OLD_SOCIAL = {"229819007": "Tobacco use and exposure", "160573003": "Alcohol intake", "256235009": "Exercise"}


def report(node: Node, here: Here) -> None:
    """Add a battery of results with the report that groups them, or the results alone where nobody named it."""
    when = _shared_time(node, here)
    place = len(here.making.made)
    references = observations(node, here, section="laboratory", when=when, status=status_of(node))
    code = here.named(node.one("code"), node.one("code", "originalText"), node.one("text"))
    if code is None:
        if not references:
            here.say(words.NO_INFORMATION, "information")
        return
    if not references and is_null(node.one("code")):
        here.say(words.NO_INFORMATION, "information")
        return
    doc = {
        "status": STATUSES.get(status_of(node), "unknown").replace("preliminary", "partial"),
        "category": [{"coding": [{"system": f"{THO}v2-0074", "code": "LAB", "display": "Laboratory"}]}],
        "code": code,
        "subject": here.subject,
        "encounter": here.encounter,
        **(when or _time_of(references, here)),
        "performer": here.performers(node) or here.authors(node),
        "specimen": [],
        "result": [{"reference": one} for one in references],
        "conclusion": "\n".join(one["text"] for one in notes(node, here)),
    }
    here.add("DiagnosticReport", here.key(node, code, when), doc, before=place)


def observations(node: Node, here: Here, *, section: str = "", when: Doc | None = None, status: str = "") -> list[str]:
    """Add every observation of an organizer, those of organizers in it too."""
    found = []
    for _link, one in inner(node):
        if one.name == "organizer":
            found += observations(one, here, section=section, when=_shared_time(one, here) or when)
        elif one.name == "observation" and templates(one).isdisjoint({"64", "ccd.40"}):
            found.append(observation(one, here, section=section, shared=when or {}))
    return [reference for reference in found if reference]


def _shared_time(node: Node, here: Here) -> Doc:
    return here.when("effective", node.one("effectiveTime"))


def _time_of(references: list[str], here: Here) -> Doc:
    """When all results were taken, where the report does not say and they agree."""
    times = [
        {name: value for name, value in here.making.called(one).items() if name.startswith("effective")}
        for one in references
    ]
    return times[0] if times and all(one == times[0] for one in times) else {}


def observation(node: Node, here: Here, *, section: str = "", shared: Doc | None = None) -> str:
    """Add one Observation; returns what others call it, "" where it does not say anything."""
    values = node.all("value")
    ranges = ranges_of(node, here)
    found = [one for value in values if (one := value_of(value, here, has_range=bool(ranges)))]
    code, found = _asked(node, found, here)
    if not found and is_null(node):  # the whole statement is null: a place that was kept free, not a result without one
        code = None
    if code is None:
        here.say(words.NO_NAME if found else words.NO_INFORMATION, "warning" if found else "information")
        return ""
    is_pregnancy = not _PREGNANCY.isdisjoint(templates(node))  # its due date, last period and weeks stand in it
    members = [
        reference
        for _link, one in inner(node)
        if one.name == "observation" and (is_pregnancy or not templates(one).isdisjoint({"86", "2", "27"}))
        if (
            reference := observation(
                one,
                here,
                section="social-history" if is_pregnancy else section,
                shared=here.when("effective", node.one("effectiveTime")),
            )
        )
    ]
    doc: Doc = {
        "status": STATUSES.get(status_of(node), "final" if found else "unknown"),
        "category": _category(code, node, here, section),
        "code": code,
        "subject": here.subject,
        "encounter": here.encounter,
        **(here.when("effective", node.one("effectiveTime")) or shared or {}),
        "performer": here.performers(node) or here.authors(node),
        "bodySite": here.concept(first(node.all("targetSiteCode"))),
        "method": here.concept(first(node.all("methodCode"))),
        "interpretation": flags_of(node, here),
        "referenceRange": ranges,
        "note": notes(node, here),
        "hasMember": [{"reference": one} for one in members],
    }
    if is_negated(node):
        doc["valueBoolean"] = False
    elif len(found) == 1:
        name, value = found[0]
        doc[name] = value
    elif found:
        doc["component"] = [{"code": code, name: value} for name, value in found]
    else:
        doc["dataAbsentReason"] = _absent(values, has_members=bool(members))
    return here.add("Observation", here.key(node, code, doc.get("effectiveDateTime"), found), doc)


def _asked(node: Node, found: list[tuple[str, object]], here: Here) -> tuple[Doc | None, list[tuple[str, object]]]:
    """What was looked at, and what came out. Where the code only says what sort of statement it is ("Assertion"), the
    value is what it is about, and that it is so is all that came out.
    """
    code, asked = node.one("code"), node.one("code").get("code")
    if asked in _OLD_SOCIAL and not code.get("displayName"):
        return {"coding": [{"system": SNOMED, "code": asked, "display": _OLD_SOCIAL[asked]}]}, found
    if not templates(node).isdisjoint(_SMOKING_STATUS) and (asked in _SORTS or is_null(code)):
        return {"coding": [{"system": LOINC, "code": SMOKING, "display": "Tobacco smoking status"}]}, found
    if asked in _SORTS and not _PREGNANCY.isdisjoint(templates(node)):
        return {"coding": [{"system": LOINC, "code": "82810-3", "display": "Pregnancy status"}]}, found
    coded = [value for name, value in found if name == "valueCodeableConcept"]
    if asked in _SORTS and len(coded) == 1 and isinstance(coded[0], dict):
        return coded[0], [("valueBoolean", True)]
    instead = [code.one("originalText"), node.one("text")]
    return here.named(code, *instead), found


def _category(code: Doc, node: Node, here: Here, section: str) -> list[Doc]:
    codes = {one["code"] for one in code.get("coding", []) if one.get("system") == LOINC}
    kinds = templates(node)
    if codes & VITAL_CODES or not kinds.isdisjoint(VITALS):
        kind = "vital-signs"
    elif not kinds.isdisjoint(SOCIAL):
        kind = "social-history"
    else:
        kind = section or _BY_SECTION.get(here.section, "")
    return [{"coding": [{"system": _CATEGORY, "code": kind}]}] if kind else []


def _absent(values: list[Node], *, has_members: bool) -> Doc | None:
    """Why there is no value, in HL7's nullFlavor or in the words beside it."""
    if has_members and not values:
        return None
    flavor = next((one.get("nullFlavor") for one in values if one.get("nullFlavor")), "")
    code = _REASONS.get(flavor, "unknown")
    return {"coding": [{"system": f"{THO}data-absent-reason", "code": code}]}


_REASONS = {"UNK": "unknown", "NASK": "not-asked", "ASKU": "asked-unknown", "NAV": "temp-unknown", "MSK": "masked",
            "NA": "not-applicable", "NI": "unknown", "OTH": "unsupported"}  # fmt: skip
