"""Where was a person seen, by whom, from when to when and why (FHIR R4 Encounter)?"""

from __future__ import annotations

from haversack.records.entry import Entry, Link
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    code,
    concept,
    date_in,
    identifiers,
    joined,
    obj,
    objs,
    pairs,
    text,
    under,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.values import amount
from haversack.records.phrases import VISIT_CLASSES, nameless


def _visit_class(value: object) -> str:
    """Encounter.class as words: HL7 v3 ActCode by its code, else its display, else the code of older servers."""
    found = obj(value)
    known = VISIT_CLASSES.get(code(value).upper())
    display = text(found.get("display"))
    return known or (display if display.lower() != code(value) else "") or (concept(value).title if not found else "")


def _team(doc: Doc, near: Nearby) -> str:
    """Who took part as what, where the source says as what: "Dr Lee: attender"."""
    parts = objs(doc.get("participant"))
    said = [(near.label(obj(item.get("individual"))), words(item.get("type"))) for item in parts if item.get("type")]
    return joined((f"{who}: {role.lower()}" for who, role in said if who and role), "; ")


def _links(doc: Doc, near: Nearby, places: list[Doc], people: list[Doc], problems: list[Doc]) -> tuple[Link, ...]:
    return (
        near.links("location", places)
        + near.links("organization", doc.get("serviceProvider"))
        + near.links("performer", people)
        + near.links("other", problems)
        + near.links("other", doc.get("reasonReference"))
        + near.links("visit", doc.get("partOf"))
    )


def encounter(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Encounter, named by its type, else its service, else its class ("Hospital stay")."""
    kinds = doc.get("type")
    named = concept(kinds)
    seen = _visit_class(doc.get("class"))
    status = text(doc.get("status"))
    date, precision, end = date_in(doc, "period")
    hospital = obj(doc.get("hospitalization"))
    places, people = under(doc.get("location"), "location"), under(doc.get("participant"), "individual")
    problems = under(doc.get("diagnosis"), "condition")
    return Entry(
        "Encounter",
        category,
        named.title or words(doc.get("serviceType")) or seen or nameless("Encounter"),
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing="entered-in-error" if status == "entered-in-error" else "fact",
        current=status in ("in-progress", "arrived", "onleave"),
        performers=near.people(people),
        details=pairs(
            ("original-title", named.original),
            ("class", seen),
            ("kind", words(kinds) if type(kinds) is list and len(kinds) > 1 else ""),
            ("service", words(doc.get("serviceType"))),
            ("reason", reasons(doc, near) or words(doc.get("reason"))),
            ("diagnosis", near.labels(problems)),
            ("location", near.labels(places)),
            ("organization", near.labels(doc.get("serviceProvider"))),
            ("team", _team(doc, near)),
            ("length", amount(doc.get("length"))),
            ("admitted-from", words(hospital.get("admitSource"))),
            ("discharged-to", words(hospital.get("dischargeDisposition"))),
            ("priority", words(doc.get("priority"))),
            ("identifier", identifiers(doc.get("identifier"))),
        ),
        links=_links(doc, near, places, people, problems),
    )
