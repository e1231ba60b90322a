"""What do the resources say that have no list of their own: family history, consents, alerts, messages (FHIR R4)?"""

from __future__ import annotations

from haversack.records.entry import Component, Entry
from haversack.records.formats.fhir_r4.attachments import attachments_of, read_attachments
from haversack.records.formats.fhir_r4.conditions import spoken_time
from haversack.records.formats.fhir_r4.fields import Doc, concept, date_in, joined, notes, obj, objs, pairs, text, words
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import standing_of
from haversack.records.formats.fhir_r4.values import value_in
from haversack.records.phrases import nameless


def family_history(doc: Doc, near: Nearby, category: str) -> Entry:
    """One FamilyMemberHistory: "Mother: breast cancer, diabetes"."""
    who = words(doc.get("relationship")) or text(doc.get("name"))
    members = objs(doc.get("condition"))
    parts = tuple(
        Component(found.title, found.codes, value_in({"valueString": spoken_time(item, "onset")}))
        for item in members
        if (found := concept(item.get("code"))).title
    )
    title = joined((who or nameless("FamilyMemberHistory"), joined(part.title for part in parts)), ": ")
    status = text(doc.get("status"))
    date, precision, _ = date_in(doc, "date")
    died = (
        text(doc.get("deceasedDate"))
        or spoken_time(doc, "deceased")
        or ("true" if doc.get("deceasedBoolean") is True else "")
    )
    return Entry(
        "FamilyMemberHistory",
        category,
        title,
        concept(doc.get("relationship")).codes,
        date,
        precision,
        components=parts,
        status=status,
        standing=standing_of(status),
        details=pairs(
            ("relationship", who),
            ("died", died),
            ("age", spoken_time(doc, "age")),
            ("sex", words(doc.get("sex"))),
            ("outcome", joined(words(item.get("outcome")) for item in members)),
            ("reason", reasons(doc, near)),
        ),
        notes=notes(doc) + tuple(said for item in members for said in notes(item)),
    )


def consent(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Consent or advance directive."""
    provision = obj(doc.get("provision"))
    named, scope = concept(doc.get("category")), words(doc.get("scope"))
    about = words(provision.get("code"))
    files, read = read_attachments(attachments_of(doc, "sourceAttachment"))
    date, precision, _ = date_in(doc, "dateTime")
    status = text(doc.get("status"))
    title = joined((named.title or scope or nameless("Consent"), about), ": ")
    return Entry(
        "Consent",
        category,
        title,
        named.codes,
        date,
        precision,
        date_in(provision, "period")[2],
        status=status,
        standing=standing_of(status),
        current=status == "active",
        performers=near.people(doc.get("performer")),
        details=pairs(
            ("original-title", named.original),
            ("kind", scope),
            ("decision", text(provision.get("type"))),
            ("organization", near.labels(doc.get("organization"))),
        ),
        links=near.links("document", doc.get("sourceReference")),
        attachments=files,
        text=read,
    )


_NAMES = ("code", "type", "event", "topic", "reasonCode", "category", "serviceType")
_WHEN = (
    "date",
    "dateTime",
    "sent",
    "received",
    "effectiveDateTime",
    "effectivePeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "period",
    "authoredOn",
    "recordedDate",
    "identifiedDateTime",
    "created",
    "issued",
    "dateWritten",
    "start",
)


def anything(doc: Doc, near: Nearby, category: str) -> Entry:
    """Flag, ClinicalImpression, RiskAssessment, Communication and the rarer types: name, date, status and words."""
    kind, status = text(doc.get("resourceType")), text(doc.get("status"))
    named = next((found for key in _NAMES if (found := concept(doc.get(key))).title), concept(doc.get("code")))
    date, precision, end = date_in(doc, *_WHEN)
    forecast = joined(
        joined((words(item.get("outcome")), words(item.get("vaccineCode")), words(item.get("forecastStatus"))), " ")
        for key in ("prediction", "recommendation")
        for item in objs(doc.get(key))
    )
    said = joined(
        (
            text(doc.get("summary")),
            text(doc.get("detail")),
            forecast,
            *(text(item.get("contentString")) for item in objs(doc.get("payload"))),
            *(words(item.get("itemCodeableConcept")) for item in objs(doc.get("finding"))),
        ),
        "; ",
    )
    files, read = read_attachments(attachments_of(doc, "payload"))
    people = (
        doc.get("author") or doc.get("performer") or doc.get("assessor") or doc.get("sender") or doc.get("requester")
    )
    titled = named.title or text(doc.get("title")) or text(doc.get("description")) or (forecast if not said else "")
    return Entry(
        kind,
        category,
        titled or nameless(kind),
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing_of(status),
        current=status == "active",
        performers=near.people(people),
        details=pairs(
            ("original-title", named.original),
            ("description", text(doc.get("description")) if text(doc.get("description")) != titled else ""),
            ("summary", said),
            ("kind", words(doc.get("category"))),
            ("severity", words(doc.get("severity")) or text(doc.get("severity"))),
            ("outcome", words(doc.get("outcome"))),
            ("reason", reasons(doc, near)),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter")) + near.links("based-on", doc.get("basedOn")),
        attachments=files,
        text=read,
    )
