"""What was asked for or booked: tests, treatments, devices, diets, visits (FHIR R4 ServiceRequest, Appointment ...)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.dosage import dosage_words
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    concept,
    date_in,
    joined,
    notes,
    obj,
    pairs,
    text,
    texts,
    under,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import opposite, standing_of
from haversack.records.phrases import nameless


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
        kind,
        category,
        title,
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing,
        current=standing == "fact" and status in ("active", "requested", "in-progress", "accepted", "ready"),
        performers=near.people(doc.get("requester") or doc.get("orderer")),
        details=pairs(
            ("original-title", named.original),
            ("intent", text(doc.get("intent"))),
            ("kind", words(doc.get("category"))),
            ("reason", reasons(doc, near)),
            ("body-site", words(doc.get("bodySite"))),
            ("timing", dosage_words({"timing": doc.get("occurrenceTiming")}) if "occurrenceTiming" in doc else ""),
            ("ordered", date_in(doc, "authoredOn")[0]),
            ("assigned-to", near.labels(doc.get("performer"))),
            ("instruction", text(doc.get("patientInstruction")) or text(diet.get("instruction"))),
            ("priority", text(doc.get("priority"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter"))
        + near.links("performer", doc.get("requester"))
        + near.links("based-on", doc.get("basedOn"))
        + near.links("other", doc.get("reasonReference")),
    )


def appointment(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Appointment: what it is for, when, with whom."""
    named = concept(doc.get("appointmentType"))
    status = text(doc.get("status"))
    who = under(doc.get("participant"), "actor")
    date, precision, _ = date_in(doc, "start", "created")
    title = text(doc.get("description")) or words(doc.get("serviceType")) or named.title or nameless("Appointment")
    return Entry(
        "Appointment",
        category,
        title,
        named.codes,
        date,
        precision,
        date_in(doc, "end")[0],
        status=status,
        standing=standing_of(status),
        current=status in ("booked", "pending", "proposed"),
        performers=near.people(who),
        details=pairs(
            ("reason", reasons(doc, near)),
            ("kind", named.title),
            ("instruction", joined(texts(doc.get("patientInstruction")))),
            ("reason-not-done", words(doc.get("cancelationReason"))),
            ("comment", text(doc.get("comment"))),
        ),
        links=near.links("other", who),
    )
