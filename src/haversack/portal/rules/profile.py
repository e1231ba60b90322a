"""What does a patient's profile hold that they may ask to have changed, and how does a Patient resource say it?

Eight fields, each with its parts. profile_writing.py writes what was accepted back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from haversack.records.formats.fhir_r4.fields import obj, objs, text, texts

RACE_URL = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race"
RELIGION_URL = "http://hl7.org/fhir/StructureDefinition/patient-religion"

Doc: TypeAlias = dict[str, Any]


class Field(StrEnum):
    """One thing that can be asked for. The values are stored: they never change."""

    MARITAL_STATUS = "marital-status"
    RACE = "race"
    RELIGION = "religion"
    ADDRESS = "address"
    PHONES = "phones"
    EMAIL = "email"
    NEXT_OF_KIN = "next-of-kin"
    NOTIFY = "notify"


_OF_A_CONTACT = ("name", "relation", "address", "phones")
PARTS: dict[Field, tuple[str, ...]] = {
    Field.MARITAL_STATUS: ("status",),
    Field.RACE: ("race",),
    Field.RELIGION: ("religion",),
    Field.ADDRESS: ("lines", "city", "state", "postal"),
    Field.PHONES: ("home", "mobile", "work"),
    Field.EMAIL: ("email",),
    Field.NEXT_OF_KIN: _OF_A_CONTACT,
    Field.NOTIFY: _OF_A_CONTACT,
}
# HL7 v3 MaritalStatus and the OMB categories of race as US Core names them: the code is the value of the part.
MARITAL: dict[str, str] = {
    "S": "Never married",
    "M": "Married",
    "T": "Domestic partner",
    "L": "Legally separated",
    "D": "Divorced",
    "A": "Annulled",
    "W": "Widowed",
    "UNK": "Prefer not to say",
}
RACES: dict[str, str] = {
    "1002-5": "American Indian or Alaska Native",
    "2028-9": "Asian",
    "2054-5": "Black or African American",
    "2076-8": "Native Hawaiian or Other Pacific Islander",
    "2106-3": "White",
    "2131-1": "Other race",
    "ASKU": "Prefer not to say",
}
Parts: TypeAlias = dict[str, str]
Profile: TypeAlias = dict[Field, Parts]


def profile_of(doc: Doc) -> Profile:
    """The profile in a decoded Patient; a part that is not there is ""."""
    found = {field: read(doc) for field, read in _READ.items()}
    return {field: {part: found[field].get(part, "").strip() for part in PARTS[field]} for field in Field}


def digest(profile: Mapping[Field, Parts]) -> str:
    """What a page carries to say what of a profile was on the screen."""
    said = "\x1e".join(
        f"{field}\x1f{part}\x1f{profile[field][part]}" for field in sorted(profile) for part in PARTS[field]
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# Reading -------------------------------------------------------------------------------------------------------------
def _marital(doc: Doc) -> Parts:
    kind = obj(doc.get("maritalStatus"))
    known = _code(kind)
    return {"status": known if known in MARITAL else text(kind.get("text")) or known}


def _race(doc: Doc) -> Parts:
    found = _extension(doc, RACE_URL)
    codes = [text(obj(one.get("valueCoding")).get("code")) for one in objs(found.get("extension"))]
    return {"race": " ".join(one for one in RACES if one in codes)}


def _religion(doc: Doc) -> Parts:
    kind = obj(_extension(doc, RELIGION_URL).get("valueCodeableConcept"))
    return {"religion": text(kind.get("text")) or text(next(iter(objs(kind.get("coding"))), {}).get("display"))}


def _address(doc: Doc) -> Parts:
    return _address_parts(_current(doc.get("address")))


def _address_parts(found: Doc) -> Parts:
    return {
        "lines": "\n".join(texts(found.get("line"))) or ("" if found.get("city") else text(found.get("text"))),
        "city": text(found.get("city")),
        "state": text(found.get("state")),
        "postal": text(found.get("postalCode")),
    }


def _phones(doc: Doc) -> Parts:
    found: Parts = {}
    for one in objs(doc.get("telecom")):
        use = text(one.get("use")) or "home"
        if text(one.get("system")) == "phone" and use in PARTS[Field.PHONES]:
            found.setdefault(use, text(one.get("value")))
    return found


def _email(doc: Doc) -> Parts:
    return {
        "email": text(_current([one for one in objs(doc.get("telecom")) if one.get("system") == "email"]).get("value"))
    }


def _contact(role: str) -> Callable[[Doc], Parts]:
    def read(doc: Doc) -> Parts:
        found = next((one for one in objs(doc.get("contact")) if _has_role(one, role)), {})
        name, where = obj(found.get("name")), _address_parts(obj(found.get("address")))
        kinds = [kind for kind in objs(found.get("relationship")) if _code(kind) not in ("N", "C")]
        kinds += [kind for kind in objs(found.get("relationship")) if text(kind.get("text"))]
        return {
            "name": text(name.get("text")) or " ".join([*texts(name.get("given")), text(name.get("family"))]).strip(),
            "relation": next((text(kind.get("text")) or _shown(kind) for kind in kinds), ""),
            "address": ", ".join(" ".join(part.split()) for part in where.values() if part),
            "phones": ", ".join(text(one.get("value")) for one in objs(found.get("telecom"))),
        }

    return read


def _has_role(contact: Doc, role: str) -> bool:
    return any(
        text(coding.get("code")) == role
        for kind in objs(contact.get("relationship"))
        for coding in objs(kind.get("coding"))
    )


def _code(kind: Doc) -> str:
    return text(next(iter(objs(kind.get("coding"))), {}).get("code"))


def _shown(kind: Doc) -> str:
    return text(next(iter(objs(kind.get("coding"))), {}).get("display"))


def _extension(doc: Doc, url: str) -> Doc:
    return next((one for one in objs(doc.get("extension")) if one.get("url") == url), {})


def _current(several: Any) -> Doc:
    """The first that is not said to be old."""
    found = [one for one in objs(several) if one.get("use") != "old"]
    return next((one for one in found if one.get("use") == "home"), found[0] if found else {})


_READ: dict[Field, Callable[[Doc], Parts]] = {
    Field.MARITAL_STATUS: _marital,
    Field.RACE: _race,
    Field.RELIGION: _religion,
    Field.ADDRESS: _address,
    Field.PHONES: _phones,
    Field.EMAIL: _email,
    Field.NEXT_OF_KIN: _contact("N"),
    Field.NOTIFY: _contact("C"),
}
