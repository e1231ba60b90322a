"""What does a resource of FHIR STU3 say, written as R4?

Source: the "R3 Diff" of each type's page in R4. Members that R4 has under the same name and shape are not named here.
"""

from __future__ import annotations

from collections.abc import Callable

from haversack.records.formats.moving import (
    RENAMED,
    Doc,
    add,
    coded,
    copied,
    first_of,
    in_list,
    move,
    noted,
    objects,
    same_names,
    word,
)

_GOALS = {"on-target": "active", "ahead-of-target": "active", "behind-target": "active", "sustaining": "active",
          "achieved": "completed", "in-progress": "active", "rejected": "rejected"}  # fmt: skip
_ACHIEVED = {"on-target": "improving", "ahead-of-target": "improving", "behind-target": "worsening",
             "sustaining": "sustaining", "achieved": "achieved", "in-progress": "in-progress"}  # fmt: skip


def upgraded(doc: Doc) -> Doc:
    """A copy of a resource of STU3, as R4; one of R4 comes back saying the same."""
    new: Doc = copied(doc)
    same_names(new)
    rule = _RULES.get(new["resourceType"])
    if rule is not None:
        rule(new)
    return new


def _allergy(doc: Doc) -> None:
    coded(doc, "clinicalStatus", "allergyintolerance-clinical")
    coded(doc, "verificationStatus", "allergyintolerance-verification")
    move(doc, assertedDate="recordedDate")
    in_list(doc, "category", "note")


def _condition(doc: Doc) -> None:
    coded(doc, "clinicalStatus", "condition-clinical")
    coded(doc, "verificationStatus", "condition-ver-status", {"unknown": ""})
    move(doc, assertedDate="recordedDate", context="encounter")
    in_list(doc, "stage", "category")
    for evidence in objects(doc.get("evidence")):
        in_list(evidence, "code")


def _observation(doc: Doc) -> None:
    move(doc, context="encounter")
    noted(doc, "comment")
    in_list(doc, "category", "interpretation", "performer")
    for related in objects(doc.pop("related", None)):
        where = {"has-member": "hasMember", "derived-from": "derivedFrom"}.get(word(related, "type"))
        if where and type(related.get("target")) is dict:
            add(doc, where, related["target"])
    for part in objects(doc.get("component")):
        in_list(part, "interpretation")


def _immunization(doc: Doc) -> None:
    move(doc, date="occurrenceDateTime")
    if doc.pop("notGiven", False) is True:
        doc["status"] = "not-done"
    for giver in objects(doc.get("practitioner")):
        move(giver, role="function")
    move(doc, practitioner="performer")
    for why in objects(doc.pop("explanation", None)):
        if type(why.get("reasonNotGiven")) is list and why["reasonNotGiven"]:
            doc.setdefault("statusReason", why["reasonNotGiven"][0])
        if why.get("reason"):
            doc.setdefault("reasonCode", why["reason"])
    in_list(doc, "reasonCode")
    protocols = list(objects(doc.pop("vaccinationProtocol", None)))
    for protocol in protocols:
        move(protocol, doseSequence="doseNumberPositiveInt", seriesDoses="seriesDosesPositiveInt")
        for gone in ("description", "doseStatus", "doseStatusReason"):
            protocol.pop(gone, None)
        if "doseNumberPositiveInt" not in protocol:
            protocol["doseNumberString"] = "unknown"
        in_list(protocol, "targetDisease")
    if protocols:
        doc.setdefault("protocolApplied", protocols)


def dosages(doc: Doc, name: str) -> None:
    """Dose and rate, which R4 puts into a list of their own."""
    in_list(doc, name)
    for dosage in objects(doc.get(name)):
        parts: Doc = {
            member: dosage.pop(member)
            for member in ("doseQuantity", "doseRange", "rateRatio", "rateRange", "rateQuantity")
            if member in dosage
        }
        move(parts, rateSimpleQuantity="rateQuantity", doseSimpleQuantity="doseQuantity")
        if parts:
            dosage.setdefault("doseAndRate", [parts])
        in_list(dosage, "additionalInstruction")


def _medication_request(doc: Doc) -> None:
    move(doc, context="encounter")
    _requester(doc)
    dosages(doc, "dosageInstruction")
    for substitution in objects(doc.get("substitution")):
        move(substitution, allowed="allowedBoolean")
    doc.setdefault("intent", "order")


def _requester(doc: Doc) -> None:
    asked = doc.get("requester")
    if type(asked) is dict and type(asked.get("agent")) is dict:
        doc["requester"] = asked["agent"]


def _medication_statement(doc: Doc) -> None:
    if doc.pop("taken", "") == "n" and doc.get("status") != "entered-in-error":
        doc["status"] = "not-taken"
    move(doc, reasonNotTaken="statusReason")
    in_list(doc, "statusReason")
    dosages(doc, "dosage")


