"""What was done to or for a person, when, by whom and why (FHIR R4 Procedure)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.conditions import spoken_time
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    concept,
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
from haversack.records.formats.fhir_r4.standing import none_known, opposite, standing_of
from haversack.records.phrases import nameless


def reasons(doc: Doc, near: Nearby) -> str:
    """reasonCode and reasonReference as words."""
    return joined((words(doc.get("reasonCode")), near.labels(doc.get("reasonReference"))), "; ")


def procedure(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Procedure; one that was not done says so in its title."""
    named = concept(doc.get("code"))
    title, status = named.title or nameless("Procedure"), text(doc.get("status"))
    date, precision, end = date_in(doc, "performedDateTime", "performedPeriod")
    standing = standing_of(status)
    if standing == "fact" and (phrase := none_known(named)):
        title, standing = phrase, "negated"
    elif status == "not-done" or doc.get("notDone") is True or doc.get("notPerformed") is True:
        title, standing, status = opposite("not-done", title), "negated", status or "not-done"
    performers = objs(doc.get("performer"))
    actors = [obj(item.get("actor")) for item in performers]
    return Entry(
        "Procedure",
        category,
        title,
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing,
        performers=near.people(actors),
        details=pairs(
            ("original-title", named.original),
            ("kind", words(doc.get("category"))),
            ("reason", reasons(doc, near)),
            ("reason-not-done", words(doc.get("statusReason")) or words(doc.get("notDoneReason"))),
            ("body-site", words(doc.get("bodySite"))),
            ("outcome", words(doc.get("outcome"))),
            ("complications", words(doc.get("complication"))),
            ("follow-up", words(doc.get("followUp"))),
            ("location", near.labels(doc.get("location"))),
            ("device", near.labels(under(doc.get("focalDevice"), "manipulated"))),
            ("organization", near.labels([obj(item.get("onBehalfOf")) for item in performers])),
            ("performed", spoken_time(doc, "performed")),
            ("recorded-by", near.labels(doc.get("recorder"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter") or doc.get("context"))
        + near.links("based-on", doc.get("basedOn"))
        + near.links("report", doc.get("report"))
        + near.links("location", doc.get("location"))
        + near.links("other", doc.get("reasonReference"))
        + near.links("performer", actors),
    )
