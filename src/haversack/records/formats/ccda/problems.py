"""Which illness or problem is recorded, since when, and is it still there (C-CDA problem concern and observation)?"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, coding, first, interval, is_null
from haversack.records.formats.ccda.here import Here, inner, is_negated, notes, status, templates, within
from haversack.records.formats.ccda.standing import clinical_status
from haversack.records.formats.ccda.systems import ABSENT, SNOMED, THO
from haversack.records.formats.ccda.tree import NOTHING, Node

OBSERVATIONS = frozenset({"4", "ccd.28"})
_BESIDE = frozenset({"6", "ccd.50", "ccd.51", "5", "8", "31", "64", "113", "122", "119", "143", "ccd.55"})
_SEVERITIES, _AGE, _HEALTH = ("8", "ccd.55"), ("31", "ccd.38"), ("5", "ccd.51")
# "Problem", "Condition", "Diagnosis", "Disease", "Clinical finding": what is denied where one of these is.
_ANYTHING = frozenset(
    {"55607006", "64572001", "282291009", "404684003", "409586006", "29308-4", "248536006", "373930000"}
)
_CATEGORIES = {
    "concerns": ("health-concern", "http://hl7.org/fhir/us/core/CodeSystem/condition-category"),
    "visit": ("encounter-diagnosis", f"{THO}condition-category"),
}
_LISTED = ("problem-list-item", f"{THO}condition-category")


def problems(node: Node, here: Here, *, category: str = "") -> list[Doc]:
    """Add each problem of a concern, or the one that stands alone; returns references to them.

    category: "visit" for the diagnosis of a visit, "concerns" for a health concern.
    """
    if node.name == "observation":
        return _listed(_problem(NOTHING, node, here, category))
    found = [one for _link, one in inner(node) if one.name == "observation" and templates(one).isdisjoint(_BESIDE)]
    return [made for one in found for made in _listed(_problem(node, one, here, category))]


def _listed(found: Doc | None) -> list[Doc]:
    return [found] if found else []


def _problem(concern: Node, node: Node, here: Here, category: str) -> Doc | None:
    value = first(node.all("value")) or next(iter(node.all("value")), NOTHING)
    code = here.named(value, value.one("originalText"), value, node.one("text"))
    if is_negated(node) and (code is None or value.get("code") in _ANYTHING):
        code = {"coding": [{"system": ABSENT, "code": "no-known-problems"}]}
    elif code is None and not is_null(node.one("code")) and node.one("code").get("code") not in _ANYTHING:
        code = here.named(node.one("code"))
    if code is None:
        here.say(words.NO_INFORMATION if is_null(value) else words.NO_NAME, "information")
        return None
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    if node.one("effectiveTime").get("value") and not end:
        end = ""
    refuted = is_negated(node) and not _is_none_known(code)
    slug, system = _CATEGORIES.get(category or here.section, _LISTED)
    doc: Doc = {
        "clinicalStatus": status("condition-clinical", clinical_status(concern, node, here)),
        "verificationStatus": status("condition-ver-status", "refuted" if refuted else ""),
        "category": [{"coding": [{"system": system, "code": slug}]}],
        "severity": _severity(node, here),
        "code": code,
        "bodySite": here.concepts(node.all("targetSiteCode")),
        "subject": here.subject,
        "encounter": here.encounter,
        **({"onsetDateTime": start} if start else _age(node, here)),
        "abatementDateTime": end,
        "recordedDate": here.recorded(node) or here.recorded(concern),
        "recorder": next(iter(here.authors(node) or here.authors(concern)), None),
        "note": notes(node, here) + notes(concern, here) + _prognosis(node, here),
    }
    reference = here.add("Condition", here.key(node, code, start), doc)
    return {"reference": reference}


def _is_none_known(code: Doc) -> bool:
    return any(one.get("system") == ABSENT for one in code.get("coding", []))


def _severity(node: Node, here: Here) -> Doc | None:
    return next((found for one in within(node, *_SEVERITIES) if (found := here.concept(one.one("value")))), None)


def _age(node: Node, here: Here) -> Doc:
    """At which age it began (Age Observation), where no date is known."""
    for one in within(node, *_AGE):
        value = one.one("value")
        if not is_null(value) and is_whole(value.get("value")) and value.get("unit") in ("a", "mo", "wk", "d"):
            unit = {"a": "years", "mo": "months", "wk": "weeks", "d": "days"}[value.get("unit")]
            age = {"value": int(value.get("value")[:4]), "unit": unit, "system": "http://unitsofmeasure.org"}
            return {"onsetAge": {**age, "code": value.get("unit")}}
    return {}


def _prognosis(node: Node, here: Here) -> list[Doc]:
    """How it is expected to go on (Prognosis Observation), in its own words."""
    found = []
    for one in within(node, "113"):
        value = one.one("value")
        said = coding(value).get("display") or here.told(value) or here.told_all(one.one("text"))
        if said:
            found.append({"text": said})
    return found


def is_problem(node: Node) -> bool:
    """Whether an observation states a condition, by its template or by what its value is coded in."""
    if not templates(node).isdisjoint(OBSERVATIONS):
        return True
    return coding(node.one("value")).get("system") == SNOMED and node.one("code").get("code") in _ANYTHING
