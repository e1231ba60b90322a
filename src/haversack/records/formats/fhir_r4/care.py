"""What is planned, asked for and agreed: care plans, teams, goals, requests, appointments (FHIR R4)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.attachments import narrative
from haversack.records.formats.fhir_r4.dosage import dosage_words
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    code,
    concept,
    concepts,
    date_in,
    joined,
    notes,
    obj,
    objs,
    pairs,
    text,
    texts,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import opposite, standing_of
from haversack.records.formats.fhir_r4.values import value_in
from haversack.records.phrases import nameless

_ASSESS_PLAN = "assess-plan"


def _activities(doc: Doc, near: Nearby) -> str:
    found = []
    for item in objs(doc.get("activity")):
        detail = obj(item.get("detail"))
        said = words(detail.get("code")) or text(detail.get("description")) or near.labels(item.get("reference"))
        state = text(detail.get("status"))
        found.append(
            f"{said} ({state})"
            if said and state and detail.get("doNotPerform") is not True
            else opposite("do-not", said)
            if said
            else ""
        )
    return joined(found, "; ")


def care_plan(doc: Doc, near: Nearby, category: str) -> Entry:
    """One CarePlan, named by its title, else by the kind of plan that is not merely "assessment and plan"."""
    kinds = [
        found for found in concepts(doc.get("category")) if all(coding.code != _ASSESS_PLAN for coding in found.codes)
    ]
    named = kinds[-1] if kinds else concept(doc.get("category"))
    date, precision, end = date_in(doc, "period", "created")
    status = text(doc.get("status"))
    return Entry(
        "CarePlan", category, text(doc.get("title")) or (named.title if kinds else "") or nameless("CarePlan"), named.codes,
        date, precision, end, status=status, standing=standing_of(status), current=status == "active",
        performers=tuple(filter(None, (near.labels(doc.get("author")),))),
        details=pairs(
            ("original-title", named.original if kinds else ""),
            ("description", text(doc.get("description"))),
            ("activities", _activities(doc, near)),
            ("goals", near.labels(doc.get("goal"))),
            ("addresses", near.labels(doc.get("addresses"))),
            ("team", near.labels(doc.get("careTeam"))),
            ("intent", text(doc.get("intent"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter")) + near.links("other", doc.get("addresses")) + near.links("other", doc.get("goal"))
        + near.links("other", doc.get("careTeam")),
        text=narrative(doc),
    )  # fmt: skip


def care_team(doc: Doc, near: Nearby, category: str) -> Entry:
    """One CareTeam with its members and their parts."""
    members = objs(doc.get("participant"))
    said = [joined((near.label(obj(item.get("member"))), words(item.get("role"))), ": ") for item in members]
    date, precision, end = date_in(doc, "period")
    status, named = text(doc.get("status")), concept(doc.get("category"))
    return Entry(
        "CareTeam", category, text(doc.get("name")) or named.title or nameless("CareTeam"), named.codes, date, precision, end,
        status=status, standing=standing_of(status), current=status == "active",
        performers=tuple(dict.fromkeys(filter(None, (near.label(obj(item.get("member"))) for item in members)))),
        details=pairs(
            ("team", joined(said, "; ")),
            ("reason", reasons(doc, near)),
            ("organization", near.labels(doc.get("managingOrganization"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter")) + near.links("performer", [obj(item.get("member")) for item in members])
        + near.links("organization", doc.get("managingOrganization")),
        text=narrative(doc),
    )  # fmt: skip


def _target(target: Doc) -> str:
    measured = words(target.get("measure"))
    detail = value_in({"value" + key[6:]: item for key, item in target.items() if key.startswith("detail")})
    said = f"{detail.comparator} {detail.text} {detail.unit}".strip() if detail else ""
    due = date_in(target, "dueDate")[0]
    return joined((measured, said, f"by {due}" if due else ""), " ")


def goal(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Goal with what is to be reached and by when."""
    named = concept(doc.get("description"))
    date, precision, _ = date_in(doc, "startDate", "statusDate")
    status = text(doc.get("lifecycleStatus")) or text(doc.get("status"))
    return Entry(
        "Goal", category, named.title or nameless("Goal"), named.codes, date, precision, date_in(obj(doc.get("target")), "dueDate")[0],
        status=status, standing=standing_of(status), current=status in ("active", "accepted", "in-progress", "on-hold"),
        performers=tuple(filter(None, (near.labels(doc.get("expressedBy")),))),
        details=pairs(
            ("original-title", named.original),
            ("target", joined(map(_target, objs(doc.get("target"))), "; ")),
            ("achievement", words(doc.get("achievementStatus")) or code(doc.get("achievementStatus"))),
            ("kind", words(doc.get("category"))),
            ("priority", words(doc.get("priority"))),
            ("addresses", near.labels(doc.get("addresses"))),
            ("start", words(doc.get("startCodeableConcept"))),
        ),
        notes=notes(doc),
        links=near.links("other", doc.get("addresses")),
        text=narrative(doc),
    )  # fmt: skip


