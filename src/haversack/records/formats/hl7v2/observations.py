"""What did a result say (OBX): measured what, how much, against which range, and does it still hold?"""

from __future__ import annotations

from haversack.records.categories import VITALS_BY_CODE
from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled
from haversack.records.formats.hl7v2.groups import Result
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Segment
from haversack.records.formats.hl7v2.numbers import reference_range
from haversack.records.formats.hl7v2.systems import INTERPRETATION, LOINC, OBSERVATION_CATEGORY
from haversack.records.formats.hl7v2.values import put_value, value_of

# HL7 table 0085 to FHIR's ObservationStatus. X: no result could be had. D and W: it never was this person's result.
STATUSES = {
    "F": "final", "P": "preliminary", "R": "preliminary", "S": "preliminary", "C": "corrected", "A": "amended",
    "B": "amended", "V": "final", "U": "final", "I": "registered", "O": "registered", "N": "cancelled",
    "X": "cancelled", "D": "entered-in-error", "W": "entered-in-error",
}  # fmt: skip
WRONG = frozenset({"D", "W"})
_WITHOUT_VALUE = frozenset({"X", "N"})
# HL7 table 0078, the codes that v3 and FHIR have too. Others stay as words.
_FLAGS = frozenset({
    "L", "H", "LL", "HH", "LU", "HU", "<", ">", "N", "A", "AA", "S", "R", "I", "NS", "MS", "VS", "POS", "NEG", "DET",
    "ND", "IND", "IE", "RR", "WR", "NR", "B", "D", "U", "W", "E", "EX", "HX", "LX", "SYN-R", "SYN-S", "SDD",
})  # fmt: skip
_OLDER_FLAGS = {"CL": "LL", "CH": "HH", "AC": "", "QCF": ""}
SMOKING = "72166-2"


def code_of(obx: Segment, making: Making) -> Doc | None:
    """What was measured (OBX-3), the suffixes of v2.2 ("71020&IMP") left off."""
    return concept(obx.first(3), making.sender)


def observation(result: Result, making: Making, *, key: tuple[str, ...], shared: Doc) -> str:
    """Add one Observation; returns what others call it, "" when it does not say what was measured.

    key: what makes it this result again. shared: what holds for all results of its report (effective, category ...).
    """
    obx = result.segment
    code = code_of(obx, making)
    if code is None:
        if obx.written(5):
            making.say(obx, words.NO_CODE, "warning", 3)
        return ""
    letter = obx.text(11).upper()
    doc: Doc = {
        **shared.get("request", {}),
        "status": STATUSES.get(letter, "final" if not letter else "unknown"),
        "category": category_of(code, shared.get("section", "")),
        "code": code,
        "subject": making.subject,
        "encounter": shared.get("encounter"),
        **_when(obx, making, shared),
        "issued": making.clock.instant(obx.first(19)) or shared.get("issued", ""),
        "performer": _performers(obx, making) or shared.get("performer"),
    }
    values = value_of(obx, making)
    if letter in _WITHOUT_VALUE:
        # What stands in place of the value ("sample haemolysed") is why there is none.
        said = obx.whole(5)
        doc["dataAbsentReason"] = (
            {"text": said[:1000]} if said else _absent("not-performed" if letter == "X" else "not-asked")
        )
    elif values:
        put_value(doc, values)
        doc["interpretation"] = _flags(obx)
        doc["referenceRange"] = reference_range(obx.whole(7), obx.first(6))
    elif doc["status"] in ("final", "corrected", "amended"):
        doc["dataAbsentReason"] = _absent("unknown")
    doc["note"] = [{"text": text} for text in comments(result.comments)]
    doc["bodySite"] = concept(obx.first(20), making.sender)
    doc["method"] = concept(obx.first(17), making.sender)
    doc["specimen"] = shared.get("specimen")
    return making.add("Observation", making.id_of("Observation", *key), doc, obx)


def comments(found: list[Segment]) -> list[str]:
    """NTE segments as notes; those of one kind that follow one another are lines of one note."""
    lines = [segment.whole(3) for segment in found]
    said = "\n".join(lines).strip("\n")
    return [said] if said.strip() else []


def category_of(code: Doc, section: str) -> list[Doc]:
    """Which kind of observation: a vital sign by its LOINC code wherever it is sent, else as the report says."""
    codes = {coding["code"] for coding in code.get("coding", []) if coding.get("system") == LOINC and "code" in coding}
    kind = "vital-signs" if codes & VITALS_BY_CODE else "social-history" if SMOKING in codes else section
    return [{"coding": [{"system": OBSERVATION_CATEGORY, "code": kind}]}] if kind else []


def _when(obx: Segment, making: Making, shared: Doc) -> Doc:
    if own := making.clock.time(obx.first(14)):
        return {"effectiveDateTime": own}
    return {name: value for name, value in shared.items() if name.startswith("effective")}


def _performers(obx: Segment, making: Making) -> list[Doc]:
    """Who produced it: the laboratory (OBX-23, else OBX-15), and whoever is responsible for it (OBX-16)."""
    laboratory = making.organization(obx.first(23), obx)
    if laboratory is None:
        laboratory = making.organization(obx.first(15), obx, name=2 if obx.text(15, 2) else 1, number=0)
    return [one for one in (laboratory, *making.people(obx.each(16), obx)) if one]


def _flags(obx: Segment) -> list[Doc]:
    found: list[Doc] = []
    for parts in obx.each(8):
        code = _OLDER_FLAGS.get(parts.at(1).upper(), parts.at(1).upper())
        if code in _FLAGS:
            found.append({"coding": [filled({"system": INTERPRETATION, "code": code, "display": parts.at(2)})]})
        elif said := parts.at(2) or parts.at(1):
            found.append({"text": said})
    return found


def _absent(code: str) -> Doc:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": code}]}
