"""Which numbers do a text, a structured number (SN) and a reference range of HL7 v2 write, digit for digit?"""

from __future__ import annotations

import re
from typing import Any

from haversack.records.digits import Digits
from haversack.records.formats.hl7v2.datatypes import Doc, quantity
from haversack.records.formats.hl7v2.message import Parts

_NUMBER = r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?"
_ALONE = re.compile(rf"(<=|>=|=<|=>|<|>|≤|≥)?\s*({_NUMBER})", re.ASCII)
_BETWEEN = re.compile(rf"\(?({_NUMBER})\)?\s*(?:-|–|—|to|\.\.)\s*\(?({_NUMBER})\)?", re.ASCII)
_SIGNS = {"=<": "<=", "≤": "<=", "=>": ">=", "≥": ">="}
_SHAPE = re.compile(r"([+-]?)0*(\d*)(?:\.(\d*))?(.*)")


def digits(written: str) -> Any:
    """The number that is written, as JSON writes it: 1.10 stays 1.10, .5 is 0.5; None for what is none."""
    found = re.fullmatch(_NUMBER, written.strip(), re.ASCII)
    if not found:
        return None
    shape = _SHAPE.fullmatch(found[0])
    if shape is None:
        return None
    sign, whole, fraction, power = shape.groups()
    text = f"{'-' if sign == '-' else ''}{whole or '0'}{'.' + fraction if fraction else ''}{power}"
    return Digits(text) if fraction or power else int(text)


def compared(written: str) -> tuple[str, Any] | None:
    """(comparator, number) of "5.4", "<5", "> 200"; None for other text."""
    found = _ALONE.fullmatch(written.strip())
    number = digits(found[2]) if found else None
    return (_SIGNS.get(found[1] or "", found[1] or ""), number) if found and number is not None else None


def structured(parts: Parts, units: Parts) -> tuple[str, Any]:
    """An SN as (member of Observation, value): "<^5", "^1^:^128", "^2^-^4"; what is no number as its text."""
    sign, first, between, second = (parts.at(at) for at in (1, 2, 3, 4))
    sign = _SIGNS.get(sign, sign)
    one, other = digits(first), digits(second)
    if one is not None and sign in ("", "=", "<", ">", "<=", ">="):
        comparator = "" if sign == "=" else sign
        if not between and not second:
            return "valueQuantity", quantity(one, units, comparator)
        if other is not None and not comparator and between == "-":
            return "valueRange", {"low": quantity(one, units), "high": quantity(other, units)}
        if other is not None and between in (":", "/"):
            top = {"value": one, "comparator": comparator} if comparator else {"value": one}
            return "valueRatio", {"numerator": top, "denominator": {"value": other}}
    return "valueString", f"{sign}{first}{between}{second}"


def limits(written: str) -> tuple[Any, Any] | None:
    """(low, high) of "3.5-5.1" and ">=60", None where an end is open; None for words, and for "<5", whose end belongs
    to no range that FHIR has.
    """
    said = " ".join(written.split())
    if two := _BETWEEN.fullmatch(said):
        return digits(two[1]), digits(two[2])
    one = compared(said)
    if one is None or one[0] not in ("<=", ">="):
        return None
    return (None, one[1]) if one[0] == "<=" else (one[1], None)


def reference_range(written: str, units: Parts) -> list[Doc]:
    """OBX-7: in numbers where `limits` are in it, in words as they are else."""
    said = " ".join(written.split())
    if not said:
        return []
    found = limits(said)
    if found is None:
        return [{"text": said}]
    return [{name: quantity(end, units) for name, end in zip(("low", "high"), found, strict=True) if end is not None}]
