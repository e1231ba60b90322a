"""What of a resource does the decision about its release depend on?

Read from the resource itself, at load and again whenever the decision is made again, so that both see the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haversack.records.formats.fhir_r4.fields import code, obj, objs, text
from haversack.records.identity import patient_reference

from .moments import NEVER_SAID, Span, when
from .sections import Section, section_of
from .ties import Key, key_of

NOT_FINAL = frozenset({"registered", "partial", "preliminary"})
WITHDRAWN = "entered-in-error"
_CODED = ("category", "code", "type", "class", "serviceType", "vaccineCode", "medicationCodeableConcept")
_PLACES = ("performer", "serviceProvider", "custodian", "managingOrganization", "managingEntity")
# The first that is given says when it happened; what stands first is what the search parameter of its date asks for.
_DATES = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "occurrenceDateTime",
    "performedDateTime", "performedPeriod", "onsetDateTime", "onsetPeriod", "period", "started", "start", "authoredOn",
    "authored", "whenHandedOver", "whenPrepared", "occurrencePeriod", "startDate", "date", "recordedDate", "issued",
    "created", "sent", "assertedDate",
)  # fmt: skip
# What holds today: the states of an allergy, a condition, a medicine; anything else of these sections is over.
_CURRENT = {
    Section.ALLERGIES: frozenset({"", "active"}),
    Section.CONDITIONS: frozenset({"", "active", "recurrence", "relapse"}),
    Section.MEDICATIONS: frozenset(
        {"", "active", "on-hold", "draft", "intended", "in-progress", "preparation", "unknown"}
    ),
    Section.PREVENTIVE: frozenset({"", "completed"}),
}


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the rules ask of a record.

    codes: "system|code" of its category, kind and type. sites: where it comes from, as references. day: the latest day
    on which it may have happened, as written. final_at: when it became final; None: not yet. current: whether it holds
    today, where its section knows that. reviewed_at: when somebody at the hospital marked it as looked at.
    """

    type: str
    section: Section
    status: str = ""
    codes: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    day: date | None = None
    final_at: datetime | None = None
    current: bool = True
    reviewed_at: datetime | None = None

    def __repr__(self) -> str:  # codes tell about somebody's health
        return f"<RecordFacts of {self.type}>"


def facts_of(
    doc: dict[str, Any], *, received_at: datetime, reviewed_at: datetime | None = None, section: Section | None = None
) -> RecordFacts:
    """The facts of a decoded resource that came in at that moment."""
    section = section or section_of(doc)
    status = status_of(doc)
    return RecordFacts(
        type=text(doc.get("resourceType")),
        section=section,
        status=status,
        codes=codes_of(doc),
        sites=_sites_of(doc),
        day=happened(doc).day,
        final_at=final_at(doc, status, received_at),
        current=status in _CURRENT.get(section, (status,)),
        reviewed_at=reviewed_at,
    )


def status_of(doc: dict[str, Any]) -> str:
    """One word for the state of a record: that of an allergy or condition, else of the resource."""
    if code(doc.get("verificationStatus")) in (WITHDRAWN, "refuted"):
        return code(doc.get("verificationStatus"))
    return (code(doc.get("clinicalStatus")) or text(doc.get("status")) or text(doc.get("lifecycleStatus")))[:32]


def happened(doc: dict[str, Any]) -> Span:
    """When it happened, by the first date that it gives."""
    for name in _DATES:
        if name in doc and (found := when(doc[name])) != NEVER_SAID:
            return found
    if context := obj(doc.get("context")).get("period"):
        return when(context)
    return (
        when(obj(doc.get("meta")).get("lastUpdated")) if doc.get("resourceType") == "DocumentReference" else NEVER_SAID
    )


def final_at(doc: dict[str, Any], status: str, received_at: datetime) -> datetime | None:
    """When it became final: when it was issued, as far as it says so and that is not to come; else when it came in."""
    if status in NOT_FINAL or text(doc.get("docStatus")) in NOT_FINAL:
        return None
    said = when(doc.get("issued")).low or (
        when(doc.get("date")).low if doc.get("resourceType") != "Composition" else None
    )
    return min(said, received_at) if said else received_at


def codes_of(doc: dict[str, Any]) -> frozenset[str]:
    """ "system|code" of what kind of record it is."""
    found = set()
    for name in _CODED:
        value = doc.get(name)
        if type(value) is str:
            found.add(f"|{value}")
        elif value:
            codings = [coding for kind in objs(value) for coding in (objs(kind.get("coding")) or [kind])]
            found |= {f"{text(one.get('system'))}|{text(one.get('code'))}" for one in codings if one.get("code")}
    return frozenset(found)


def patient_of(doc: dict[str, Any]) -> Key | None:
    """The Patient whose record it is; None where it says no patient of ours."""
    if doc.get("resourceType") == "Patient":
        return Key("Patient", text(doc.get("id")))
    if doc.get("resourceType") == "Binary":
        key = key_of(obj(doc.get("securityContext")).get("reference"))
    else:
        key = key_of(patient_reference(doc))
    return key if key and key.type == "Patient" else None


def names_a_patient(doc: dict[str, Any]) -> bool:
    """Whether it says that it is somebody's, known here or not."""
    said = patient_reference(doc)
    return bool(said) and ("Patient" in said or said.startswith("urn:"))


def _sites_of(doc: dict[str, Any]) -> frozenset[str]:
    named = [one for name in _PLACES for one in objs(doc.get(name))]
    named += [obj(one.get("location")) for one in objs(doc.get("location"))] + objs(doc.get("location"))
    return frozenset(str(key) for one in named if (key := key_of(one.get("reference"))) is not None)
