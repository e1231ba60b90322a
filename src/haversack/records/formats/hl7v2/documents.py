"""Which letter, note or report does a message bring or announce (TXA with its OBX)?"""

from __future__ import annotations

from collections.abc import Iterable

from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled
from haversack.records.formats.hl7v2.files import attachment, plain_text
from haversack.records.formats.hl7v2.groups import Group, Result
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Parts, Segment
from haversack.records.formats.hl7v2.observations import WRONG, observation
from haversack.records.formats.hl7v2.systems import LOINC, table
from haversack.records.formats.hl7v2.values import FILES, NARRATIVE

# HL7 table 0270 to LOINC's document types.
_TYPES = {
    "AR": ("18743-5", "Autopsy report"), "CD": ("18745-0", "Cardiac catheterization study"),
    "CN": ("11488-4", "Consult note"), "DI": ("18748-4", "Diagnostic imaging study"),
    "DS": ("18842-5", "Discharge summary"), "ED": ("34111-5", "Emergency department Note"),
    "HP": ("34117-2", "History and physical note"), "OP": ("11504-8", "Surgical operation note"),
    "PC": ("34788-0", "Psychiatry Consult note"), "PH": ("34132-1", "Psychiatry History and physical note"),
    "PN": ("28570-0", "Procedure note"), "PR": ("11506-3", "Progress note"), "SP": ("11526-1", "Pathology study"),
    "TS": ("18761-7", "Transfer summary note"),
}  # fmt: skip
# HL7 table 0271: what somebody stands behind.
_FINAL = frozenset({"AU", "LA"})
_PRELIMINARY = frozenset({"DI", "DO", "IN", "IP", "PA"})
_NOTE = {
    "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
    "code": "clinical-note",
    "display": "Clinical Note",
}
_GONE = {"CA": "entered-in-error", "OB": "superseded"}
_CANCELLED = frozenset({"T11"})
_RELATIONS = {"T05": "appends", "T06": "appends", "T09": "replaces", "T10": "replaces"}


def document(group: Group, making: Making, encounter: Doc | None) -> None:
    """Add the DocumentReference of a TXA, and as Observations what stands beside the document in numbers."""
    txa = group.document
    if txa is None:
        return
    number = txa.text(12) or txa.text(14)
    key = (number,) if number else (txa.text(2), txa.text(4) or txa.text(6), making.message.control_id)
    right = [one for one in group.document_results if one.segment.text(11).upper() not in WRONG]
    contents = list(_contents(right, txa, making))
    event = making.message.kind.partition("^")[2].partition("^")[0]
    if not contents:
        if event not in ("T01", "T03", "T05", "T07", "T09", "T11"):
            making.say(txa, words.NO_FILE, "information")
        contents = [filled({"title": _title(txa)})]
    availability, completion = txa.text(19).upper(), txa.text(17).upper()
    status = "entered-in-error" if event in _CANCELLED else _GONE.get(availability, "current")
    done = making.clock.time(txa.first(4)) or making.clock.time(txa.first(6))
    doc = {
        "masterIdentifier": {"value": number} if number else None,
        "identifier": [
            {"value": own} for at in (14, 15) for one in txa.each(at) if (own := one.at(1)) and own != number
        ],
        "status": status,
        "docStatus": "final" if completion in _FINAL else "preliminary" if completion in _PRELIMINARY else "",
        "type": _type(txa, making),
        "category": [{"coding": [_NOTE]}],
        "subject": making.subject,
        "date": _instant(txa.first(6), making) or _instant(txa.first(4), making),
        "author": making.people(txa.each(9), txa),
        "authenticator": next(iter(making.people(txa.each(22), txa)), None),
        "relatesTo": _relations(txa, event, making),
        "description": txa.text(25),
        "securityLabel": [{"coding": [table("0272", txa.text(18))]}] if txa.text(18) else [],
        "content": [{"attachment": one} for one in contents],
        "context": filled(
            {
                "encounter": [encounter] if encounter else [],
                "period": filled({"start": done}),
            }
        ),
    }
    making.add("DocumentReference", making.id_of("DocumentReference", *key), doc, txa)
    shared = filled({"encounter": encounter, "effectiveDateTime": done})
    for place, one in enumerate(right):
        if one.segment.text(2).upper() not in FILES | NARRATIVE | {"HD", ""}:
            place_of_it = (*key, one.segment.text(3), one.segment.text(4), str(place))
            observation(one, making, key=place_of_it, shared=shared)


def _instant(written: Parts, making: Making) -> str:
    """DocumentReference.date must name a moment; what is less exact stands in the period alone, as it came."""
    moment = making.clock.instant(written)
    return moment if moment == making.clock.time(written) else ""


def _contents(results: Iterable[Result], txa: Segment, making: Making) -> Iterable[Doc]:
    """Each file; and all lines of text as one."""
    lines = []
    for one in results:
        kind = one.segment.text(2).upper()
        if kind in FILES:
            if found := attachment(one.segment, making):
                yield found
        elif kind in NARRATIVE and (said := one.segment.whole(5)):
            lines.append(said)
    if lines:
        yield plain_text("\n".join(lines), _title(txa))


def _title(txa: Segment) -> str:
    return txa.text(16) or txa.text(2, 2) or _TYPES.get(txa.text(2).upper(), ("", ""))[1] or txa.text(2) or "Document"


def _type(txa: Segment, making: Making) -> Doc | None:
    code = txa.text(2).upper()
    if known := _TYPES.get(code):
        return {"coding": [{"system": LOINC, "code": known[0], "display": known[1]}, table("0270", code)]}
    return concept(txa.first(2), making.sender)


def _relations(txa: Segment, event: str, making: Making) -> list[Doc]:
    """The document that this one replaces or adds to (TXA-13)."""
    parent = txa.text(13)
    if not parent or event not in _RELATIONS:
        return []
    target = {"reference": f"DocumentReference/{making.id_of('DocumentReference', parent)}"}
    return [{"code": _RELATIONS[event], "target": target}]
