"""Which vaccine was given, or not, and which comes next (FHIR R4 Immunization, ImmunizationRecommendation)?"""

from __future__ import annotations

from haversack.records.entry import Component, Entry
from haversack.records.formats.fhir_r4.fields import Doc, concept, date_in, joined, notes, obj, objs, pairs, text, words
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import none_known, opposite, standing_of
from haversack.records.formats.fhir_r4.values import amount, value_in
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


# What a date of a recommendation means, by its code: LOINC's as US registries send them, and FHIR's own of STU3.
_DATES = {
    "30980-7": "due", "due": "due", "recommended": "due", "30981-5": "due-from", "earliest": "due-from",
    "59777-3": "due-until", "latest": "due-until", "59778-1": "overdue-from", "overdue": "overdue-from",
}  # fmt: skip


def recommendation(doc: Doc, near: Nearby, category: str) -> Entry:
    """One ImmunizationRecommendation: "Recommended: MMR", overdue; several vaccines in one are its parts."""
    kind = "ImmunizationRecommendation"
    items = objs(doc.get("recommendation"))
    parts = tuple(_recommended(item) for item in items)
    alone = items[0] if len(items) == 1 else {}
    title = opposite("recommended", parts[0].title) if alone else nameless(kind)
    date, precision, _ = date_in(doc, "date")
    return Entry(
        kind,
        category,
        title,
        parts[0].codes if alone else (),
        date,
        precision,
        value=parts[0].value if alone else None,
        components=() if alone else parts,
        performers=near.people(doc.get("authority")),
        details=pairs(
            *(_dates_of(alone) if alone else [("due", _due(items, parts))]),
            ("dose-number", _dose(alone)),
            ("series", text(alone.get("series"))),
            ("protects-against", words(alone.get("targetDisease"))),
            ("description", text(alone.get("description"))),
            ("reason", words(alone.get("forecastReason"))),
        ),
        links=near.links("location", doc.get("authority")),
    )


def _recommended(item: Doc) -> Component:
    """One vaccine of a recommendation, with what the source says of it: due, overdue, complete."""
    coded = next((found for one in objs(item.get("vaccineCode")) if (found := concept(one)).title), None)
    named = coded or concept(item.get("targetDisease"))
    said = value_in({"valueCodeableConcept": item.get("forecastStatus")})
    # A status that FHIR demands and the source did not give is no answer.
    is_said = said is not None and not any(coding.system.endswith("/data-absent-reason") for coding in said.codes)
    return Component(named.title or nameless("Immunization"), named.codes, said if is_said else None)


def _dates_of(item: Doc) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for one in objs(item.get("dateCriterion")):
        codes = (coding.code for coding in concept(one.get("code")).codes)
        name = next((_DATES[code] for code in codes if code in _DATES), "due")
        found.setdefault(name, []).append(text(one.get("value")))
    return [(name, joined(dates)) for name, dates in found.items()]


def _due(items: list[Doc], parts: tuple[Component, ...]) -> str:
    """When each of several is due: "Varicella 2023-03-12; MMR 2024-03-12"."""
    found = ((part.title, dict(_dates_of(item)).get("due", "")) for item, part in zip(items, parts, strict=True))
    return joined((f"{title} {date}" for title, date in found if date), "; ")
