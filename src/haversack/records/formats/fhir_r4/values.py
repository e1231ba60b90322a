"""What did a measurement say: a number with its unit, words, a code, a range?"""

from __future__ import annotations

from typing import Any

from haversack.records.entry import Coding, Range, Value
from haversack.records.formats.fhir_r4.fields import Doc, code, concept, joined, obj, objs, text
from haversack.records.quantities import flag_of, number_text, unit_words
from haversack.records.ranges import written

_UCUM = "http://unitsofmeasure.org"
_COMPARATORS = frozenset({"<", "<=", ">=", ">", "ad"})
_LONGEST = 20_000


def _quantity(value: Any) -> Value | None:
    found = value if type(value) is dict else obj(value)
    if not found:
        return Value("quantity", digits) if (digits := number_text(value)) else None
    digits = number_text(found.get("value"))
    if not digits:
        return None
    comparator = text(found.get("comparator"))
    if digits[0] in "<>":  # the sign was written into the number
        comparator = digits[:2] if digits[1:2] == "=" else digits[0]
        digits = digits[len(comparator) :].strip()
    unit, ucum = text(found.get("unit")), text(found.get("code"))
    if found.get("system") != _UCUM:
        unit, ucum = unit or ucum, ""
    return Value("quantity", digits, unit_words(unit, ucum), comparator if comparator in _COMPARATORS else "", ucum)


def amount(value: object) -> str:
    """A Quantity as words: "500 mg", "> 5 mL"; "" without a number."""
    found = _quantity(value)
    return f"{found.comparator + ' ' if found.comparator else ''}{found.text} {found.unit}".strip() if found else ""


def _coded(value: Any) -> Value | None:
    found = concept(value)
    said = found.title or next((coding.display or coding.code for coding in found.codes), "")
    if not said:
        said = found.original
    return Value("coded", said, codes=found.codes) if said else None


def _range(value: Any) -> Value | None:
    low, high = _quantity(obj(value).get("low")), _quantity(obj(value).get("high"))
    if low and high:
        return Value("range", f"{low.text}–{high.text}", high.unit or low.unit, ucum=high.ucum or low.ucum)
    one = low or high
    return Value("range", one.text, one.unit, ">=" if low else "<=", one.ucum) if one else None


def _ratio(value: Any) -> Value | None:
    top, bottom = _quantity(obj(value).get("numerator")), _quantity(obj(value).get("denominator"))
    if top is None or bottom is None:
        return None
    if not top.unit and not bottom.unit:
        return Value("ratio", f"{top.text}:{bottom.text}", comparator=top.comparator)
    return Value("ratio", f"{amount(obj(value).get('numerator'))} / {amount(obj(value).get('denominator'))}")


def _boolean(value: Any) -> Value | None:
    return (
        Value("boolean", "true" if value in (True, "true") else "false")
        if value in (True, False, "true", "false")
        else None
    )


def _text(value: Any) -> Value | None:
    said = text(value)
    return Value("text", said[:_LONGEST]) if said else None


def _date(value: Any) -> Value | None:
    said = text(value)
    return Value("date", said) if said else None


def _period(value: Any) -> Value | None:
    start, end = text(obj(value).get("start")), text(obj(value).get("end"))
    return Value("period", f"{start}/{end}") if start or end else None


def _sampled(value: Any) -> Value | None:
    found = obj(value)
    data = text(found.get("data"))
    return Value("sampled", data[:_LONGEST], unit_words(text(obj(found.get("origin")).get("unit")))) if data else None


def _attachment(value: Any) -> Value | None:
    title = text(obj(value).get("title"))
    return Value("text", title) if title else None


_READERS = {
    "valueQuantity": _quantity,
    "valueCodeableConcept": _coded,
    "valueString": _text,
    "valueInteger": _quantity,
    "valueBoolean": _boolean,
    "valueDateTime": _date,
    "valueRatio": _ratio,
    "valueRange": _range,
    "valueTime": _text,
    "valuePeriod": _period,
    "valueSampledData": _sampled,
    "valueCoding": _coded,
    "valueDecimal": _quantity,
    "valueDate": _date,
    "valueInstant": _date,
    "valueUri": _text,
    "valueReference": lambda value: _text(obj(value).get("display")),
    "valueAttachment": _attachment,
}


def value_in(doc: Doc) -> Value | None:
    """value[x] of an Observation, a component or an answer, whichever of its types came."""
    for key in doc:
        if key in _READERS and (found := _READERS[key](doc[key])) is not None:
            return found
    return None


def absent_in(doc: Doc) -> str:
    """Why there is no value: the words or code of dataAbsentReason, "" when none was given."""
    value = doc.get("dataAbsentReason")
    return (concept(value).title or code(value)) if value else ""


def flag_in(doc: Doc) -> str:
    """The source's own interpretation as an HL7 v3 code; its words where it sent no code."""
    value = doc.get("interpretation")
    if not value:
        return ""
    for one in objs(value):
        for coding in objs(one.get("coding")):
            if flag := flag_of(text(coding.get("code"))):
                return flag
        if flag := flag_of(text(one.get("text"))):
            return flag
        if flag := flag_of(text(one.get("code"))):
            return flag
    return flag_of(text(value))


def _limits(found: Doc) -> Range:
    low, high = _quantity(found.get("low")), _quantity(found.get("high"))
    unit = (high.unit if high else "") or (low.unit if low else "")
    return Range(low.text if low else None, high.text if high else None, unit, text(found.get("text")))


def range_words(found: Range) -> str:
    """A reference range as one line, without a verdict: its own text, else "4.5–5.7 %"."""
    if found.text:
        return found.text
    return f"{written(found)} {found.unit}".strip() if found.low is not None or found.high is not None else ""


def range_in(doc: Doc) -> tuple[Range | None, str]:
    """The range this laboratory calls normal, and every range it sent as words.

    Where several could be meant (by sex, by age) only words are kept: to choose would be to invent a range.
    """
    value = doc.get("referenceRange")
    if not value:
        return None, ""
    held = objs(value)
    if len(held) == 1 and "type" not in held[0] and "appliesTo" not in held[0]:  # as nearly every laboratory sends it
        limits = _limits(held[0])
        line = range_words(limits)
        return (limits, line) if line else (None, "")
    said, normal = [], []
    for found in held:
        limits = _limits(found)
        kind = concept(found.get("type"))
        kind_code = code(found.get("type"))
        line = range_words(limits)
        if not line:
            continue
        whom = joined((concept(item).title for item in objs(found.get("appliesTo"))), "; ")
        is_normal = kind_code in ("", "normal") or "normal" in kind.title.lower()
        said.append(joined(("" if is_normal else kind.title, line, whom), ": "))
        if is_normal:
            normal.append(limits)
    if len(normal) == 1:
        return normal[0], said[0] if len(said) == 1 else "; ".join(said)
    alike = len({(limits.low, limits.high, limits.unit) for limits in normal}) == 1
    if normal and alike:
        return normal[0], "; ".join(said)
    return (Range(text="; ".join(said)) if said else None), "; ".join(said)


def coding_pairs(codes: tuple[Coding, ...]) -> frozenset[tuple[str, str]]:
    """(system, code) of each, for looking up."""
    return frozenset((coding.system, coding.code) for coding in codes)
