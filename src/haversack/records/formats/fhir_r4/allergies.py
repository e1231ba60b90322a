"""What must a person not be given, what happened then, and how sure is it (FHIR R4 AllergyIntolerance)?"""

from __future__ import annotations

from haversack.records.entry import Component, Entry
from haversack.records.formats.fhir_r4.conditions import spoken_time
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    code,
    concept,
    date_in,
    joined,
    notes,
    objs,
    pairs,
    text,
    texts,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import verified
from haversack.records.phrases import nameless

_GONE = frozenset({"inactive", "resolved"})


def _reaction(reaction: Doc) -> str:
    """ "Hives, wheezing (severe)"; the description where no manifestation is coded."""
    seen = joined(concept(item).title for item in _manifestations(reaction)) or text(reaction.get("description"))
    severity = text(reaction.get("severity"))
    return f"{seen} ({severity})" if seen and severity else seen or severity


def _manifestations(reaction: Doc) -> list[Doc]:
    return objs(reaction.get("manifestation"))


def _worst(reactions: list[Doc]) -> str:
    order = ("severe", "moderate", "mild")
    said = {text(reaction.get("severity")) for reaction in reactions}
    return next((severity for severity in order if severity in said), "")


def allergy(doc: Doc, near: Nearby, category: str) -> Entry:
    """One AllergyIntolerance. Without a clinical status it counts as active: the safe reading of silence."""
    named = concept(doc.get("code") or doc.get("substance"))
    reactions = objs(doc.get("reaction"))
    by_reaction = next((found for item in reactions if (found := concept(item.get("substance"))).title), named)
    title, standing = verified(doc, named.title or by_reaction.title or nameless("AllergyIntolerance"), named)
    date, precision, end = date_in(doc, "onsetDateTime", "onsetPeriod", "recordedDate", "assertedDate", "onset")
    status = code(doc.get("clinicalStatus")) or (
        "" if text(doc.get("status")) == "entered-in-error" else text(doc.get("status"))
    )
    people = objs(doc.get("asserter")) + objs(doc.get("recorder"))
    return Entry(
        "AllergyIntolerance",
        category,
        title,
        named.codes,
        date,
        precision,
        end,
        components=tuple(
            Component(found.title, found.codes)
            for item in reactions
            for found in map(concept, _manifestations(item))
            if found.title
        ),
        status=status,
        standing=standing,
        current=standing == "fact" and status not in _GONE,
        performers=near.people(people),
        details=pairs(
            ("original-title", named.original),
            ("reaction", joined(map(_reaction, reactions), "; ")),
            ("severity", _worst(reactions)),
            ("criticality", text(doc.get("criticality"))),
            ("kind", text(doc.get("type"))),
            ("allergen", joined(texts(doc.get("category")))),
            ("verification", words(doc.get("verificationStatus")) or code(doc.get("verificationStatus"))),
            ("onset", spoken_time(doc, "onset")),
            ("last-occurrence", date_in(doc, "lastOccurrence")[0]),
            ("route", joined(words(item.get("exposureRoute")) for item in reactions)),
            ("recorded", date_in(doc, "recordedDate")[0]),
        ),
        notes=notes(doc) + tuple(said for item in reactions for said in notes(item)),
        links=near.links("visit", doc.get("encounter")) + near.links("performer", people),
    )
