"""Which vaccine was given, or not, when, where and from which lot (FHIR R4 Immunization)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.fields import Doc, concept, date_in, joined, notes, obj, objs, pairs, text, words
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import none_known, opposite, standing_of
from haversack.records.formats.fhir_r4.values import amount
from haversack.records.phrases import nameless


def _dose(protocol: Doc) -> str:
    """ "2 of 3"; older servers and STU3 name it doseSequence."""
    number = (
        text(protocol.get("doseNumberPositiveInt"))
        or text(protocol.get("doseNumberString"))
        or text(protocol.get("doseSequence"))
    )
    of = text(protocol.get("seriesDosesPositiveInt")) or text(protocol.get("seriesDosesString"))
    return f"{number} of {of}" if number and of else number


def immunization(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Immunization; one that was not given says so in its title."""
    named = concept(doc.get("vaccineCode"))
    title, status = named.title or nameless("Immunization"), text(doc.get("status"))
    date, precision, _ = date_in(doc, "occurrenceDateTime", "date", "recorded")
    standing = standing_of(status)
    if standing == "fact" and (phrase := none_known(named)):
        title, standing = phrase, "negated"
    elif status == "not-done" or doc.get("notGiven") is True or doc.get("wasNotGiven") is True:
        title, standing, status = opposite("not-given", title), "negated", status or "not-done"
    protocols = objs(doc.get("protocolApplied")) + objs(doc.get("vaccinationProtocol"))
    givers = objs(doc.get("performer")) + objs(doc.get("practitioner"))
    actors = [obj(giver.get("actor")) or giver for giver in givers]
    diseases = (item for protocol in protocols for item in objs(protocol.get("targetDisease")))
    reasons = joined((words(doc.get("statusReason")), words(obj(doc.get("explanation")).get("reasonNotGiven"))), "; ")
    return Entry(
        "Immunization",
        category,
        title,
        named.codes,
        date,
        precision,
        status=status,
        standing=standing,
        performers=near.people(actors),
        details=pairs(
            ("original-title", named.original),
            ("lot", text(doc.get("lotNumber"))),
            ("expires", text(doc.get("expirationDate"))),
            ("dose-number", joined(map(_dose, protocols))),
            ("series", joined(text(protocol.get("series")) for protocol in protocols)),
            ("protects-against", joined(concept(item).title for item in diseases)),
            ("dose", amount(doc.get("doseQuantity"))),
            ("body-site", words(doc.get("site"))),
            ("route", words(doc.get("route"))),
            ("manufacturer", near.labels(doc.get("manufacturer"))),
            ("location", near.labels(doc.get("location"))),
            ("reason", words(doc.get("reasonCode"))),
            ("reason-not-done", reasons),
            ("occurred", text(doc.get("occurrenceString"))),
            ("reported", "true" if doc.get("primarySource") is False else ""),
            ("reported-by", words(doc.get("reportOrigin"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter"))
        + near.links("location", doc.get("location"))
        + near.links("performer", actors),
    )
