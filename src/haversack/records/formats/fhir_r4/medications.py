"""Which medicine was ordered, taken, handed out or given, and how (FHIR R4 Medication… resources)?"""

from __future__ import annotations

from haversack.records.entry import Coding, Entry, Standing
from haversack.records.formats.fhir_r4.dosage import dosages
from haversack.records.formats.fhir_r4.fields import (
    Concept,
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
from haversack.records.formats.fhir_r4.nearby import Named, Nearby
from haversack.records.formats.fhir_r4.procedures import reasons
from haversack.records.formats.fhir_r4.standing import none_known, opposite
from haversack.records.formats.fhir_r4.values import amount
from haversack.records.phrases import nameless

_ORDERS = frozenset({"", "order", "plan", "original-order", "reflex-order", "filler-order", "instance-order"})
_NOT_TAKEN = {"not-taken": "not-taken", "not-done": "not-given"}
_OPEN_PLAN = "active"


def _medicine(doc: Doc, near: Nearby) -> tuple[Concept, Named | None]:
    """medication[x]: the concept, or the Medication it refers to, inside the resource or beside it."""
    named = concept(doc.get("medicationCodeableConcept") or doc.get("medication"))
    reference = obj(doc.get("medicationReference")) or obj(
        obj(doc.get("medication")) if "reference" in obj(doc.get("medication")) else {}
    )
    found = near.named(text(reference.get("reference"))) if reference else None
    if named.title or not reference:
        return named, found
    codes: tuple[Coding, ...] = found.codes if found else ()
    title = (found.title if found else "") or concept(text(reference.get("display"))).title
    return Concept(title, codes, ""), found


def _standing(doc: Doc, named: Concept, title: str, status: str) -> tuple[str, Standing]:
    if status == "entered-in-error":
        return title, "entered-in-error"
    if phrase := none_known(named):
        return phrase, "negated"
    if (
        status in _NOT_TAKEN
        or doc.get("notGiven") is True
        or doc.get("wasNotTaken") is True
        or text(doc.get("taken")) == "n"
    ):
        return opposite(_NOT_TAKEN.get(status, "not-taken"), title), "negated"
    if doc.get("doNotPerform") is True:
        return opposite("do-not-take", title), "negated"
    return title, "fact"


def _is_taken(doc: Doc, kind: str, status: str) -> bool:
    """Whether the source says that the medicine is being taken: an order or statement that is active."""
    if kind == "MedicationRequest":
        return status == _OPEN_PLAN and text(doc.get("intent")) in _ORDERS
    if kind == "MedicationStatement":
        return status == _OPEN_PLAN
    return kind == "MedicationAdministration" and status == "in-progress"


def _reported(doc: Doc, near: Nearby) -> str:
    """reported[x] and informationSource: "true", or who said so."""
    who = near.labels(doc.get("reportedReference")) or near.labels(doc.get("informationSource"))
    return who or ("true" if doc.get("reportedBoolean") is True else "")


def _supply(doc: Doc, near: Nearby) -> tuple[tuple[str, str], ...]:
    supply = obj(doc.get("dispenseRequest"))
    return (
        ("quantity", amount(supply.get("quantity")) or amount(doc.get("quantity"))),
        ("refills", text(supply.get("numberOfRepeatsAllowed"))),
        ("supply-lasts", amount(supply.get("expectedSupplyDuration")) or amount(doc.get("daysSupply"))),
        ("valid-until", text(obj(supply.get("validityPeriod")).get("end"))),
        ("pharmacy", near.labels(supply.get("performer"))),
        ("handed-over", date_in(doc, "whenHandedOver")[0]),
    )


def medication(doc: Doc, near: Nearby, category: str) -> Entry:
    """One MedicationRequest, MedicationStatement, MedicationDispense or MedicationAdministration."""
    kind, status = text(doc.get("resourceType")), text(doc.get("status"))
    named, found = _medicine(doc, near)
    title, standing = _standing(doc, named, named.title or nameless(kind), status)
    date, precision, end = date_in(
        doc,
        "effectiveDateTime",
        "effectivePeriod",
        "whenHandedOver",
        "whenPrepared",
        "authoredOn",
        "dateWritten",
        "dateAsserted",
    )
    givers = under(doc.get("performer"), "actor") if kind != "MedicationRequest" else []
    people = objs(doc.get("requester")) + [giver for giver in givers if giver]
    taken = doc.get("dosageInstruction") or doc.get("dosage")
    about = dict(found.details) if found else {}
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
        current=standing == "fact" and _is_taken(doc, kind, status),
        performers=near.people(people),
        details=pairs(
            ("original-title", named.original),
            ("dosage", dosages(taken)),
            ("route", joined(words(item.get("route")) for item in objs(taken))),
            ("intent", text(doc.get("intent"))),
            ("reason", reasons(doc, near)),
            ("reason-stopped", words(doc.get("statusReason")) or words(doc.get("statusReasonCodeableConcept"))),
            ("kind", words(doc.get("category")) or words(doc.get("type"))),
            ("reported", _reported(doc, near)),
            ("ordered", date_in(doc, "authoredOn")[0] if date_in(doc, "authoredOn")[0] != date else ""),
            *_supply(doc, near),
            ("form", about.get("form", "")),
            ("ingredients", about.get("ingredients", "") if about.get("ingredients") != title else ""),
            ("lot", about.get("lot", "")),
            ("course", words(doc.get("courseOfTherapyType"))),
            ("substitution", words(obj(doc.get("substitution")).get("allowedCodeableConcept"))),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter") or doc.get("context"))
        + near.links("medication", doc.get("medicationReference"))
        + near.links("performer", people)
        + near.links("based-on", doc.get("authorizingPrescription") or doc.get("basedOn"))
        + near.links("other", doc.get("reasonReference")),
    )
