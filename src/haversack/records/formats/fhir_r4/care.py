"""What is planned and agreed: care plans, teams and goals (FHIR R4 CarePlan, CareTeam, Goal)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.attachments import narrated
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
    under,
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
    status, doing = text(doc.get("status")), _activities(doc, near)
    return Entry(
        "CarePlan",
        category,
        text(doc.get("title")) or (named.title if kinds else "") or nameless("CarePlan"),
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing_of(status),
        current=status == "active",
        performers=near.people(doc.get("author")),
        details=pairs(
            ("original-title", named.original if kinds else ""),
            ("description", text(doc.get("description"))),
            ("activities", doing),
            ("summary", "" if doing else narrated(doc)),
            ("goals", near.labels(doc.get("goal"))),
            ("addresses", near.labels(doc.get("addresses"))),
            ("team", near.labels(doc.get("careTeam"))),
            ("intent", text(doc.get("intent"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter"))
        + near.links("other", doc.get("addresses"))
        + near.links("other", doc.get("goal"))
        + near.links("other", doc.get("careTeam")),
    )


def care_team(doc: Doc, near: Nearby, category: str) -> Entry:
    """One CareTeam with its members and their parts."""
    members = objs(doc.get("participant"))
    said = [joined((near.label(obj(item.get("member"))), words(item.get("role"))), ": ") for item in members]
    date, precision, end = date_in(doc, "period")
    status, named = text(doc.get("status")), concept(doc.get("category"))
    return Entry(
        "CareTeam",
        category,
        text(doc.get("name")) or named.title or nameless("CareTeam"),
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing_of(status),
        current=status == "active",
        performers=near.people(under(members, "member")),
        details=pairs(
            ("team", joined(said, "; ")),
            ("reason", reasons(doc, near)),
            ("organization", near.labels(doc.get("managingOrganization"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter"))
        + near.links("performer", under(members, "member"))
        + near.links("organization", doc.get("managingOrganization")),
    )


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
        "Goal",
        category,
        named.title or nameless("Goal"),
        named.codes,
        date,
        precision,
        date_in(obj(doc.get("target")), "dueDate")[0],
        status=status,
        standing=standing_of(status),
        current=status in ("active", "accepted", "in-progress", "on-hold"),
        performers=near.people(doc.get("expressedBy")),
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
    )
