"""What does a Patient resource say that the desk and enrolment need: record number, name, birth, address of e-mail?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from haversack.records.formats.fhir_r4.fields import code, objs, text, texts
from haversack.records.people import identity_of_patient, same_person

from .moments import span_of
from .search_index import fold

RECORD_NUMBER = re.compile(r"M\d{6}", re.ASCII)
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")
_USES = ("official", "usual", "")


@dataclass(frozen=True, slots=True)
class Demographics:
    """mrn, email: "" for none. born: None where the day is not known. died: whether the resource says so at all."""

    fhir_id: str
    mrn: str
    family: str
    given: str
    folded: str
    born: date | None
    email: str
    died: bool
    died_on: date | None

    def __repr__(self) -> str:
        return "Demographics(…)"


def demographics_of(doc: dict[str, Any]) -> Demographics:
    """Read a decoded Patient. Its record number is an identifier of the hospital's form, one marked MR first."""
    name = min(objs(doc.get("name")), key=_rank, default={})
    family, given = text(name.get("family"))[:200], " ".join(texts(name.get("given")))[:200]
    if not family and not given:
        family = text(name.get("text"))[:200]
    died_on = span_of(text(doc.get("deceasedDateTime"))).day
    return Demographics(
        fhir_id=text(doc.get("id")),
        mrn=_record_number(doc),
        family=family,
        given=given,
        folded=fold(f"{family} {given}")[:400],
        born=_whole_day(text(doc.get("birthDate"))),
        email=_email(doc),
        died=doc.get("deceasedBoolean") is True or died_on is not None,
        died_on=died_on,
    )


def may_be_the_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a Patient that comes under an id we know can be the one we know: a birth date may be put right, a name
    may change, but not both at once."""
    one, other = identity_of_patient(old), identity_of_patient(new)
    return bool(same_person(one, other)) or one.born[:10] == other.born[:10] or bool(set(one.names) & set(other.names))


def _whole_day(written: str) -> date | None:
    return span_of(written).day if len(written) == 10 else None


def _rank(name: dict[str, Any]) -> int:
    use = text(name.get("use"))
    return _USES.index(use) if use in _USES else len(_USES)


def _record_number(doc: dict[str, Any]) -> str:
    found = [one for one in objs(doc.get("identifier")) if RECORD_NUMBER.fullmatch(text(one.get("value")))]
    found.sort(key=lambda one: code(one.get("type")).upper() != "MR")
    return text(found[0].get("value")) if found else ""


def _email(doc: dict[str, Any]) -> str:
    for one in objs(doc.get("telecom")):
        address = text(one.get("value")).lower()
        if text(one.get("system")) == "email" and text(one.get("use")) != "old" and _ADDRESS.fullmatch(address):
            return address
    return ""
