"""What does a resource of FHIR R5 say, written as R4?

Source: the "R4 Diff" of each type's page in R5. R5 says "code or reference" in one member (CodeableReference) where R4
has two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from haversack.records.formats.moving import RENAMED, Doc, add, codes_in, copied, first_of, in_list, move, objects

_TAKEN = {
    "taking": "active", "not-taking": "not-taken", "stopped": "stopped", "on-hold": "on-hold", "unknown": "unknown",
}  # fmt: skip


def downgraded(doc: Doc) -> Doc:
    """A copy of a resource of R5, as R4; one of R4 comes back saying the same."""
    new: Doc = copied(doc)
    for held in (*objects(new.get("contained")), new):
        kind = held.get("resourceType")
        rule = _RULES.get(kind) if type(kind) is str else None
        if rule is not None:
            rule(held)
    return new


def _apart(doc: Doc, name: str, code: str, reference: str, *, many: bool = True) -> None:
    """A CodeableReference, or a list of them, as R4's two members."""
    codes: list[Any] = []
    references: list[Any] = []
    for one in objects(doc.pop(name, None)):
        if type(one.get("concept")) is dict:
            codes.append(one["concept"])
        if type(one.get("reference")) is dict:
            references.append(one["reference"])
    for member, found in ((code, codes), (reference, references)):
        if found:
            doc.setdefault(member, found if many else found[0])


def _is_split(value: Any) -> bool:
    return any("concept" in one or type(one.get("reference")) is dict for one in objects(value))


def _reasons(doc: Doc) -> None:
    if _is_split(doc.get("reason")):
        _apart(doc, "reason", "reasonCode", "reasonReference")


def _medication(doc: Doc) -> None:
    if _is_split(doc.get("medication")):
        _apart(doc, "medication", "medicationCodeableConcept", "medicationReference", many=False)
    _reasons(doc)
    move(doc, informationSource="reportedReference") if doc["resourceType"] == "MedicationRequest" else None


def _statement(doc: Doc) -> None:
    _medication(doc)
    for adherence in objects(doc.pop("adherence", None)):
        codes = codes_in(adherence.get("code"))
        if doc.get("status") == "recorded":
            doc["status"] = next((_TAKEN[code] for code in codes if code in _TAKEN), "unknown")
    if doc.get("status") == "recorded":
        doc["status"] = "unknown"
    first_of(doc, "informationSource")


def _administration(doc: Doc) -> None:
    _medication(doc)
    move(doc, occurenceDateTime="effectiveDateTime", occurencePeriod="effectivePeriod")
    move(doc, occurrenceDateTime="effectiveDateTime", occurrencePeriod="effectivePeriod", encounter="context")
    for one in objects(doc.get("performer")):
        _actor(one)


def _actor(one: Doc) -> None:
    """Who did it may be a CodeableReference in R5."""
    actor = one.get("actor")
    if type(actor) is dict and type(actor.get("reference")) is dict:
        one["actor"] = actor["reference"]


def _encounter(doc: Doc) -> None:
    classes = doc.get("class")
    if type(classes) is list or (type(classes) is dict and "coding" in classes):  # one alone, out of XML
        codings = [coding for one in objects(classes) for coding in objects(one.get("coding"))]
        if codings:
            doc["class"] = codings[0]
        else:
            del doc["class"]
    move(doc, actualPeriod="period", admission="hospitalization")
    for one in objects(doc.get("participant")):
        move(one, actor="individual")
    for why in list(objects(doc.pop("reason", None))):
        for value in objects(why.get("value")):
            if type(value.get("concept")) is dict:
                add(doc, "reasonCode", value["concept"])
            if type(value.get("reference")) is dict:
                add(doc, "reasonReference", value["reference"])
    found = []
    for one in objects(doc.get("diagnosis")):
        for value in objects(one.get("condition")):
            held = value.get("reference")
            found.append({"condition": held} if type(held) is dict else {"condition": value})
    if found:
        doc["diagnosis"] = found
    for kind in objects(doc.get("serviceType")):
        if "concept" in kind:
            doc["serviceType"] = kind["concept"]
            break
    if doc.get("status") in ("completed", "discharged"):
        doc["status"] = "finished"
    elif doc.get("status") == "on-hold":
        doc["status"] = "onleave"


