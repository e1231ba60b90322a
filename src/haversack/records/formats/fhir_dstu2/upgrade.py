"""What does a resource of FHIR DSTU2 say, written as R4?

First what only DSTU2 has is brought to where STU3 has it, then STU3's rules do the rest. Source: the R2-R3 maps and the
"R2 Diff" of each type's page in STU3.
"""

from __future__ import annotations

from collections.abc import Callable

from haversack.records.formats import fhir_stu3
from haversack.records.formats.fhir_stu3.upgrade import dosages
from haversack.records.formats.moving import (
    RENAMED,
    Doc,
    add,
    copied,
    first_of,
    in_list,
    move,
    noted,
    objects,
    taken,
    word,
)

_V3 = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CLASSES = {
    "inpatient": ("IMP", "inpatient encounter"), "outpatient": ("AMB", "ambulatory"),
    "ambulatory": ("AMB", "ambulatory"), "emergency": ("EMER", "emergency"), "home": ("HH", "home health"),
    "field": ("FLD", "field"), "daytime": ("SS", "short stay"), "virtual": ("VR", "virtual"),
}  # fmt: skip
# AllergyIntolerance.status told two things at once: (clinicalStatus, verificationStatus).
_ALLERGIES = {
    "active": ("active", ""), "unconfirmed": ("active", "unconfirmed"), "confirmed": ("active", "confirmed"),
    "inactive": ("inactive", ""), "resolved": ("resolved", ""), "refuted": ("", "refuted"),
    "entered-in-error": ("", "entered-in-error"),
}  # fmt: skip
_CRITICALITY = {"CRITL": "low", "CRITH": "high", "CRITU": "unable-to-assess"}
_ORDERED = {
    "proposed": "draft", "draft": "draft", "planned": "draft", "requested": "active", "received": "active",
    "accepted": "active", "in-progress": "active", "review": "active", "active": "active", "completed": "completed",
    "cancelled": "revoked", "rejected": "revoked", "aborted": "revoked", "suspended": "on-hold", "failed": "revoked",
}  # fmt: skip


def upgraded(doc: Doc) -> Doc:
    """A copy of a resource of DSTU2, as R4."""
    new: Doc = copied(doc)
    kind = new["resourceType"]
    _names(new)
    rule = _RULES.get(kind)
    if rule is not None:
        rule(new)
    return fhir_stu3.upgraded(new)


def _names(doc: Doc) -> None:
    """Family names stood in a list, since there may be two."""
    people = [doc, *objects(doc.get("contact"))]
    for name in (name for one in people for name in objects(one.get("name"))):
        if type(name.get("family")) is list:
            name["family"] = " ".join(one for one in name["family"] if type(one) is str)
    if doc["resourceType"] in ("Practitioner", "Patient"):
        in_list(doc, "name")


def _patient(doc: Doc) -> None:
    move(doc, careProvider="generalPractitioner")


def _allergy(doc: Doc) -> None:
    move(doc, substance="code", reporter="asserter", onset="onsetDateTime", lastOccurence="lastOccurrence")
    status = word(doc, "status")
    if status in _ALLERGIES:
        del doc["status"]
        clinical, verification = _ALLERGIES[status]
        if clinical:
            doc.setdefault("clinicalStatus", clinical)
        if verification:
            doc.setdefault("verificationStatus", verification)
    if (criticality := word(doc, "criticality")) in _CRITICALITY:
        doc["criticality"] = _CRITICALITY[criticality]
    if doc.get("category") == "other":
        del doc["category"]


def _condition(doc: Doc) -> None:
    move(
        doc, patient="subject", dateRecorded="recordedDate", onsetQuantity="onsetAge", abatementQuantity="abatementAge"
    )
    noted(doc, "notes")
    if doc.pop("abatementBoolean", None) is True:
        doc.setdefault("clinicalStatus", "resolved")
    if doc.get("verificationStatus") == "entered-in-error":
        doc.pop("clinicalStatus", None)


def _observation(doc: Doc) -> None:
    noted(doc, "comments")
    for part in (doc, *objects(doc.get("component"))):
        for limits in objects(part.get("referenceRange")):
            move(limits, meaning="type")


