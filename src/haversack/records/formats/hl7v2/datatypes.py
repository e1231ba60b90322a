"""What do the data types of HL7 v2 (CX, XPN, XAD, XTN, CWE ...) say, as data types of FHIR R4?

Source: HL7 v2.8, chapter 2A, and the data type maps of the HL7 v2-to-FHIR guide. Each answers None where the field says
nothing.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from haversack.records.formats.hl7v2.message import Parts
from haversack.records.formats.hl7v2.systems import IDENTIFIER_TYPE, address_of, system_of

Doc = dict[str, Any]

# HL7 table 0200 and FHIR's NameUse; table 0190 and AddressUse; 0201 and ContactPointUse.
_NAME_USES = {
    "L": "official", "R": "official", "C": "official", "D": "usual", "M": "maiden", "N": "nickname", "A": "nickname",
    "S": "anonymous", "P": "old", "BAD": "old",
}  # fmt: skip
_ADDRESS_USES = {"H": "home", "P": "home", "L": "home", "B": "work", "O": "work", "C": "temp", "BA": "old"}
_PHONE_USES = {"PRN": "home", "ORN": "home", "VHN": "home", "WPN": "work", "PRS": "mobile", "EMR": "home"}
_PHONE_KINDS = {
    "PH": "phone", "CP": "phone", "SAT": "phone", "TDD": "phone", "FX": "fax", "BP": "pager", "INTERNET": "email",
    "X.400": "email", "MD": "other",
}  # fmt: skip
_KNOWN_IDENTIFIERS = {"SS": "http://hl7.org/fhir/sid/us-ssn", "NPI": "http://hl7.org/fhir/sid/us-npi"}


def filled(doc: Doc) -> Doc:
    """Without the members that say nothing."""
    return {name: value for name, value in doc.items() if value not in ("", None, [], {})}


def concept(parts: Parts, sender: str) -> Doc | None:
    """A CE, CWE or CNE: up to three codes for one thing, and the words that were there first."""
    codings = [coding for at, oid in ((1, 14), (4, 17), (10, 20)) if (coding := _coding(parts, at, oid, sender))]
    said = parts.at(9) or next((parts.at(at) for at in (2, 5, 11) if parts.at(at)), "")
    if not codings and not said:
        return None
    named = any(coding.get("display") == said for coding in codings)
    return filled({"coding": codings, "text": "" if named else said})


def _coding(parts: Parts, at: int, oid: int, sender: str) -> Doc:
    code = parts.at(at)
    if not code:
        return {}
    system = system_of(parts.at(at + 2), parts.at(oid), sender)
    return filled({"system": system, "code": code, "display": parts.at(at + 1)})


def authority(parts: Parts, component: int, sender: str) -> str:
    """The address of who gives out an identifier (HD: name, identifier, kind of identifier)."""
    name, identifier, kind = (parts.at(component, sub) for sub in (1, 2, 3))
    if said := address_of(identifier, kind) or address_of(name):
        return said
    named = name or identifier
    return f"urn:hl7v2:{quote(sender, safe='')}:{quote(named, safe='')}" if named else ""


def identifier(parts: Parts, sender: str, *, owner: int = 4, kind: int = 5) -> Doc | None:
    """A CX (or the number in an XCN, by other components): a number, who gave it out, what kind it is."""
    value = parts.at(1)
    if not value:
        return None
    sort = parts.at(kind).upper()
    system = _KNOWN_IDENTIFIERS.get(sort) or authority(parts, owner, sender)
    coded = {"coding": [{"system": IDENTIFIER_TYPE, "code": sort}]} if sort else None
    return filled({"type": coded, "system": system, "value": value})


def order_number(parts: Parts, sender: str, sort: str) -> Doc | None:
    """An EI: a number of an order, PLAC or FILL."""
    value = parts.at(1)
    if not value:
        return None
    system = address_of(parts.at(3), parts.at(4)) or (
        f"urn:hl7v2:{quote(sender, safe='')}:{quote(parts.at(2), safe='')}" if parts.at(2) else ""
    )
    return filled({"type": {"coding": [{"system": IDENTIFIER_TYPE, "code": sort}]}, "system": system, "value": value})


def human_name(parts: Parts, at: int = 1) -> Doc | None:
    """An XPN, or the name in an XCN, which begins at its second component."""
    given = [parts.at(at + 1), *parts.at(at + 2).split()]
    name = filled(
        {
            "family": parts.at(at),
            "given": [one for one in given if one],
            "prefix": [parts.at(at + 4)] if parts.at(at + 4) else [],
            "suffix": [one for one in (parts.at(at + 3), parts.at(at + 5)) if one],
        }
    )
    if not name.get("family") and not name.get("given"):
        return None
    use = _NAME_USES.get(parts.at(7)) if at == 1 else None
    return {"use": use, **name} if use else name


def spoken(name: Doc | None) -> str:
    """A name as it is said: "Dr Ana García MD"."""
    if name is None:
        return ""
    said = (*name.get("prefix", ()), *name.get("given", ()), name.get("family", ""), *name.get("suffix", ()))
    return " ".join(filter(None, said))


def address(parts: Parts) -> Doc | None:
    """An XAD."""
    found = filled(
        {
            "line": [line for at in (1, 2, 19) if (line := parts.at(at))],
            "city": parts.at(3),
            "state": parts.at(4),
            "postalCode": parts.at(5),
            "country": parts.at(6),
        }
    )
    if not found:
        return None
    use = _ADDRESS_USES.get(parts.at(7))
    return {**({"use": use} if use else {}), **({"type": "postal"} if parts.at(7) == "M" else {}), **found}


def telecom(parts: Parts) -> Doc | None:
    """An XTN: one number or e-mail address, in its parts or as one text."""
    kind, use = parts.at(3).upper(), parts.at(2).upper()
    number = "-".join(filter(None, (parts.at(6), parts.at(7))))
    country, extension = parts.at(5), parts.at(8)
    built = f"{'+' + country.lstrip('+') + ' ' if country else ''}{number}{' x' + extension if extension else ''}"
    mail = parts.at(4)
    is_mail = kind in ("INTERNET", "X.400") or (use == "NET" and bool(mail))
    value = mail if is_mail and mail else parts.at(12) or (built if number else "") or parts.at(1)
    if not value:
        return None
    system = "email" if is_mail or "@" in value else _PHONE_KINDS.get(kind, "phone")
    told_use = "mobile" if kind == "CP" else _PHONE_USES.get(use, "")
    return filled({"system": system, "value": value, "use": told_use})


def quantity(digits: Any, units: Parts, comparator: str = "") -> Doc:
    """A number (digits as they came) in a unit (CE or CWE); the code only where it is said to be UCUM."""
    code, words, system = units.at(1), units.at(2), units.at(3).upper()
    doc = filled({"comparator": comparator, "unit": words or code})
    doc = {"value": digits, **doc}
    return {**doc, "system": "http://unitsofmeasure.org", "code": code} if system == "UCUM" and code else doc