def _procedure(doc: Doc) -> None:
    move(doc, occurrenceDateTime="performedDateTime", occurrencePeriod="performedPeriod")
    move(doc, occurrenceString="performedString", occurrenceAge="performedAge")
    _reasons(doc)
    for one in objects(doc.get("performer")):
        _actor(one)


def _allergy(doc: Doc) -> None:
    kind = doc.get("type")
    if type(kind) is dict:
        codes = codes_in(kind)
        doc["type"] = codes[0] if codes and codes[0] in ("allergy", "intolerance") else None
        if doc["type"] is None:
            del doc["type"]
    for reaction in objects(doc.get("reaction")):
        shown = [one.get("concept", one) for one in objects(reaction.get("manifestation"))]
        if shown:
            reaction["manifestation"] = shown


def _immunization(doc: Doc) -> None:
    _reasons(doc)
    for source in objects(doc.pop("informationSource", None)):
        if type(source.get("concept")) is dict:
            doc.setdefault("reportOrigin", source["concept"])
    for one in objects(doc.get("protocolApplied")):
        move(one, doseNumber="doseNumberString", seriesDoses="seriesDosesString")
    maker = doc.get("manufacturer")
    if type(maker) is dict and type(maker.get("reference")) is dict:
        doc["manufacturer"] = maker["reference"]


def _document(doc: Doc) -> None:
    context = doc.get("context")
    if type(context) is list:
        doc["context"] = {"encounter": context}
    if "period" in doc:
        held = doc.setdefault("context", {})
        if type(held) is dict:
            held.setdefault("period", doc.pop("period"))


def _request(doc: Doc) -> None:
    if _is_split(doc.get("code")):
        _apart(doc, "code", "_asked", "_plan", many=False)
        asked = doc.pop("_asked", None)
        doc.pop("_plan", None)
        if asked:
            doc["code"] = asked
    _reasons(doc)


def _device_request(doc: Doc) -> None:
    if _is_split(doc.get("code")):
        _apart(doc, "code", "codeCodeableConcept", "codeReference", many=False)
    _reasons(doc)


def _drug(doc: Doc) -> None:
    """What is in a Medication."""
    for one in objects(doc.get("ingredient")):
        if _is_split(one.get("item")):
            _apart(one, "item", "itemCodeableConcept", "itemReference", many=False)


def _device(doc: Doc) -> None:
    move(doc, name="deviceName")
    for one in objects(doc.get("deviceName")):
        move(one, value="name")
    first_of(doc, "type")


def _device_usage(doc: Doc) -> None:
    doc["resourceType"] = RENAMED["DeviceUsage"]
    device = doc.get("device")
    if type(device) is dict and type(device.get("reference")) is dict:
        doc["device"] = device["reference"]
    move(doc, patient="subject")
    _reasons(doc)


def _condition(doc: Doc) -> None:
    for one in objects(doc.pop("participant", None)):
        codes = codes_in(one.get("function"))
        if type(one.get("actor")) is dict:
            doc.setdefault("recorder" if "enterer" in codes or "author" in codes else "asserter", one["actor"])
    in_list(doc, "stage")


_RULES: dict[str, Callable[[Doc], None]] = {
    "AllergyIntolerance": _allergy, "Condition": _condition, "Device": _device, "DeviceRequest": _device_request,
    "DeviceUsage": _device_usage, "DocumentReference": _document, "Encounter": _encounter,
    "Immunization": _immunization, "Medication": _drug, "MedicationAdministration": _administration,
    "MedicationDispense": _medication, "MedicationRequest": _medication, "MedicationStatement": _statement,
    "Procedure": _procedure, "ServiceRequest": _request,
}  # fmt: skip
