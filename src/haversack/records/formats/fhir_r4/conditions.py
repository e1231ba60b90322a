"""Which illness or problem is recorded, since when, and is it still there (FHIR R4 Condition)?"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    code,
    concept,
    date_in,
    joined,
    notes,
    obj,
    objs,
    pairs,
    text,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import verified
from haversack.records.formats.fhir_r4.values import amount, value_in
from haversack.records.phrases import nameless

_PRESENT = frozenset({"active", "recurrence", "relapse"})


def spoken_time(doc: Doc, stem: str) -> str:
    """onset[x], abatement[x], performed[x] where it is no date: an age, a range of ages, or words."""
    age = obj(doc.get(stem + "Age"))
    span = obj(doc.get(stem + "Range"))
    if age:
        return amount(age)
    if span:
        found = value_in({"valueRange": span})
        return f"{found.text} {found.unit}".strip() if found else ""
    return text(doc.get(stem + "String"))


def _asserted(doc: Doc) -> str:
    """When it was first stated: HL7's extension condition-assertedDate, which US Core asks for."""
    found = (item for item in objs(doc.get("extension")) if text(item.get("url")).endswith("/condition-assertedDate"))
    return next((text(item.get("valueDateTime")) for item in found), "")


def condition(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Condition: a problem, a health concern or the diagnosis of a visit."""
    named = concept(doc.get("code"))
    title, standing = verified(doc, named.title or nameless("Condition"), named)
    date, precision, _ = date_in(doc, "onsetDateTime", "onsetPeriod", "assertedDate", "recordedDate", "dateRecorded")
    end = date_in(doc, "abatementDateTime")[0] or date_in(doc, "abatementPeriod")[0] or date_in(doc, "onsetPeriod")[2]
    status = code(doc.get("clinicalStatus"))
    people = objs(doc.get("asserter")) + objs(doc.get("recorder"))
    return Entry(
        "Condition",
        category,
        title,
        named.codes,
        date,
        precision,
        end,
        status=status,
        standing=standing,
        current=standing == "fact" and status in _PRESENT,
        performers=near.people(people),
        details=pairs(
            ("original-title", named.original),
            ("verification", words(doc.get("verificationStatus")) or code(doc.get("verificationStatus"))),
            ("kind", words(doc.get("category"))),
            ("severity", words(doc.get("severity"))),
            ("stage", words(obj(doc.get("stage")).get("summary"))),
            ("body-site", words(doc.get("bodySite"))),
            ("onset", spoken_time(doc, "onset")),
            ("abatement", spoken_time(doc, "abatement")),
            ("recorded", date_in(doc, "recordedDate", "dateRecorded", "assertedDate")[0]),
            ("asserted", _asserted(doc)),
            ("evidence", joined((words(item.get("code")) for item in objs(doc.get("evidence"))), "; ")),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter") or doc.get("context")) + near.links("performer", people),
    )
