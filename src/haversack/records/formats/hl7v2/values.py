"""What did an OBX measure, as value[x] of FHIR R4, by the type that OBX-2 names?"""

from __future__ import annotations

import re
from typing import Any

from haversack.records.dates import precision_of
from haversack.records.formats.hl7v2.datatypes import Doc, concept, human_name, quantity, spoken
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Parts, Segment
from haversack.records.formats.hl7v2.numbers import compared, structured

CODED = frozenset({"CE", "CWE", "CNE", "CF", "IS", "ID", "CNN"})
NARRATIVE = frozenset({"TX", "FT"})
FILES = frozenset({"ED", "RP"})
_NAMES = frozenset({"XPN", "PN", "XCN", "CN"})
_TIMES = frozenset({"DT", "TS", "DTM"})
_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)([0-5]\d(?:\.\d{1,4})?)?")
_WORDS_OF_A_COMPOSITE = re.compile(r"\s+")


def value_of(obx: Segment, making: Making) -> list[tuple[str, Any]]:
    """(member of Observation, value) for each repetition of OBX-5; of text, one for all."""
    kind = obx.text(2).upper()
    if kind in NARRATIVE or kind in ("ST", ""):
        said = obx.whole(5)
        number = compared(said) if _is_measured(obx) and kind == "ST" else None
        if number is not None:
            return [("valueQuantity", quantity(number[1], obx.first(6), number[0]))]
        return [("valueString", said)] if said else []
    found = (_one(kind, parts, obx, making) for parts in obx.each(5))
    return [one for one in found if one is not None]


def _is_measured(obx: Segment) -> bool:
    """Many laboratories send every number as text. One with a unit or a range beside it is a number."""
    return bool(obx.text(6) or obx.text(7))


def _one(kind: str, parts: Parts, obx: Segment, making: Making) -> tuple[str, Any] | None:
    units = obx.first(6)
    if kind == "NM":
        number = compared(parts.at(1))
        if number is not None:
            return "valueQuantity", quantity(number[1], units, number[0])
    elif kind == "SN":
        name, value = structured(parts, units)
        return (name, value) if value else None
    elif kind == "CQ":
        number = compared(parts.at(1))
        if number is not None:
            return "valueQuantity", quantity(number[1], parts.inner(2) if parts.at(2) else units, number[0])
    elif kind in CODED:
        coded = concept(parts, making.sender)
        return ("valueCodeableConcept", coded) if coded else None
    elif kind in _TIMES:
        said = making.clock.time(parts)
        if precision_of(said):
            return "valueDateTime", said
    elif kind == "TM" and (time := _TIME.match(parts.at(1))):
        return "valueTime", f"{time[1]}:{time[2]}:{time[3] or '00'}"
    elif kind in _NAMES and (said := spoken(human_name(parts, at=2 if kind in ("XCN", "CN") else 1))):
        return "valueString", said
    said = _said(parts)
    return ("valueString", said) if said else None


def _said(parts: Parts) -> str:
    """What of a type that FHIR has no value for: its parts, one behind the other."""
    whole = parts.whole().strip()
    separators = {"^", "&"} & set(parts.written)
    return _WORDS_OF_A_COMPOSITE.sub(" ", re.sub(r"[\^&]+", " ", whole)).strip() if separators else whole


def put_value(doc: Doc, found: list[tuple[str, Any]]) -> None:
    """One value is the value; several are parts of the same measurement, each under its code."""
    if len(found) == 1:
        name, value = found[0]
        doc[name] = value
    elif found:
        doc["component"] = [{"code": doc["code"], name: value} for name, value in found]
