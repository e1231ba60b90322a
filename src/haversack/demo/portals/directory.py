"""How does a hospital describe itself to the world: its organizations, places, people, and what it prescribes?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from haversack.demo.chart import SNOMED, TERMINOLOGY, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.hospitals import LABORATORIES, Doctor
from haversack.demo.life import at
from haversack.demo.medicines import MEDICINES, coded
from haversack.demo.portals.facts import PortalHospital
from haversack.demo.profiles import claimed

_CLIA = "urn:oid:2.16.840.1.113883.4.7"  # numbers of laboratories
_NAIC = "urn:oid:2.16.840.1.113883.6.300"  # numbers of insurers
NUCC = "http://nucc.org/provider-taxonomy"
# Specialty: the code for it and its name, then the role in a care team (SNOMED CT) and its name.
SPECIALTIES: dict[str, tuple[str, str, str, str]] = {
    "Family medicine": ("207Q00000X", "Family Medicine Physician", "62247001", "Family medicine specialist"),
    "Internal medicine": ("207R00000X", "Internal Medicine Physician", "39677007", "Internal medicine specialist"),
    "Cardiology": ("207RC0000X", "Cardiovascular Disease Physician", "17561000", "Cardiologist"),
    "Obstetrics and gynecology": (
        "207V00000X",
        "Obstetrics & Gynecology Physician",
        "309367003",
        "Obstetrician and gynecologist",
    ),
    "Pediatrics": ("208000000X", "Pediatrics Physician", "82296001", "Pediatrician"),
    "Emergency medicine": ("207P00000X", "Emergency Medicine Physician", "309294001", "Emergency department physician"),
    "General surgery": ("208600000X", "Surgery Physician", "304292004", "Surgeon"),
    "Gastroenterology": ("207RG0100X", "Gastroenterology Physician", "71838004", "Gastroenterologist"),
    "Orthopedic surgery": ("207X00000X", "Orthopaedic Surgery Physician", "22731001", "Orthopedic surgeon"),
    "Radiology": ("2085R0202X", "Diagnostic Radiology Physician", "66862007", "Radiologist"),
    "Pathology": (
        "207ZP0102X",
        "Anatomic Pathology & Clinical Pathology Physician",
        "81464008",
        "Clinical pathologist",
    ),
    "Psychiatry": ("2084P0800X", "Psychiatry Physician", "80584001", "Psychiatrist"),
    "Pharmacy": ("183500000X", "Pharmacist", "46255001", "Pharmacist"),
}


def national_number(nine: str) -> str:
    """Ten digits as the national provider register builds them, the last a check digit (Luhn, prefix 80840).

    Nobody's number begins with 2 yet, so the demo's do.
    """
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in nine[::2])
    return nine + str(-(24 + doubled + sum(map(int, nine[1::2]))) % 10)


def directory(hospital: PortalHospital, today: date) -> list[Json]:
    """What is about nobody in particular, each resource once."""
    written = stamp(at(date(today.year - 1, 1, 4), 4))
    found = []
    for kind, ident, body in _described(hospital):
        meta: Json = {"versionId": "1", "lastUpdated": written}
        if profiles := claimed(kind, body):
            meta |= {"profile": profiles}
        found.append({"resourceType": kind, "id": ident, "meta": meta} | body)
    return found


def payer_id(name: str) -> str:
    return "payer-" + name.lower().replace(" ", "-")


def medicine_id(key: str) -> str:
    return f"medicine-{key}"


def _described(hospital: PortalHospital) -> Iterator[tuple[str, str, Json]]:
    site = hospital.site
    own = f"{site.key}-organization"
    provider = [token("organization-type", "prov", "Healthcare Provider")]
    yield "Organization", own, _organization(hospital, site.name, hospital.phone) | {"type": provider}
    for key, name in LABORATORIES.items():
        body = _organization(hospital, name, "555-0190")
        body["identifier"].append({"system": _CLIA, "value": f"36D9{_digits(name, 6)}"})
        yield "Organization", f"lab-{key}", body
    for payer in hospital.payers:
        body = _organization(hospital, payer, "555-0180") | {"type": [token("organization-type", "pay", "Payer")]}
        body["identifier"].append({"system": _NAIC, "value": _digits(payer, 5)})
        yield "Organization", payer_id(payer), body
    yield "Endpoint", f"{site.key}-fhir", _endpoint(hospital, own)
    for number, (place, role) in enumerate(zip(site.places, hospital.kinds, strict=True), start=1):
        yield "Location", f"{site.key}-place-{number}", _location(hospital, place, role, own)
    for doctor in site.doctors:
        yield "Practitioner", doctor.id, _practitioner(hospital, doctor)
        yield "PractitionerRole", f"role-{doctor.id}", _role(hospital, doctor, own)
    for key, (code, *_) in MEDICINES.items():
        if code:
            yield "Medication", medicine_id(key), {"code": coded(key), "status": "active"}


def _organization(hospital: PortalHospital, name: str, phone: str) -> Json:
    return {
        "identifier": [_number(name)],
        "active": True,
        "name": name,
        "telecom": [{"system": "phone", "value": phone, "use": "work"}],
        "address": [_address(hospital)],
    }


def _endpoint(hospital: PortalHospital, own: str) -> Json:
    return {
        "status": "active",
        "connectionType": {"system": TERMINOLOGY + "endpoint-connection-type", "code": "hl7-fhir-rest"},
        "name": f"{hospital.site.name}, FHIR R4",
        "managingOrganization": {"reference": f"Organization/{own}"},
        "payloadType": [{"coding": [{"system": TERMINOLOGY + "endpoint-payload-type", "code": "any"}]}],
        "address": hospital.site.base,
    }


def _location(hospital: PortalHospital, name: str, role: str, own: str) -> Json:
    return {
        "identifier": [{"system": f"{hospital.site.base}/places", "value": name.lower().replace(" ", "-")}],
        "status": "active",
        "name": name,
        "mode": "instance",
        "type": [{"coding": [{"system": TERMINOLOGY + "v3-RoleCode", "code": role}]}],
        "telecom": [{"system": "phone", "value": hospital.phone, "use": "work"}],
        "address": _address(hospital),
        "managingOrganization": {"reference": f"Organization/{own}", "display": hospital.site.name},
    }


def _practitioner(hospital: PortalHospital, doctor: Doctor) -> Json:
    mail = f"{doctor.given}.{doctor.family}".lower().encode("ascii", "ignore").decode().replace(" ", "-")
    return {
        "identifier": [_number(doctor.id)],
        "active": True,
        "name": [{"family": doctor.family, "given": [doctor.given], "prefix": [doctor.prefix], "text": doctor.name}],
        "telecom": [
            {"system": "phone", "value": hospital.phone, "use": "work"},
            {"system": "email", "value": f"{mail}@{hospital.site.key}.example", "use": "work"},
        ],
        "address": [_address(hospital)],
        "qualification": [{"code": {"text": doctor.specialty}}],
    }


def _role(hospital: PortalHospital, doctor: Doctor, own: str) -> Json:
    specialty, name, role, called = SPECIALTIES[doctor.specialty]
    places = hospital.site.places
    works_in = next(place for family, place in hospital.at.values() if family == doctor.family)
    number = places.index(works_in) + 1
    return {
        "active": True,
        "practitioner": {"reference": f"Practitioner/{doctor.id}", "display": doctor.name},
        "organization": {"reference": f"Organization/{own}", "display": hospital.site.name},
        "code": [concept(SNOMED, role, called)],
        "specialty": [concept(NUCC, specialty, name, doctor.specialty)],
        "location": [{"reference": f"Location/{hospital.site.key}-place-{number}", "display": works_in}],
        "telecom": [{"system": "phone", "value": hospital.phone, "use": "work"}],
        "endpoint": [{"reference": f"Endpoint/{hospital.site.key}-fhir"}],
    }


def _number(whose: str) -> Json:
    return {"system": "http://hl7.org/fhir/sid/us-npi", "value": national_number("2" + _digits(whose, 8))}


def _digits(whose: str, count: int) -> str:
    return f"{Random(whose).randrange(10**count):0{count}d}"  # noqa: S311 - invented data, not a secret


def _address(hospital: PortalHospital) -> Json:
    site = hospital.site
    return {
        "line": [site.street],
        "city": site.city,
        "state": hospital.state,
        "postalCode": hospital.postcode,
        "country": "US",
    }
