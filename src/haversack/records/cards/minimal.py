"""What of a vaccination or a laboratory result goes on a card? As little as says it, and never more.

Framework, "Health Cards are Compact" (no id, no meta, no narrative, no display) and the profiles for vaccination and
laboratory cards: who by name and birth date, what by its code, when, by whom. What has no code that another system
knows, is not finished, or says nothing, cannot go on one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .checking import TYPE

Doc = Mapping[str, Any]
FHIR = "4.0.1"
CVX, LOINC, SNOMED = "http://hl7.org/fhir/sid/cvx", "http://loinc.org", "http://snomed.info/sct"
_FINAL = ("final", "amended", "corrected")
_VALUES = ("valueString", "valueInteger", "valueBoolean", "valueDateTime")
_QUANTITY = ("value", "comparator", "unit", "system", "code")


def claims(
    issuer: str, issued: int, patient: Doc, facts: Sequence[Doc], *, rid: str, by: Sequence[str] = ()
) -> dict[str, Any]:
    """What a card says. facts: Immunization or Observation resources, each of which `may_be_on_card`; by: who gave or
    made each, in words.
    """
    doers = [*by, *[""] * (len(facts) - len(by))]
    resources = [_patient(patient), *(_fact(fact, doer) for fact, doer in zip(facts, doers, strict=True))]
    entries = [{"fullUrl": f"resource:{place}", "resource": one} for place, one in enumerate(resources)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    subject = {"fhirVersion": FHIR, "fhirBundle": bundle}
    return {"iss": issuer, "nbf": issued, "vc": {"type": [TYPE], "credentialSubject": subject, "rid": rid}}


def may_be_on_card(fact: Doc) -> bool:
    """Whether another system could understand it, and it is finished."""
    if fact.get("resourceType") == "Immunization":
        return fact.get("status") == "completed" and bool(_codes(fact.get("vaccineCode"), CVX))
    if fact.get("resourceType") == "Observation":
        is_final = fact.get("status") in _FINAL and bool(_codes(fact.get("code"), LOINC))
        return is_final and bool(_value(fact) or any(_value(part) for part in _list(fact, "component")))
    return False


def _patient(doc: Doc) -> dict[str, Any]:
    names = _list(doc, "name")
    official = next((one for one in names if one.get("use") == "official"), names[0] if names else {})
    name = {part: official[part] for part in ("family", "given", "suffix") if official.get(part)}
    if not name and official.get("text"):
        name = {"text": official["text"]}
    return _without_nothing(
        {"resourceType": "Patient", "name": [name] if name else [], "birthDate": doc.get("birthDate")}
    )


def _fact(doc: Doc, doer: str) -> dict[str, Any]:
    found = _immunization(doc, doer) if doc["resourceType"] == "Immunization" else _observation(doc, doer)
    return _without_nothing(found)


def _immunization(doc: Doc, doer: str) -> dict[str, Any]:
    return {
        "resourceType": "Immunization",
        "status": doc["status"],
        "vaccineCode": _concept(doc["vaccineCode"], CVX),
        "patient": {"reference": "resource:0"},
        "occurrenceDateTime": doc.get("occurrenceDateTime"),
        "lotNumber": doc.get("lotNumber"),
        "performer": [{"actor": {"display": doer}}] if doer else [],
    }


def _observation(doc: Doc, doer: str) -> dict[str, Any]:
    parts = [
        {"code": _concept(part.get("code"), LOINC)} | _value(part)
        for part in _list(doc, "component")
        if _codes(part.get("code"), LOINC) and _value(part)
    ]
    return {
        "resourceType": "Observation",
        "status": doc["status"],
        "code": _concept(doc["code"], LOINC),
        "subject": {"reference": "resource:0"},
        "effectiveDateTime": doc.get("effectiveDateTime"),
        "effectivePeriod": _only(doc.get("effectivePeriod"), ("start", "end")),
        **_value(doc),
        "interpretation": [_concept(one) for one in _list(doc, "interpretation") if _codes(one)],
        "referenceRange": [_range(one) for one in _list(doc, "referenceRange")],
        "component": parts,
        "performer": [{"display": doer}] if doer else [],
    }


def _value(doc: Doc) -> dict[str, Any]:
    """The value of a result, without words beside it; {} where it has none, or none without words."""
    if codes := _codes(doc.get("valueCodeableConcept"), SNOMED):
        return {"valueCodeableConcept": {"coding": codes}}
    if quantity := _only(doc.get("valueQuantity"), _QUANTITY):
        return {"valueQuantity": quantity} if "value" in quantity else {}
    if ratio := _only(doc.get("valueRatio"), ("numerator", "denominator")):
        return {"valueRatio": {part: _only(one, _QUANTITY) for part, one in ratio.items()}}
    return {name: doc[name] for name in _VALUES if doc.get(name) is not None}


def _range(doc: Doc) -> dict[str, Any]:
    ends: dict[str, Any] = {name: _only(doc.get(name), _QUANTITY) for name in ("low", "high")}
    return _without_nothing(ends) or _without_nothing({"text": doc.get("text")})


def _concept(value: object, system: str = "") -> dict[str, Any]:
    return {"coding": _codes(value, system)}


def _codes(value: object, system: str = "") -> list[dict[str, Any]]:
    """System and code of each coding: those of the named system alone, where there are any; else all of public ones."""
    codings = _list(value, "coding") if isinstance(value, Mapping) else []
    found = [{"system": one["system"], "code": one["code"]} for one in codings if one.get("system") and one.get("code")]
    if system in (CVX, LOINC):
        return [one for one in found if one["system"] == system][:1]
    return [one for one in found if one["system"] == system][:1] or found


def _only(value: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: value[name] for name in names if name in value} if isinstance(value, Mapping) else {}


def _list(doc: Any, name: str) -> list[Doc]:
    value = doc.get(name) if isinstance(doc, Mapping) else None
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _without_nothing(doc: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if value not in (None, "", [], {})}