def request(doc: Doc, near: Nearby, category: str) -> Entry:
    """One ServiceRequest, DeviceRequest, NutritionOrder, Task, CommunicationRequest: something asked for."""
    kind, status = text(doc.get("resourceType")), text(doc.get("status"))
    diet = obj(doc.get("oralDiet"))
    named = concept(doc.get("code") or doc.get("codeCodeableConcept") or diet.get("type") or doc.get("category"))
    title = named.title or near.labels(doc.get("codeReference")) or text(doc.get("description")) or nameless(kind)
    standing = standing_of(status)
    if standing == "fact" and doc.get("doNotPerform") is True:
        title, standing = opposite("do-not", title), "negated"
    date, precision, end = date_in(
        doc, "occurrenceDateTime", "occurrencePeriod", "authoredOn", "dateTime", "executionPeriod"
    )
    return Entry(
        kind, category, title, named.codes, date, precision, end, status=status, standing=standing,
        current=standing == "fact" and status in ("active", "requested", "in-progress", "accepted", "ready"),
        performers=tuple(filter(None, (near.labels(doc.get("requester") or doc.get("orderer")),))),
        details=pairs(
            ("original-title", named.original),
            ("intent", text(doc.get("intent"))),
            ("kind", words(doc.get("category"))),
            ("reason", reasons(doc, near)),
            ("body-site", words(doc.get("bodySite"))),
            ("timing", dosage_words({"timing": doc.get("occurrenceTiming")}) if "occurrenceTiming" in doc else ""),
            ("ordered", date_in(doc, "authoredOn")[0]),
            ("for-whom-to-do", near.labels(doc.get("performer"))),
            ("instruction", text(doc.get("patientInstruction")) or text(diet.get("instruction"))),
            ("priority", text(doc.get("priority"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter")) + near.links("performer", doc.get("requester"))
        + near.links("based-on", doc.get("basedOn")) + near.links("other", doc.get("reasonReference")),
        text=narrative(doc),
    )  # fmt: skip


def appointment(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Appointment: what it is for, when, with whom."""
    named = concept(doc.get("appointmentType"))
    status = text(doc.get("status"))
    who = tuple(
        dict.fromkeys(filter(None, (near.label(obj(item.get("actor"))) for item in objs(doc.get("participant")))))
    )
    date, precision, _ = date_in(doc, "start", "created")
    title = text(doc.get("description")) or words(doc.get("serviceType")) or named.title or nameless("Appointment")
    return Entry(
        "Appointment", category, title, named.codes, date, precision, date_in(doc, "end")[0], status=status,
        standing=standing_of(status), current=status in ("booked", "pending", "proposed"), performers=who,
        details=pairs(
            ("reason", reasons(doc, near)),
            ("kind", named.title),
            ("instruction", joined(texts(doc.get("patientInstruction")))),
            ("reason-not-done", words(doc.get("cancelationReason"))),
            ("comment", text(doc.get("comment"))),
        ),
        links=near.links("other", [obj(item.get("actor")) for item in objs(doc.get("participant"))]),
        text=narrative(doc),
    )  # fmt: skip


care = {
    "Appointment": appointment,
    "CarePlan": care_plan,
    "CareTeam": care_team,
    "CommunicationRequest": request,
    "DeviceRequest": request,
    "Goal": goal,
    "NutritionOrder": request,
    "ServiceRequest": request,
    "SupplyRequest": request,
    "Task": request,
}