def _immunization(doc: Doc) -> None:
    if doc.pop("wasNotGiven", False) is True:
        doc["status"] = "not-done"
    told = doc.pop("reported", None)
    if type(told) is bool:
        doc.setdefault("primarySource", not told)
    for name, role in (("requester", "OP"), ("performer", "AP")):
        who = taken(doc, name)
        if who is not None:
            function = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0443", "code": role}]}
            add(doc, "practitioner", {"function": function, "actor": who})
    for protocol in objects(doc.get("vaccinationProtocol")):
        in_list(protocol, "targetDisease")


def _instructions(doc: Doc, name: str) -> None:
    in_list(doc, name)
    for dosage in objects(doc.get(name)):
        for timing in objects(dosage.get("timing")):
            for repeat in objects(timing.get("repeat")):
                move(repeat, periodUnits="periodUnit", durationUnits="durationUnit", boundsQuantity="boundsDuration")
        move(dosage, additionalInstructions="additionalInstruction", siteCodeableConcept="site")
        move(dosage, quantityQuantity="doseQuantity", quantityRange="doseRange", quantity="doseQuantity")
        if type(dosage.get("maxDosePerPeriod")) is list:
            first_of(dosage, "maxDosePerPeriod")
    dosages(doc, name)


def _medication_order(doc: Doc) -> None:
    doc["resourceType"] = RENAMED["MedicationOrder"]
    move(doc, patient="subject", dateWritten="authoredOn", prescriber="requester", reasonCodeableConcept="reasonCode")
    in_list(doc, "reasonCode", "reasonReference")
    noted(doc, "note")
    _instructions(doc, "dosageInstruction")
    for supply in objects(doc.get("dispenseRequest")):
        for gone in ("medicationCodeableConcept", "medicationReference"):
            supply.pop(gone, None)
    for substitution in objects(doc.get("substitution")):
        move(substitution, type="allowedCodeableConcept")
    move(doc, reasonEnded="statusReason")
    doc.pop("dateEnded", None)
    doc.setdefault("intent", "order")


def _medication_statement(doc: Doc) -> None:
    move(doc, patient="subject", supportingInformation="derivedFrom")
    move(doc, reasonForUseCodeableConcept="reasonCode", reasonForUseReference="reasonReference")
    in_list(doc, "reasonCode", "reasonReference")
    noted(doc, "note")
    if doc.pop("wasNotTaken", False) is True and doc.get("status") != "entered-in-error":
        doc["status"] = "not-taken"
    _instructions(doc, "dosage")


def _medication_dispense(doc: Doc) -> None:
    move(doc, patient="subject")
    who = taken(doc, "dispenser")
    if who is not None:
        doc.setdefault("performer", [{"actor": who}])
    noted(doc, "note")
    _instructions(doc, "dosageInstruction")


def _medication_administration(doc: Doc) -> None:
    move(doc, patient="subject", encounter="context", effectiveTimeDateTime="effectiveDateTime")
    move(doc, effectiveTimePeriod="effectivePeriod")
    who = taken(doc, "practitioner")
    if who is not None:
        doc.setdefault("performer", [{"actor": who}])
    noted(doc, "note")
    if doc.pop("wasNotGiven", False) is True:
        doc["notGiven"] = True
    for dosage in objects(doc.get("dosage")):
        move(dosage, siteCodeableConcept="site", quantity="dose")


def _medication(doc: Doc) -> None:
    for product in objects(doc.pop("product", None)):
        move(doc)
        for name in ("form", "ingredient", "batch"):
            if name in product:
                doc.setdefault(name, product[name])
    for ingredient in objects(doc.get("ingredient")):
        move(ingredient, item="itemReference")
    first_of(doc, "batch")


def _report(doc: Doc) -> None:
    move(doc, request="basedOn")
    in_list(doc, "performer")


def _procedure(doc: Doc) -> None:
    if doc.pop("notPerformed", False) is True:
        doc["status"] = "not-done"
    move(doc, reasonNotPerformed="statusReason", request="basedOn", reasonCodeableConcept="reasonCode")
    in_list(doc, "reasonCode", "reasonReference", "basedOn", "bodySite")
    first_of(doc, "statusReason")
    noted(doc, "notes")


