"""What did a measurement, a laboratory test, an answer or a finding say (FHIR R4 Observation)?"""

from __future__ import annotations

from haversack.records.entry import Component, Entry, Link, Range, Value
from haversack.records.formats.fhir_r4.fields import Doc, concept, date_in, notes, obj, objs, pairs, text, words
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import standing_of
from haversack.records.formats.fhir_r4.values import absent_in, coding_pairs, flag_in, range_in, value_in
from haversack.records.phrases import nameless
from haversack.records.quantities import OUTSIDE_FLAGS
from haversack.records.ranges import verdict

_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"
_SYSTOLIC = frozenset(
    [(_LOINC, code) for code in ("8480-6", "96608-5", "8459-0", "8461-6", "8460-8", "76534-7", "8479-8")]
    + [(_SNOMED, "271649006")]
)
_DIASTOLIC = frozenset(
    [(_LOINC, code) for code in ("8462-4", "96609-3", "8453-3", "8455-8", "8454-1", "76535-4")]
    + [(_SNOMED, "271650006")]
)


def _components(doc: Doc) -> tuple[Component, ...]:
    found = []
    for part in objs(doc.get("component")):
        named = concept(part.get("code"))
        value, flag = value_in(part), flag_in(part)
        limits = range_in(part)[0]
        found.append(Component(named.title or nameless("Component"), named.codes, value, limits, flag, absent_in(part)))
    return tuple(found)


def _pressure(components: tuple[Component, ...]) -> Value | None:
    """ "120/80" when the two halves of a blood pressure are there in the same unit."""
    upper = lower = None
    for part in components:
        codes = coding_pairs(part.codes)
        if codes & _SYSTOLIC:
            upper = part.value
        elif codes & _DIASTOLIC:
            lower = part.value
    if upper is None or lower is None or upper.unit != lower.unit or not upper.kind == lower.kind == "quantity":
        return None
    return Value("text", f"{upper.text}/{lower.text}", upper.unit, ucum=upper.ucum)


def _outside(value: Value | None, limits: Range | None, flag: str) -> bool:
    """Outside the laboratory's own range: by its flag, which has the last word, else by its numbers."""
    if flag:
        return flag in OUTSIDE_FLAGS
    return limits is not None and verdict(value, limits) in ("below", "above")


def _details(doc: Doc, near: Nearby, original: str, ranges: str) -> tuple[tuple[str, str], ...]:
    """What the page tells beside the result; most Observations have none of it, so the keys are asked for first."""
    found = []
    if original:
        found.append(("original-title", original))
    if ranges:
        found.append(("reference-range", ranges))
    if "bodySite" in doc:
        found.append(("body-site", words(doc["bodySite"])))
    if "basedOn" in doc:
        found.append(("ordered-by", near.ordered_by(doc["basedOn"])))
    if "specimen" in doc:
        found.append(("specimen", near.labels(doc["specimen"])))
    if "device" in doc:
        found.append(("device", near.labels(doc["device"])))
    if "interpretation" in doc:
        found.append(("interpretation", words(doc["interpretation"])))
    if "focus" in doc:
        found.append(("about", near.labels(doc["focus"])))
    return pairs(*found)


def _links(doc: Doc, near: Nearby) -> tuple[Link, ...]:
    found: tuple[Link, ...] = ()
    visit = doc.get("encounter") or doc.get("context")
    if visit:
        reference = visit.get("reference") if type(visit) is dict else None
        if type(reference) is str and reference and "display" not in visit and reference[0] != "#":
            found = (Link("visit", reference),)
        else:
            found = near.links("visit", visit)
    if "performer" in doc:
        found += near.links("performer", doc["performer"])
    if "hasMember" in doc:
        found += near.links("member", doc["hasMember"])
    if "basedOn" in doc:
        found += near.links("based-on", doc["basedOn"])
    if "derivedFrom" in doc:
        found += near.links("other", doc["derivedFrom"])
    return found


def _members(doc: Doc) -> tuple[str, ...]:
    grouped = objs(doc.get("hasMember"))
    grouped += [obj(item.get("target")) for item in objs(doc.get("related")) if item.get("type") == "has-member"]
    return tuple(target for item in grouped if (target := text(item.get("reference"))))


def observation(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Observation as an entry; a blood pressure is one entry with two numbers."""
    named = concept(doc.get("code"))
    date, precision, end = date_in(
        doc, "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "issued"
    )
    value = value_in(doc)
    components = _components(doc) if "component" in doc else ()
    if value is None and components:
        value = _pressure(components)
    limits, ranges = range_in(doc) if "referenceRange" in doc else (None, "")
    flag = flag_in(doc) if "interpretation" in doc else ""
    status = text(doc.get("status"))
    standing = standing_of(status)
    current = standing == "fact" and (
        _outside(value, limits, flag) or any(_outside(part.value, part.range, part.flag) for part in components)
    )
    return Entry(
        "Observation",
        category,
        named.title or nameless("Observation", category),
        named.codes,
        date,
        precision,
        end,
        value,
        limits,
        flag,
        components,
        _members(doc) if "hasMember" in doc or "related" in doc else (),
        status,
        standing,
        current,
        absent_in(doc) if "dataAbsentReason" in doc else "",
        words(doc["method"]) if "method" in doc else "",
        near.people(doc["performer"]) if "performer" in doc else (),
        _details(doc, near, named.original, ranges),
        notes(doc) if "note" in doc or "comment" in doc else (),
        _links(doc, near),
    )
