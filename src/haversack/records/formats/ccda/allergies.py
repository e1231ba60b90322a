"""What must a person not be given, or that there is nothing such (C-CDA allergy concern, CCD alert)?"""

from __future__ import annotations

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, interval, is_null
from haversack.records.formats.ccda.here import Here, entity, inner, is_negated, notes, status, templates, within
from haversack.records.formats.ccda.standing import clinical_status
from haversack.records.formats.ccda.systems import ABSENT
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled

OBSERVATIONS = frozenset({"7", "90", "ccd.18"})
_REACTIONS, _SEVERITIES, _CRITICALITY = ("9", "ccd.54"), ("8", "ccd.55"), "145"
_SEVERITY = "SEV"
# SNOMED CT, "Allergy and Intolerance Type": what it is, and to what.
_KINDS = {
    "416098002": ("allergy", "medication"), "59037007": ("intolerance", "medication"), "419511003": ("", "medication"),
    "414285001": ("allergy", "food"), "235719002": ("intolerance", "food"), "418471000": ("", "food"),
    "419199007": ("allergy", ""), "418038007": ("", ""), "420134006": ("", ""), "232347008": ("allergy", "environment"),
    "426232007": ("allergy", "environment"), "106190000": ("allergy", ""), "418634005": ("", ""),
}  # fmt: skip
_NONE = {"medication": "no-known-medication-allergies", "food": "no-known-food-allergies",
         "environment": "no-known-environmental-allergies"}  # fmt: skip
_NO_ALLERGY = frozenset({"716186003", "160244002", "409137002", "429625007", "428607008", "428197003", "1003774007"})
_HOW_BAD = {"255604002": "mild", "371923003": "moderate", "6736007": "moderate", "371924009": "severe",
            "24484000": "severe", "399166001": "severe", "mild": "mild", "moderate": "moderate", "severe": "severe",
            "mild to moderate": "moderate", "moderate to severe": "severe", "fatal": "severe"}  # fmt: skip
_CRITICAL = {"CRITL": "low", "CRITH": "high", "CRITU": "unable-to-assess", "62482003": "low", "75540009": "high"}


def allergies(node: Node, here: Here) -> None:
    """Add each allergy of a concern, or the one that stands alone."""
    if node.name == "observation":
        _allergy(NOTHING, node, here)
        return
    found = [one for _link, one in inner(node) if one.name == "observation" and not _is_beside(one)]
    for one in found:
        _allergy(node, one, here)
    if not found:
        here.say(words.NO_INFORMATION, "information")


def _is_beside(node: Node) -> bool:
    return not templates(node).isdisjoint((*_REACTIONS, *_SEVERITIES, "28", "ccd.39"))


def _allergy(concern: Node, node: Node, here: Here) -> None:
    value = first(node.all("value"))
    kind, category = _KINDS.get(value.get("code"), ("", ""))
    is_none = value.get("code") in _NO_ALLERGY
    code = _substance(node, value, here, is_kind=value.get("code") in _KINDS and not is_none)
    refuted = False
    if is_negated(node):
        if code is None or not _is_substance(node):
            code = {"coding": [{"system": ABSENT, "code": _NONE.get(category, "no-known-allergies")}]}
        else:
            refuted = True
    if code is None:
        here.say(words.NO_INFORMATION if is_null(value) else words.NO_NAME, "information")
        return
    start, _end = interval(node.one("effectiveTime"), here.making.clock)
    reactions = [found for one in within(node, *_REACTIONS) if (found := _reaction(one, here))]
    severity = _severity(node, here)
    if severity and len(reactions) == 1:
        reactions[0].setdefault("severity", severity)
    certainty = "refuted" if refuted else ""
    doc: Doc = {
        "identifier": [],
        "clinicalStatus": status("allergyintolerance-clinical", clinical_status(concern, node, here)),
        "verificationStatus": status("allergyintolerance-verification", certainty),
        "type": kind,
        "category": [category] if category else [],
        "criticality": _criticality(node)
        or ({"severe": "high", "mild": "low"}.get(severity, "") if not reactions else ""),
        "code": code,
        "patient": here.subject,
        "encounter": here.encounter,
        "onsetDateTime": start,
        "recordedDate": here.recorded(node) or here.recorded(concern),
        "recorder": next(iter(here.authors(node) or here.authors(concern)), None),
        "note": notes(node, here) + notes(concern, here),
        "reaction": reactions,
    }
    here.add("AllergyIntolerance", here.key(node, code, start), doc)


def _is_substance(node: Node) -> bool:
    """Whether a statement names what it is about, and not only that it is about allergies."""
    thing = entity(node, "CSM").one("playingEntity")
    return not is_null(thing.one("code")) and bool(
        thing.one("code").get("code") or thing.one("code").one("originalText")
    )


def _substance(node: Node, value: Node, here: Here, *, is_kind: bool) -> Doc | None:
    thing = entity(node, "CSM").one("playingEntity")
    name = next((one for one in thing.all("name") if one.text.strip()), NOTHING)
    found = here.named(thing.one("code"), name)
    if found is not None:
        return found
    if is_kind:
        return None
    return here.named(value, value.one("originalText"), node.one("text"))


def _reaction(node: Node, here: Here) -> Doc | None:
    seen = here.named(first(node.all("value")), first(node.all("value")).one("originalText"), node.one("text"))
    if seen is None:
        return None
    doc = {
        "manifestation": [seen],
        "onset": here.when("onset", node.one("effectiveTime")).get("onsetDateTime", ""),
        "severity": _severity(node, here),
    }
    return filled(doc)


def _severity(node: Node, here: Here) -> str:
    for one in within(node, *_SEVERITIES, code=_SEVERITY):
        value = first(one.all("value"))
        said = (value.get("code"), value.get("displayName").lower(), here.told(value.one("originalText")).lower())
        if found := next((_HOW_BAD[word] for word in said if word in _HOW_BAD), ""):
            return found
    return ""


def _criticality(node: Node) -> str:
    values = [one.one("value").get("code") for one in within(node, _CRITICALITY)]
    return next((_CRITICAL[value] for value in values if value in _CRITICAL), "")