def _encounter(doc: Doc) -> None:
    kind = doc.get("class")
    if type(kind) is str:
        code, display = _CLASSES.get(kind, ("", ""))
        doc["class"] = {"system": _V3, "code": code, "display": display} if code else {"code": kind}
    move(doc, patient="subject", indication="reasonReference")


def _order(doc: Doc) -> None:
    """DiagnosticOrder, ProcedureRequest and ReferralRequest, which STU3's rules make a ServiceRequest of."""
    if doc["resourceType"] == "DiagnosticOrder":
        doc["resourceType"] = "ProcedureRequest"
    move(doc, orderer="requester", patient="subject", dateSent="authoredOn", orderedOn="authoredOn", date="authoredOn")
    move(doc, scheduledDateTime="occurrenceDateTime", scheduledPeriod="occurrencePeriod")
    move(doc, reason="reasonCode", reasonCodeableConcept="reasonCode")
    in_list(doc, "reasonCode")
    noted(doc, "notes", "note")
    asked = [item["code"] for item in objects(doc.pop("item", None)) if type(item.get("code")) is dict]
    if asked:
        codings = [coding for code in asked for coding in objects(code.get("coding"))]
        said = "; ".join(code["text"] for code in asked if type(code.get("text")) is str)
        doc.setdefault("code", {"coding": codings, "text": said} if said else {"coding": codings})
    status = word(doc, "status")
    doc["status"] = _ORDERED.get(status, status or "unknown")


def _device_order(doc: Doc) -> None:
    doc["resourceType"] = RENAMED["DeviceUseRequest"]
    move(doc, device="codeReference", orderedOn="authoredOn", indication="reasonCode")
    noted(doc, "notes")
    doc["status"] = _ORDERED.get(word(doc, "status"), "unknown")
    doc.setdefault("intent", "order")


def _goal(doc: Doc) -> None:
    if type(doc.get("description")) is str:
        doc["description"] = {"text": doc["description"]}
    due = doc.pop("targetDate", None)
    if type(due) is str:
        doc.setdefault("target", [{"dueDate": due}])
    move(doc, concern="addresses")
    noted(doc, "note")


def _family(doc: Doc) -> None:
    noted(doc, "note")
    for name in ("age", "deceased"):
        move(doc, **{f"{name}Quantity": f"{name}Age"})
    for condition in objects(doc.get("condition")):
        move(condition, onsetQuantity="onsetAge")
        noted(condition, "note")


def _device(doc: Doc) -> None:
    if type(doc.get("udi")) is str:
        doc["udi"] = {"carrierHRF": doc["udi"]}
    move(doc, expiry="expirationDate")


def _answers(doc: Doc) -> None:
    """Groups and questions, which are all items since STU3."""
    groups = list(objects(doc.pop("group", None)))
    if groups:
        doc.setdefault("item", [_group(group) for group in groups])


def _group(group: Doc, depth: int = 0) -> Doc:
    move(group, title="text")
    items = [_group(one, depth + 1) for one in objects(group.pop("group", None))] if depth < _DEEPEST else []
    for question in objects(group.pop("question", None)):
        for answer in objects(question.get("answer")):
            inner = [_group(one, depth + 1) for one in objects(answer.pop("group", None))] if depth < _DEEPEST else []
            if inner:
                answer.setdefault("item", inner)
        items.append(question)
    if items:
        group.setdefault("item", items)
    return group


_DEEPEST = 50


def _note(doc: Doc) -> None:
    noted(doc, "note", "notes")


_RULES: dict[str, Callable[[Doc], None]] = {
    "AllergyIntolerance": _allergy, "CarePlan": _note, "Condition": _condition, "Device": _device,
    "DeviceUseRequest": _device_order, "DiagnosticOrder": _order, "DiagnosticReport": _report,
    "Encounter": _encounter, "FamilyMemberHistory": _family, "Goal": _goal, "Immunization": _immunization,
    "List": _note, "Medication": _medication, "MedicationAdministration": _medication_administration,
    "MedicationDispense": _medication_dispense, "MedicationOrder": _medication_order,
    "MedicationStatement": _medication_statement, "Observation": _observation, "Patient": _patient,
    "Procedure": _procedure, "ProcedureRequest": _order, "QuestionnaireResponse": _answers,
    "ReferralRequest": _order,
}  # fmt: skip
