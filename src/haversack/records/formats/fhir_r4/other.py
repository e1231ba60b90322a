"""What do the resources say that have no list of their own: devices, family history, questionnaires, consents, alerts (FHIR R4)?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from haversack.records.entry import Component, Entry
from haversack.records.formats.fhir_r4.attachments import attachments_of, narrative, read_attachments
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
    texts,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby, name_of
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import none_known, standing_of
from haversack.records.formats.fhir_r4.values import value_in
from haversack.records.phrases import nameless

_DEEPEST = 20


def device(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Device of a person: an implant or an aid, with what is needed when it is recalled."""
    named, called = concept(doc.get("type")), name_of(doc)
    carrier, status = obj(doc.get("udiCarrier")), text(doc.get("status"))
    date, precision, _ = date_in(doc, "manufactureDate")
    title, standing = (called.title if called else "") or nameless("Device"), standing_of(status)
    if standing == "fact" and (phrase := none_known(named)):
        title, standing = phrase, "negated"
    return Entry(
        "Device", category, title, named.codes, date, precision, date_in(doc, "expirationDate")[0], status=status, standing=standing,
        current=standing == "fact" and status == "active",
        details=pairs(
            ("original-title", named.original),
            ("name", joined(text(item.get("name")) for item in objs(doc.get("deviceName")))),
            ("manufacturer", text(doc.get("manufacturer"))),
            ("model", text(doc.get("modelNumber"))),
            ("serial-number", text(doc.get("serialNumber"))),
            ("lot", text(doc.get("lotNumber"))),
            ("udi", text(carrier.get("carrierHRF")) or text(carrier.get("deviceIdentifier"))),
            ("distinct-identifier", text(doc.get("distinctIdentifier"))),
            ("expires", text(doc.get("expirationDate"))),
            ("location", near.labels(doc.get("location"))),
        ),
        notes=notes(doc),
        text=narrative(doc),
    )  # fmt: skip


def device_use(doc: Doc, near: Nearby, category: str) -> Entry:
    """One DeviceUseStatement, named by its device."""
    reference = obj(doc.get("device"))
    found = near.named(text(reference.get("reference")))
    title = (
        (found.title if found else "")
        or concept(text(reference.get("display"))).title
        or nameless("DeviceUseStatement")
    )
    codes, status = (found.codes if found else ()), text(doc.get("status"))
    date, precision, end = date_in(doc, "timingDateTime", "timingPeriod", "recordedOn")
    standing = standing_of(status)
    if standing == "fact" and (
        phrase := none_known(concept({"text": title, "coding": [{"system": c.system, "code": c.code} for c in codes]}))
    ):
        title, standing = phrase, "negated"
    return Entry(
        "DeviceUseStatement", category, title, codes, date, precision, end, status=status, standing=standing,
        current=standing == "fact" and status == "active" and not end,
        performers=tuple(filter(None, (near.labels(doc.get("source")),))),
        details=pairs(("reason", reasons(doc, near)), ("body-site", words(doc.get("bodySite")))),
        notes=notes(doc),
        links=near.links("other", doc.get("device")),
        text=narrative(doc),
    )  # fmt: skip


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
        "FamilyMemberHistory", category, title, concept(doc.get("relationship")).codes, date, precision, components=parts, status=status,
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
        text=narrative(doc),
    )  # fmt: skip


def _answers(items: list[Doc], depth: int = 0) -> Iterator[Component]:
    for item in items if depth < _DEEPEST else ():
        asked = " ".join(text(item.get("text")).split())
        replies = objs(item.get("answer"))
        for reply in replies:
            value = value_in(reply)
            if value:
                yield Component(asked or nameless("Component"), (), value)
            yield from _answers(objs(reply.get("item")), depth + 1)
        yield from _answers(objs(item.get("item")), depth + 1)


def questionnaire_response(doc: Doc, near: Nearby, category: str) -> Entry:
    """One QuestionnaireResponse: each question answered is a component."""
    asked, said = doc.get("questionnaire"), doc.get("_questionnaire")
    title = next(
        (text(item.get("valueString")) for item in objs(obj(said).get("extension")) if item.get("valueString")), ""
    )
    if not title:
        reference = text(asked) or text(obj(asked).get("reference"))
        title = text(obj(asked).get("display")) or near.title(reference)
    status = text(doc.get("status"))
    date, precision, _ = date_in(doc, "authored")
    return Entry(
        "QuestionnaireResponse", category, title or nameless("QuestionnaireResponse"), (), date, precision,
        components=tuple(_answers(objs(doc.get("item"))) if objs(doc.get("item")) else ()), status=status, standing=standing_of(status),
        performers=tuple(filter(None, (near.labels(doc.get("author")),))),
        details=pairs(("reported-by", near.labels(doc.get("source")))),
        links=near.links("visit", doc.get("encounter")) + near.links("based-on", doc.get("basedOn")),
        text=narrative(doc),
    )  # fmt: skip


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
        "Consent", category, title, named.codes, date, precision, date_in(provision, "period")[2], status=status,
        standing=standing_of(status), current=status == "active",
        performers=tuple(filter(None, (near.labels(doc.get("performer")),))),
        details=pairs(
            ("original-title", named.original),
            ("kind", scope),
            ("decision", text(provision.get("type"))),
            ("organization", near.labels(doc.get("organization"))),
        ),
        links=near.links("document", doc.get("sourceReference")),
        attachments=files,
        text=joined((narrative(doc), read), "\n"),
    )  # fmt: skip


_NAMES = ("code", "type", "event", "topic", "reasonCode", "category", "serviceType")
_WHEN = (
    "date", "dateTime", "sent", "received", "effectiveDateTime", "effectivePeriod", "occurrenceDateTime", "occurrencePeriod", "period",
    "authoredOn", "recordedDate", "identifiedDateTime", "created", "issued", "dateWritten", "start",
)  # fmt: skip


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
    said = joined((
        text(doc.get("summary")), text(doc.get("detail")), forecast,
        *(text(item.get("contentString")) for item in objs(doc.get("payload"))),
        *(words(item.get("itemCodeableConcept")) for item in objs(doc.get("finding"))),
    ), "; ")  # fmt: skip
    people = (
        doc.get("author") or doc.get("performer") or doc.get("assessor") or doc.get("sender") or doc.get("requester")
    )
    titled = named.title or text(doc.get("title")) or text(doc.get("description")) or (forecast if not said else "")
    return Entry(
        kind, category, titled or nameless(kind), named.codes, date, precision, end, status=status, standing=standing_of(status),
        current=status == "active",
        performers=tuple(filter(None, (near.labels(people),))) if type(people) is not list or texts(people) == () else (),
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
        text=narrative(doc),
    )  # fmt: skip


other: dict[str, Callable[[Doc, Nearby, str], Entry]] = {
    "Consent": consent,
    "Device": device,
    "DeviceUseStatement": device_use,
    "FamilyMemberHistory": family_history,
    "QuestionnaireResponse": questionnaire_response,
}
