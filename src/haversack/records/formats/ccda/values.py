"""What did an observation measure, as value[x] of FHIR R4, and between which limits is it called normal?"""

from __future__ import annotations

import re
from typing import Any

from haversack.records.formats.ccda.datatypes import (
    Doc,
    concept,
    is_null,
    limit,
    quantity,
    ratio,
    span,
    text_of,
    unit_of,
)
from haversack.records.formats.ccda.here import Here
from haversack.records.formats.ccda.systems import THO
from haversack.records.formats.ccda.tree import Node
from haversack.records.formats.hl7v2.datatypes import filled
from haversack.records.formats.hl7v2.numbers import compared, limits

_CODED = frozenset({"CD", "CE", "CV", "CO", "CS", "BL.CD"})
_NUMBERS = frozenset({"PQ", "INT", "REAL", "MO"})
_INTERPRETATION = f"{THO}v3-ObservationInterpretation"
_WORDS_AS_FLAGS = {"abnormal": "A", "normal": "N", "high": "H", "low": "L", "critical": "AA"}
_LONGEST = 20_000
_TIME = re.compile(r"\d{4}(?:\d{2,})?")


def value_of(node: Node, here: Here, *, has_range: bool = False) -> tuple[str, Any] | None:
    """(member of Observation, value) of one `value`; None where it says nothing."""
    kind = node.kind or _kind_of(node)
    if kind in _CODED:
        found = concept(node, here.told)
        return ("valueCodeableConcept", found) if found else None
    if kind in _NUMBERS or kind in ("IVL_PQ", "IVL_INT", "IVL_REAL", "PIVL"):
        return _number(node, here)
    if kind.startswith("RTO"):
        found = ratio(node)
        return ("valueRatio", found) if found else None
    if is_null(node) and not node.inside:
        return None
    if kind == "BL":
        return ("valueBoolean", node.get("value") == "true") if node.get("value") in ("true", "false") else None
    if kind in ("TS", "IVL_TS"):
        found = here.when("value", node)
        return next(iter(found.items()), None)
    if kind == "II":
        said = node.get("extension") or node.get("root")
        return ("valueString", said) if said else None
    said = here.told_all(node)[:_LONGEST] or node.get("value")
    if not said:
        return None
    number = compared(said) if has_range else None
    if number is not None:
        return "valueQuantity", filled({"comparator": number[0], "value": number[1]})
    return "valueString", said


def _kind_of(node: Node) -> str:
    """Of a value that does not say of which type it is, which CDA forbids and makers do."""
    if node.get("code"):
        return "CD"
    if node.one("low") or node.one("high"):
        return "IVL_PQ"
    return "PQ" if node.get("value") and (node.get("unit") or compared(node.get("value"))) else "ST"


def _number(node: Node, here: Here) -> tuple[str, Any] | None:
    if node.one("low") or node.one("high"):
        if one := limit(node):
            return "valueQuantity", one
        low, high = span(node)
        return ("valueRange", filled({"low": low, "high": high})) if low or high else None
    if found := quantity(node):
        return "valueQuantity", found
    written = node.get("value")
    if written:
        number = compared(written)  # "<5", which no PQ can hold, and some write
        if number is not None:
            return "valueQuantity", {
                "value": number[1],
                **filled({"comparator": number[0]}),
                **unit_of(node.get("unit")),
            }
        return "valueString", f"{written} {node.get('unit')}".strip()
    # What has no number may have words or a number in a unit of the laboratory's own.
    for other in node.all("translation"):
        if found := quantity(other):
            said = text_of(other.one("originalText")) or other.get("displayName")
            return "valueQuantity", {**found, "unit": said} if said else found
        if other.get("value") and (number := compared(other.get("value"))):
            said = here.told(other.one("originalText"))
            return "valueQuantity", filled({"comparator": number[0], "value": number[1], "unit": said})
    said = here.told(node.one("originalText")) or text_of(node)
    return ("valueString", said) if said else None


def ranges_of(node: Node, here: Here) -> list[Doc]:
    """The reference ranges, in numbers or in the words they were written in."""
    found = []
    for one in node.all("referenceRange"):
        inside = one.one("observationRange")
        value = inside.one("value")
        said = here.told_all(inside.one("text")) or (text_of(value) if value.kind in ("ST", "ED") else "")
        low, high = span(value)
        if value.kind in _CODED and (coded := concept(value, here.told)):
            said = said or coded.get("text") or next((c["display"] for c in coded["coding"] if "display" in c), "")
        doc = filled({"low": low, "high": high})
        if not doc and said:
            ends = limits(said)
            doc = {"text": said} if ends is None else filled({"low": _end(ends[0]), "high": _end(ends[1])})
        if not doc:
            continue
        about = here.told_all(inside.one("text")) if "low" in doc or "high" in doc else ""
        kind = inside.one("interpretationCode")
        if kind.get("code") not in ("", "N"):
            doc["type"] = {"text": kind.get("displayName") or kind.get("code")}
        found.append({**doc, "text": about} if about and _tell_more(about) else doc)
    return found


def _tell_more(said: str) -> bool:
    """Whether the words of a range say more than its numbers: for whom it holds."""
    return bool(re.search(r"[^\W\d_]{3,}", said))


def _end(number: Any) -> Doc | None:
    return None if number is None else {"value": number}


def flags_of(node: Node, here: Here) -> list[Doc]:
    """The laboratory's own interpretation."""
    found: list[Doc] = []
    for one in node.all("interpretationCode"):
        said = here.concept(one)
        if said is None:
            continue
        code = one.get("code") or _WORDS_AS_FLAGS.get(str(said.get("text", "")).lower(), "")
        if code and not any(c.get("system") == _INTERPRETATION for c in said.get("coding", [])):
            code = _WORDS_AS_FLAGS.get(code.lower(), code)
            said = {"coding": [filled({"system": _INTERPRETATION, "code": code, "display": one.get("displayName")})]}
        found.append(said)
    return found
