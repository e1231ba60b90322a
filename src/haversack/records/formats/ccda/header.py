"""Whom is a document about, who wrote it and who keeps it (ClinicalDocument header)?"""

from __future__ import annotations

from haversack.records.formats.ccda.datatypes import (
    Doc,
    address,
    coding,
    first,
    human_name,
    identifiers,
    moment,
    telecom,
    text_of,
)
from haversack.records.formats.ccda.here import Here
from haversack.records.formats.ccda.systems import RACES, SSN
from haversack.records.formats.ccda.tree import Node
from haversack.records.formats.hl7v2.datatypes import filled
from haversack.records.formats.hl7v2.patients import OMB_CATEGORIES, US_CORE

_GENDERS = {"F": "female", "M": "male", "UN": "other", "O": "other", "U": "unknown"}
_BIRTH_ORDER = 20


def sender_of(document: Node) -> str:
    """Who keeps the document, as a name: its custodian, else whoever wrote, signed or provided it."""
    places = (
        ("custodian", "assignedCustodian", "representedCustodianOrganization"),
        ("author", "assignedAuthor", "representedOrganization"),
        ("legalAuthenticator", "assignedEntity", "representedOrganization"),
        ("recordTarget", "patientRole", "providerOrganization"),
    )
    for path in places:
        if said := text_of(document.one(*path, "name")):
            return said[:100]
    device = document.one("author", "assignedAuthor", "assignedAuthoringDevice")
    maker = text_of(device.one("softwareName")) or text_of(device.one("manufacturerModelName"))
    person = human_name(document.one("author", "assignedAuthor", "assignedPerson", "name"))
    named = " ".join((*person.get("given", ()), person.get("family", ""))).strip() if person else ""
    return (maker or named)[:100]


def patient_key(document: Node) -> str:
    """What makes this the same patient in the next document of the sender: a number of theirs, else name and birth."""
    return _key(document.one("recordTarget", "patientRole"))


def people_of(document: Node) -> set[str]:
    """The key of everybody whom a document says that it is about."""
    keys = (_key(one.one("patientRole")) for one in document.all("recordTarget"))
    return {key for key in keys if key}


def _key(role: Node) -> str:
    for one in role.all("id"):
        if one.get("root") and one.get("extension") and one.get("root") != SSN and "nullFlavor" not in one.attributes:
            return "\x1f".join((one.get("root"), one.get("extension")))
    patient = role.one("patient")
    name = human_name(first(patient.all("name")))
    if name:
        return "\x1f".join(
            (name.get("family", ""), " ".join(name.get("given", [])), patient.one("birthTime").get("value")[:8])
        )
    number = next((one for one in role.all("id") if one.get("root") or one.get("extension")), None)
    return "\x1f".join((number.get("root"), number.get("extension"))) if number else ""


def patient(document: Node, here: Here) -> None:
    """Add the Patient."""
    role = document.one("recordTarget", "patientRole")
    about = role.one("patient")
    born = moment(about.one("birthTime"), here.making.clock)
    names = [name for one in about.all("name") if (name := human_name(one))]
    marital = here.concept(about.one("maritalStatusCode"))
    doc: Doc = {
        "extension": _origins(about) + _religion(about, here),
        "identifier": identifiers(role.all("id")),
        "name": names,
        "telecom": [found for one in role.all("telecom") if (found := telecom(one))],
        "gender": _GENDERS.get(about.one("administrativeGenderCode").get("code").upper(), ""),
        "birthDate": born[:10],
        "address": [found for one in role.all("addr") if (found := address(one))],
        "maritalStatus": marital,
        "communication": _languages(about, here),
        "contact": [found for one in about.all("guardian") if (found := _contact(one, one.one("guardianPerson"), here))]
        + [found for one in document.all("participant") if (found := _relative(one, here))],
        "managingOrganization": here.making.organization(role.one("providerOrganization"), here.where),
    }
    if died := moment(about.one("deceasedTime"), here.making.clock):
        doc["deceasedDateTime"] = died
    elif about.one("deceasedInd").get("value") == "true":
        doc["deceasedBoolean"] = True
    here.add("Patient", (), doc)


def _relative(participant: Node, here: Here) -> Doc | None:
    """Next of kin, caregivers, emergency contacts among those who are named in the head."""
    if participant.get("typeCode") != "IND":
        return None
    entity = participant.one("associatedEntity")
    return _contact(entity, entity.one("associatedPerson"), here)


def _contact(role: Node, person: Node, here: Here) -> Doc | None:
    relation = here.concept(role.one("code"))
    doc = filled(
        {
            "relationship": [relation] if relation else [],
            "name": human_name(first(person.all("name"))),
            "telecom": [found for one in role.all("telecom") if (found := telecom(one))],
            "address": address(first(role.all("addr"))),
        }
    )
    return doc if "name" in doc or "telecom" in doc else None


def _languages(about: Node, here: Here) -> list[Doc]:
    found: list[Doc] = []
    for one in about.all("languageCommunication"):
        code = one.one("languageCode").get("code")
        if code and "nullFlavor" not in one.one("languageCode").attributes:
            language = {"coding": [{"system": "urn:ietf:bcp:47", "code": code}]}
            preferred = {"preferred": True} if one.one("preferenceInd").get("value") == "true" else {}
            found.append({"language": language, **preferred})
    return found


def _religion(about: Node, here: Here) -> list[Doc]:
    said = here.concept(about.one("religiousAffiliationCode"))
    url = "http://hl7.org/fhir/StructureDefinition/patient-religion"
    return [{"url": url, "valueCodeableConcept": said}] if said else []


def _origins(about: Node) -> list[Doc]:
    """Race and ethnicity as US Core writes them."""
    found = []
    for name, start in (("race", "raceCode"), ("ethnicity", "ethnicGroupCode")):
        parts: list[Doc] = []
        said = []
        for one in about.all(start)[:_BIRTH_ORDER]:
            code = coding(one)
            if code.get("system") != RACES:
                continue
            kind = "ombCategory" if code["code"] in OMB_CATEGORIES else "detailed"
            parts.append({"url": kind, "valueCoding": code})
            said.append(code.get("display") or code["code"])
        if parts:
            parts.append({"url": "text", "valueString": ", ".join(said)})
            found.append({"url": f"{US_CORE}{name}", "extension": parts})
    return found