def _medication_dispense(doc: Doc) -> None:
    if doc.pop("notDone", False) is True:
        doc["status"] = "declined"
    move(doc, notDoneReasonCodeableConcept="statusReasonCodeableConcept")
    dosages(doc, "dosageInstruction")


def _medication_administration(doc: Doc) -> None:
    if doc.pop("notGiven", False) is True:
        doc["status"] = "not-done"
    move(doc, reasonNotGiven="statusReason", prescription="request")
    in_list(doc, "statusReason")


def _medication(doc: Doc) -> None:
    for ingredient in objects(doc.get("ingredient")):
        move(ingredient, amount="strength")
    for package in objects(doc.pop("package", None)):
        if type(package.get("batch")) is list and package["batch"]:
            doc.setdefault("batch", package["batch"][0])


def _report(doc: Doc) -> None:
    move(doc, context="encounter", codedDiagnosis="conclusionCode", image="media")
    in_list(doc, "category", "performer")
    if type(doc.get("performer")) is list:
        doc["performer"] = [one.get("actor", one) for one in objects(doc["performer"])]


def _procedure(doc: Doc) -> None:
    if doc.pop("notDone", False) is True:
        doc["status"] = "not-done"
    move(doc, notDoneReason="statusReason", context="encounter")
    for one in objects(doc.get("performer")):
        move(one, role="function")


def _encounter(doc: Doc) -> None:
    move(doc, reason="reasonCode", incomingReferral="basedOn")
    in_list(doc, "reasonCode", "type")
    first_of(doc, "priority")
    for diagnosis in objects(doc.get("diagnosis")):
        move(diagnosis, role="use")


def _service_request(doc: Doc) -> None:
    """ProcedureRequest and ReferralRequest."""
    kind = doc["resourceType"]
    doc["resourceType"] = RENAMED[kind]
    if kind == "ReferralRequest":
        move(doc, serviceRequested="code", recipient="performer")
        doc.pop("type", None)
        noted(doc, "description")
    move(doc, context="encounter")
    first_of(doc, "code")
    _requester(doc)
    in_list(doc, "performer")
    doc.setdefault("intent", "order")


def _goal(doc: Doc) -> None:
    status = doc.pop("status", None)
    if type(status) is str:
        doc.setdefault("lifecycleStatus", _GOALS.get(status, status))
        if status in _ACHIEVED:
            doc.setdefault("achievementStatus", _ACHIEVED[status])
            coded(doc, "achievementStatus", "goal-achievement")
    in_list(doc, "target")


def _document(doc: Doc) -> None:
    move(doc, indexed="date")
    kind = doc.pop("class", None)
    if kind:
        doc.setdefault("category", [kind])
    if "created" in doc:
        doc.setdefault("date", doc.pop("created"))
        doc.pop("created", None)
    for context in objects(doc.get("context")):
        in_list(context, "encounter")
    for content in objects(doc.get("content")):
        first_of(content, "format")


def _family(doc: Doc) -> None:
    gender = doc.pop("gender", None)
    if type(gender) is str:
        doc.setdefault("sex", {"coding": [{"system": "http://hl7.org/fhir/administrative-gender", "code": gender}]})
    doc.pop("notDone", None)


def _device(doc: Doc) -> None:
    udi = doc.pop("udi", None)
    if type(udi) is dict:
        carrier = {name: udi[name] for name in ("deviceIdentifier", "carrierHRF", "issuer") if name in udi}
        doc.setdefault("udiCarrier", [carrier])
        if udi.get("name"):
            doc.setdefault("deviceName", [{"name": udi["name"], "type": "udi-label-name"}])
    move(doc, model="modelNumber")


def _context(doc: Doc) -> None:
    move(doc, context="encounter")


_RULES: dict[str, Callable[[Doc], None]] = {
    "AllergyIntolerance": _allergy, "CarePlan": _context, "CareTeam": _context, "ClinicalImpression": _context,
    "Condition": _condition, "Device": _device, "DiagnosticReport": _report, "DocumentReference": _document,
    "Encounter": _encounter, "FamilyMemberHistory": _family, "Goal": _goal, "ImagingStudy": _context,
    "Immunization": _immunization, "Media": _context, "Medication": _medication,
    "MedicationAdministration": _medication_administration, "MedicationDispense": _medication_dispense,
    "MedicationRequest": _medication_request, "MedicationStatement": _medication_statement,
    "Observation": _observation, "Procedure": _procedure, "ProcedureRequest": _service_request,
    "QuestionnaireResponse": _context, "ReferralRequest": _service_request, "RiskAssessment": _context,
}  # fmt: skip
