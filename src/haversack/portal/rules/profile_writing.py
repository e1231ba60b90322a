"""How does an accepted change become part of the Patient resource? What nobody asked for stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from haversack.records.formats.fhir_r4.fields import objs

from .profile import MARITAL, RACE_URL, RACES, RELIGION_URL, Doc, Field, Parts

RACE_SYSTEM = "urn:oid:2.16.840.1.113883.6.238"
UNKNOWN_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
MARITAL_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
ROLE_SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-0131"
_ROLES = {"N": "Next-of-Kin", "C": "Emergency Contact"}


def with_changes(doc: Doc, accepted: Mapping[Field, Parts]) -> Doc:
    """The Patient with these fields as they were asked for; the one that was given is left alone."""
    changed = dict(doc)
    for field, parts in accepted.items():
        _WRITE[field](changed, parts)
    return changed


def _put(doc: Doc, key: str, value: Any) -> None:
    """An empty value is no value in FHIR."""
    if value:
        doc[key] = value
    else:
        doc.pop(key, None)


def _extend(doc: Doc, url: str, extension: Doc | None) -> None:
    """Put an extension in the place of the one with its address."""
    others = [one for one in objs(doc.get("extension")) if one.get("url") != url]
    _put(doc, "extension", [*others, *([extension] if extension else [])])


def _marital(doc: Doc, parts: Parts) -> None:
    status = parts["status"]
    system = UNKNOWN_SYSTEM if status == "UNK" else MARITAL_SYSTEM
    coding = {"system": system, "code": status, "display": MARITAL.get(status, status)}
    _put(doc, "maritalStatus", status and {"coding": [coding], "text": coding["display"]})


def _race(doc: Doc, parts: Parts) -> None:
    codes = [one for one in parts["race"].split() if one in RACES]
    told = [
        {
            "url": "ombCategory",
            "valueCoding": {
                "system": UNKNOWN_SYSTEM if one == "ASKU" else RACE_SYSTEM, "code": one, "display": RACES[one]
            },
        }
        for one in codes
    ]  # fmt: skip
    told.append({"url": "text", "valueString": ", ".join(RACES[one] for one in codes)})
    _extend(doc, RACE_URL, {"url": RACE_URL, "extension": told} if codes else None)


def _religion(doc: Doc, parts: Parts) -> None:
    said = parts["religion"]
    _extend(doc, RELIGION_URL, {"url": RELIGION_URL, "valueCodeableConcept": {"text": said}} if said else None)


def _address(doc: Doc, parts: Parts) -> None:
    kept = [one for one in objs(doc.get("address")) if one.get("use") not in (None, "home")]
    _put(doc, "address", [*([_address_of(parts)] if any(parts.values()) else []), *kept])


def _address_of(parts: Parts) -> Doc:
    found: Doc = {"use": "home"}
    _put(found, "line", [line.strip() for line in parts["lines"].splitlines() if line.strip()])
    for key, part in (("city", "city"), ("state", "state"), ("postalCode", "postal")):
        _put(found, key, parts[part])
    return found


def _phones(doc: Doc, parts: Parts) -> None:
    kept = [
        one
        for one in objs(doc.get("telecom"))
        if one.get("system") != "phone" or (one.get("use") or "home") not in parts
    ]
    phones = [{"system": "phone", "value": number, "use": use} for use, number in parts.items() if number]
    _put(doc, "telecom", [*phones, *kept])


def _email(doc: Doc, parts: Parts) -> None:
    kept = [one for one in objs(doc.get("telecom")) if one.get("system") != "email" or one.get("use") == "old"]
    _put(doc, "telecom", [*kept, *([{"system": "email", "value": parts["email"]}] if parts["email"] else [])])


def _contact(role: str) -> Callable[[Doc, Parts], None]:
    def write(doc: Doc, parts: Parts) -> None:
        others = []
        for one in objs(doc.get("contact")):
            kinds = [kind for kind in objs(one.get("relationship")) if not _is(kind, role)]
            if len(kinds) == len(objs(one.get("relationship"))):
                others.append(one)
            elif any(
                _is(kind, other) for kind in kinds for other in _ROLES
            ):  # the same person is both: stays the other
                others.append({**one, "relationship": kinds})
        _put(doc, "contact", [*others, *([_contact_of(role, parts)] if parts["name"] else [])])

    return write


def _is(kind: Doc, role: str) -> bool:
    return any(coding.get("code") == role for coding in objs(kind.get("coding")))


def _contact_of(role: str, parts: Parts) -> Doc:
    kinds: list[Doc] = [{"coding": [{"system": ROLE_SYSTEM, "code": role, "display": _ROLES[role]}]}]
    if parts["relation"]:
        kinds.append({"text": parts["relation"]})
    found: Doc = {"relationship": kinds, "name": {"text": parts["name"]}}
    numbers = [number.strip() for number in parts["phones"].split(",") if number.strip()]
    _put(found, "telecom", [{"system": "phone", "value": number} for number in numbers])
    _put(found, "address", parts["address"] and {"text": parts["address"]})
    return found


_WRITE: dict[Field, Callable[[Doc, Parts], None]] = {
    Field.MARITAL_STATUS: _marital,
    Field.RACE: _race,
    Field.RELIGION: _religion,
    Field.ADDRESS: _address,
    Field.PHONES: _phones,
    Field.EMAIL: _email,
    Field.NEXT_OF_KIN: _contact("N"),
    Field.NOTIFY: _contact("C"),
}
