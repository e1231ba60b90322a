"""Who is a message about (PID, PD1, NK1), and which numbers of theirs were joined (MRG)?"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import (
    Doc,
    address,
    concept,
    filled,
    human_name,
    identifier,
    telecom,
)  # fmt: skip
from haversack.records.formats.hl7v2.groups import Group
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Segment
from haversack.records.formats.hl7v2.systems import table

_GENDERS = {"F": "female", "M": "male", "O": "other", "A": "other", "N": "other", "X": "other", "U": "unknown"}
_MARITAL = {
    "A": ("L", "Legally Separated"), "D": ("D", "Divorced"), "E": ("L", "Legally Separated"),
    "I": ("I", "Interlocutory"), "M": ("M", "Married"), "N": ("A", "Annulled"), "P": ("T", "Domestic partner"),
    "S": ("S", "Never Married"),
    "W": ("W", "Widowed"), "B": ("U", "unmarried"), "U": ("UNK", "unknown"), "T": ("UNK", "unknown"),
}  # fmt: skip
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
_RACES = "urn:oid:2.16.840.1.113883.6.238"
_TABLE_5 = "http://terminology.hl7.org/CodeSystem/v2-0005"
_SSN = "http://hl7.org/fhir/sid/us-ssn"
# The categories that the US Office of Management and Budget has; every other code there is in more detail.
OMB_CATEGORIES = frozenset({"1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2135-2", "2186-5"})


def key_of(pid: Segment) -> str:
    """What makes this the same patient in the sender's next message: their record number, else another number, else
    name and birth date; "" when it names nobody."""
    numbers = [*pid.each(3), *pid.each(2), *pid.each(4)]
    numbers = [one for one in numbers if one.at(1)]
    best = next((one for one in numbers if one.at(5) in ("MR", "MRN")), None) or next(iter(numbers), None)
    if best is not None:
        return "\x1e".join((best.at(1), best.at(4), best.at(4, 2)))
    name = pid.first(5)
    return "\x1e".join((name.at(1), name.at(2), pid.text(7)[:8])) if name.at(1) or name.at(2) else ""


def identifiers(pid: Segment, making: Making) -> list[Doc]:
    """Every number of the patient, each once."""
    found = [identifier(one, making.sender) for one in (*pid.each(3), *pid.each(2), *pid.each(4))]
    security = pid.text(19)
    if security and all(one is None or _figures(one["value"]) != _figures(security) for one in found):
        found.append({"type": {"coding": [table("0203", "SS")]}, "system": _SSN, "value": security})
    kept: list[Doc] = []
    for one in found:
        if one and all(one["value"] != other["value"] or one.get("system") != other.get("system") for other in kept):
            kept.append(one)
    return kept


def _figures(number: str) -> str:
    return "".join(filter(str.isalnum, number))


def patient(group: Group, making: Making) -> None:
    """Add the Patient."""
    pid = group.patient
    if pid is None:
        return
    doc: Doc = {
        "extension": _origins(pid, making),
        "identifier": identifiers(pid, making),
        "name": [name for one in (*pid.each(5), *pid.each(9)) if (name := human_name(one))],
        "telecom": [found for one in (*pid.each(13), *pid.each(14), *pid.each(40)) if (found := telecom(one))],
        "gender": _GENDERS.get(pid.text(8).upper(), ""),
        "birthDate": making.clock.day(pid.first(7)),
        "address": [found for one in pid.each(11) if (found := address(one))],
        "maritalStatus": _marital(pid, making),
        "contact": [found for one in group.rest.get("NK1", []) if (found := _contact(one, making))],
    }
    if died := making.clock.time(pid.first(29)):
        doc["deceasedDateTime"] = died
    elif pid.text(30) == "Y":
        doc["deceasedBoolean"] = True
    if pid.text(24) in ("Y", "N"):
        order = pid.text(25)
        doc["multipleBirthInteger" if is_whole(order) else "multipleBirthBoolean"] = (
            int(order[:3]) if is_whole(order) else pid.text(24) == "Y"
        )
    if (language := concept(pid.first(15), making.sender)) is not None:
        doc["communication"] = [{"language": language}]
    if group.more is not None:
        doc["generalPractitioner"] = making.people(group.more.each(4), group.more)
    own = making.id_of("Patient")
    making.add("Patient", own, doc, pid)
    if group.merged is not None:
        making.say(group.merged, words.MERGED, "information")


def _marital(pid: Segment, making: Making) -> Doc | None:
    code = pid.text(16).upper()
    if known := _MARITAL.get(code):
        system = "http://terminology.hl7.org/CodeSystem/v3-" + ("NullFlavor" if known[0] == "UNK" else "MaritalStatus")
        return {"coding": [{"system": system, "code": known[0], "display": known[1]}]}
    return concept(pid.first(16), making.sender)


def _contact(nk1: Segment, making: Making) -> Doc | None:
    relations = [found for at in (3, 7) if (found := concept(nk1.first(at), making.sender))]
    contact = filled(
        {
            "relationship": relations,
            "name": human_name(nk1.first(2)),
            "telecom": [found for one in (*nk1.each(5), *nk1.each(6)) if (found := telecom(one))],
            "address": address(nk1.first(4)),
        }
    )
    return contact if contact.get("name") or contact.get("telecom") or contact.get("address") else None


def _origins(pid: Segment, making: Making) -> list[Doc]:
    """Race and ethnicity as US Core writes them, where they are coded so (PID-10, PID-22)."""
    found = []
    for field, name in ((10, "race"), (22, "ethnicity")):
        parts: list[Doc] = []
        said = []
        for one in pid.each(field):
            coded = concept(one, making.sender) or {}
            coding = next((c for c in coded.get("coding", []) if c.get("system") in (_RACES, _TABLE_5)), None)
            if coding is None:
                continue
            kind = "ombCategory" if coding["code"] in OMB_CATEGORIES else "detailed"
            parts.append({"url": kind, "valueCoding": {**coding, "system": _RACES}})
            said.append(coding.get("display") or coding["code"])
        if parts:
            parts.append({"url": "text", "valueString": ", ".join(said)})
            found.append({"url": f"{US_CORE}{name}", "extension": parts})
    return found
