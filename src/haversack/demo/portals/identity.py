"""What does a hospital keep on file about who a patient is?"""

from __future__ import annotations

from haversack.demo.chart import SNOMED, TERMINOLOGY, stamp, token
from haversack.demo.exact import Json
from haversack.demo.life import Life, at
from haversack.demo.portals.facts import PortalHospital
from haversack.demo.portals.neighbour import MARITAL, RACES, OnFile

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
_CDC = "urn:oid:2.16.840.1.113883.6.238"
_SEXES = {
    "female": ("F", "248152002", "Female"),
    "male": ("M", "248153007", "Male"),
    "other": ("UNK", "", ""),
}
YES = {"system": SNOMED, "code": "373066001", "display": "Yes"}
NO = {"system": SNOMED, "code": "373067005", "display": "No"}


def on_file(life: Life, portal: PortalHospital, file: OnFile) -> Json:
    """The elements of the Patient resource that other places leave out."""
    who = life.profile
    name: Json = {"use": "official", "family": who.family, "given": who.given.split()}
    names = [name]
    if file.former_family:
        changed = life.age(29).isoformat()
        name["period"] = {"start": changed}
        names.append({"use": "old", "family": file.former_family, "given": name["given"], "period": {"end": changed}})
    home: Json = {
        "use": "home",
        "line": [who.street],
        "city": "Millbrook Falls",
        "state": portal.state,
        "postalCode": portal.postcode,
        "country": "US",
        "period": {"start": life.ago(min(6.0, life.body.years_old(life.today))).isoformat()},
    }
    phones = [{"system": "phone", "value": who.phone, "use": "mobile"}]
    if file.email:
        phones.append({"system": "email", "value": file.email, "use": "home"})
    language = {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": who.language}]}, "preferred": True}
    found: Json = {
        "extension": _extensions(who.sex, file),
        "name": names,
        "telecom": phones,
        "address": [home],
        "maritalStatus": {
            "coding": [
                {"system": TERMINOLOGY + "v3-MaritalStatus", "code": file.marital, "display": MARITAL[file.marital]}
            ]
        },
        "communication": [language],
        "managingOrganization": {"reference": f"Organization/{portal.site.key}-organization"},
    }
    if file.relative:
        found["contact"] = _contacts(file.relative, who.street)
    if file.died:
        found["deceasedDateTime"] = stamp(at(file.died, 3, 40))
    return found


def _contacts(relative: tuple[str, str, str, str], street: str) -> list[Json]:
    """Next of kin and the person to notify: here one person is both."""
    _, given, family, phone = relative
    who = {
        "name": {"family": family, "given": [given]},
        "telecom": [{"system": "phone", "value": phone, "use": "mobile"}],
        "address": {"use": "home", "line": [street], "city": "Millbrook Falls"},
    }
    return [
        {"relationship": [token("v2-0131", code, name)]} | who
        for code, name in (("N", "Next-of-Kin"), ("C", "Emergency Contact"))
    ]


def _extensions(sex: str, file: OnFile) -> list[Json]:
    birth, code, display = _SEXES[sex]
    race, called = RACES[file.race]
    origin = ("2135-2", "Hispanic or Latino") if file.hispanic else ("2186-5", "Not Hispanic or Latino")
    found: list[Json] = [
        {"url": US_CORE + "us-core-race", "extension": _group(race, called, ("1041-3", "Indian tribe"), file.tribe)},
        {"url": US_CORE + "us-core-ethnicity", "extension": _group(*origin, ("2148-5", "Mexican"), file.hispanic)},
        {"url": US_CORE + "us-core-birthsex", "valueCode": birth},
    ]
    if code:
        found.append(
            {"url": US_CORE + "us-core-sex", "valueCoding": {"system": SNOMED, "code": code, "display": display}}
        )
    if file.gender_identity:
        identity, words = file.gender_identity
        coding = {"system": SNOMED, "code": identity, "display": words}
        found.append(
            {
                "url": US_CORE + "us-core-genderIdentity",
                "valueCodeableConcept": {"coding": [coding], "text": words},
            }
        )
    if file.tribe:
        tribe = {"url": "tribalAffiliation", "valueCodeableConcept": {"text": "An invented river nation"}}
        enrolled = {"url": "isEnrolled", "valueBoolean": True}
        found.append({"url": US_CORE + "us-core-tribal-affiliation", "extension": [tribe, enrolled]})
    found.append({"url": US_CORE + "us-core-interpreter-needed", "valueCoding": YES if file.interpreter else NO})
    if file.religion:
        religion = {"text": file.religion}
        url = "http://hl7.org/fhir/StructureDefinition/patient-religion"
        found.append({"url": url, "valueCodeableConcept": religion})
    return found


def _group(code: str, display: str, detail: tuple[str, str], detailed: bool) -> list[Json]:
    found: list[Json] = [{"url": "ombCategory", "valueCoding": {"system": _CDC, "code": code, "display": display}}]
    if detailed:
        found.append({"url": "detailed", "valueCoding": {"system": _CDC, "code": detail[0], "display": detail[1]}})
    return [*found, {"url": "text", "valueString": display}]
