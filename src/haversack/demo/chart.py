"""How does one hospital keep one person's resources, and hand them out as a bundle?

A chart numbers ids in the hospital's own style and adds the people and places that a resource points to when they are
first needed, so that every reference inside a bundle can be followed.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from haversack.demo import exact
from haversack.demo.exact import Json
from haversack.demo.hospitals import LABORATORIES, Doctor, Hospital
from haversack.demo.life import Life, at
from haversack.demo.profiles import claimed

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
_SHORT = {
    "Observation": "obs",
    "Encounter": "enc",
    "MedicationRequest": "mr",
    "DiagnosticReport": "rep",
    "Condition": "cond",
}


def concept(system: str, code: str, display: str, text: str = "") -> Json:
    """A CodeableConcept with one coding; `text` is what people say."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": text or display}


def token(system: str, code: str, display: str) -> Json:
    """A CodeableConcept out of an HL7 code system, with no text of its own."""
    return {"coding": [{"system": TERMINOLOGY + system, "code": code, "display": display}]}


def stamp(when: datetime) -> str:
    """A FHIR dateTime to the second with its offset."""
    return when.isoformat(timespec="seconds")


class Chart:
    """The resources of one person at one hospital, in the order they were written."""

    def __init__(self, life: Life, hospital: Hospital, first: int = 1000) -> None:
        """`first`: after which number its own begin, where a hospital numbers the resources of all its patients."""
        self.life, self.hospital = life, hospital
        self.resources: list[Json] = []
        self._known: dict[str, str] = {}
        self._counter = first
        self._written = at(life.today, 6)
        self.patient = {"reference": self._patient(), "display": life.profile.name}

    def later(self) -> Chart:
        """A chart for what comes next: numbers go on, people and places are named again, older resources are not."""
        found = Chart(self.life, self.hospital)
        found._counter = self._counter + 500
        return found

    def add(self, kind: str, body: Json, when: date | datetime, *, ident: str = "") -> str:
        """Write a resource down; the reference to it ("Observation/obs-001234")."""
        ident = ident or self._new_id(kind)
        self._written = when if isinstance(when, datetime) else at(when, 17)
        meta: Json = {"versionId": "1", "lastUpdated": stamp(self._written)}
        if self.hospital.profiles and (profiles := claimed(kind, body)):
            meta["profile"] = profiles
        self.resources.append({"resourceType": kind, "id": ident, "meta": meta} | body)
        return f"{kind}/{ident}"

    def doctor(self, family: str) -> Json:
        """A reference to a practitioner of this hospital by family name."""
        found = self.hospital.doctor(family)
        self._once(f"doctor:{found.id}", "Practitioner", found.id, _practitioner(found))
        return {"reference": f"Practitioner/{found.id}", "display": found.name}

    def place(self, name: str = "") -> Json:
        """A reference to a place inside the hospital; the first one when not named."""
        number = self.hospital.places.index(name) if name else 0
        name = self.hospital.places[number]
        body = {"status": "active", "name": name, "mode": "instance", "managingOrganization": self.organization()}
        ident = f"{self.hospital.key}-place-{number + 1}"
        self._once(f"place:{number}", "Location", ident, body)
        return {"reference": f"Location/{ident}", "display": name}

    def organization(self) -> Json:
        """A reference to the hospital itself."""
        home = {"line": [self.hospital.street], "city": self.hospital.city}
        kind = [token("organization-type", "prov", "Healthcare Provider")]
        body = {"active": True, "type": kind, "name": self.hospital.name, "address": [home]}
        ident = f"{self.hospital.key}-organization"
        self._once("organization", "Organization", ident, body)
        return {"reference": f"Organization/{ident}", "display": self.hospital.name}

    def laboratory(self, key: str = "") -> Json:
        """A reference to a laboratory; to the one that this hospital sends blood to, when not named."""
        key = key or self.hospital.laboratory
        name, ident = LABORATORIES[key], f"lab-{key}"
        self._once(ident, "Organization", ident, {"active": True, "name": name})
        return {"reference": f"Organization/{ident}", "display": name}

    def bundle(self) -> bytes:
        """Everything in this chart as a searchset bundle, in JSON with exact digits."""
        base = self.hospital.base
        entries = [
            {"fullUrl": f"{base}/{found['resourceType']}/{found['id']}", "resource": found, "search": {"mode": "match"}}
            for found in self.resources
        ]
        head: Json = {"resourceType": "Bundle", "type": "searchset", "timestamp": stamp(at(self.life.today, 6, 30))}
        link = [{"relation": "self", "url": f"{base}/Patient/{self._known['patient']}/$everything"}]
        return exact.text(head | {"total": len(entries), "link": link, "entry": entries})

    def _patient(self) -> str:
        who = self.life.profile
        number = f"{self.life.dice(self.hospital.key).randrange(10**6):06d}"
        ident = f"{self.hospital.key}-{number}"
        record = {"type": token("v2-0203", "MR", "Medical record number"), "value": f"M{number}"}
        body = {
            "identifier": [record | {"use": "usual", "system": f"{self.hospital.base}/mrn"}],
            "active": True,
            "name": [{"use": "official", "family": who.family, "given": who.given.split()}],
            "telecom": [{"system": "phone", "value": who.phone, "use": "mobile"}],
            "gender": who.sex,
            "birthDate": who.born.isoformat(),
            "address": [{"use": "home", "line": [who.street], "city": "Millbrook Falls", "country": "US"}],
            "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": who.language}]}}],
        }
        self._once("patient", "Patient", ident, body)
        return f"Patient/{ident}"

    def _once(self, what: str, kind: str, ident: str, body: Json) -> None:
        if what not in self._known:
            self._known[what] = ident
            # people and places carry one date for all, so that a later bundle repeats them unchanged
            self.add(kind, body, at(self.life.ago(0.4), 4), ident=ident)

    def _new_id(self, kind: str) -> str:
        self._counter += 1
        if self.hospital.ids == "uuid":
            secret = self.life.dice(f"{self.hospital.key}:{self._counter}").getrandbits(128)
            return str(uuid.UUID(int=secret, version=4))
        return f"{_SHORT.get(kind, kind[:4].lower())}-{self._counter:06d}"


def _practitioner(found: Doctor) -> Json:
    who = {"family": found.family, "given": [found.given], "prefix": [found.prefix], "text": found.name}
    return {"active": True, "name": [who], "qualification": [{"code": {"text": found.specialty}}]}
