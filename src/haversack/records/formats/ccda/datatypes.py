"""What do the data types of CDA (CD, II, EN, AD, TEL, TS, PQ ...) say, as data types of FHIR R4?

Source: HL7 v3 data types R1 as CDA R2 uses them, and the data type maps of the C-CDA on FHIR guide. Each answers None
(or "") where the element says nothing; a nullFlavor says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from haversack.records.formats.ccda.systems import IDENTIFIERS, SNOMED, UCUM, namespace_of, system_of
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled
from haversack.records.formats.hl7v2.numbers import digits
from haversack.records.formats.hl7v2.times import Clock

Doc = dict[str, Any]
Told = Callable[[Node], str]

_LONGEST_NAME = 250
_NAME_USES = {"L": "official", "C": "usual", "ASGN": "usual", "P": "nickname", "A": "nickname", "SRCH": "old"}
_ADDRESS_USES = {"H": "home", "HP": "home", "HV": "home", "WP": "work", "DIR": "work", "PUB": "work", "TMP": "temp",
                 "BAD": "old"}  # fmt: skip
_PHONE_USES = {"H": "home", "HP": "home", "HV": "home", "WP": "work", "DIR": "work", "PUB": "work", "MC": "mobile"}
_PHONE_KINDS = {"tel": "phone", "fax": "fax", "mailto": "email", "http": "url", "https": "url"}
# What some makers write where a name or a word is asked for.
_NO_WORDS = frozenset({"null", "none", "unknown", "n/a", "undefined"})


def is_null(node: Node) -> bool:
    """Whether an element is not there or says only why it says nothing."""
    return not node or "nullFlavor" in node.attributes


def text_of(node: Node) -> str:
    """The text of an element and of all inside it, in one line."""
    if not node.inside:
        return " ".join(node.text.split()) if node.text else ""
    parts = [node.text]
    for inner in node.inside:
        parts += (text_of(inner), inner.tail)
    return " ".join(" ".join(parts).split())


def coding(node: Node) -> Doc:
    """One code with its system and name; {} without a code."""
    code = node.get("code")
    if not code or ("nullFlavor" in node.attributes and not code.strip()):
        return {}
    found = {"code": code}
    if system := system_of(node.get("codeSystem"), node.get("codeSystemName")):
        found = {"system": system, **found}
    if display := " ".join(node.get("displayName").split()):
        found["display"] = display
    return found


def concept(node: Node, told: Told) -> Doc | None:
    """A CD, CE or CV: its code, its translations, and the words it was written in where no code has a name.

    told: what an ED says, in itself or by its reference into the narrative.
    """
    if not node:
        return None
    codings = []
    for one in (node, *node.all("translation")):
        found = coding(one)
        if found and found not in codings:
            codings.append(found)
    if any("display" in found for found in codings):
        doc: Doc = {"coding": codings}
        return doc
    said = " ".join(node.get("displayName").split()) or told(node.one("originalText"))
    if not said and not codings:
        said = next((name for one in node.all("translation") if (name := told(one.one("originalText")))), "")
    said = "" if said.lower() in _NO_WORDS else said
    if not codings and not said:
        return None
    return filled({"coding": codings, "text": said[:_LONGEST_NAME]})


def worded(node: Node, told: Told, *instead: str) -> Doc | None:
    """A concept that a person can read: `instead`, the first that says something, names one that nobody named."""
    found = concept(node, told)
    if found and (found.get("text") or any("display" in one for one in found["coding"])):
        return found
    words = next((said for said in instead if said and said.lower() not in _NO_WORDS), "")
    return filled({**(found or {}), "text": words[:_LONGEST_NAME]}) or None


def snomed(code: str, display: str) -> Doc:
    return {"coding": [{"system": SNOMED, "code": code, "display": display}]}


def identifier(node: Node) -> Doc | None:
    """An II: root and extension; a root alone is a UUID or OID that names the thing itself."""
    root, extension = node.get("root"), node.get("extension")
    if is_null(node) or not (root or extension):
        return None
    if not extension:
        address = namespace_of(root)
        return {"system": "urn:ietf:rfc:3986", "value": address} if address else None
    doc: Doc = {"value": extension}
    if system := namespace_of(root):
        doc = {"system": system, "value": extension}
    return doc


def identifiers(nodes: list[Node]) -> list[Doc]:
    """Each once."""
    found = [one for node in nodes if (one := identifier(node))]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def number_of(nodes: list[Node]) -> Doc | None:
    """The identifier that tells somebody from all others, the public ones first; none where roots stand alone."""
    found = [one for one in identifiers(nodes) if one.get("system") != "urn:ietf:rfc:3986"]
    public = [one for one in found if one.get("system") in IDENTIFIERS.values()]
    return next(iter(public or found), None)


def human_name(node: Node) -> Doc | None:
    """A PN: in its parts, or as one text."""
    if is_null(node):
        return None

    def parts(name: str) -> list[str]:
        said = [text_of(one) for one in node.all(name) if not is_null(one)]
        return [one for one in said if one and one.lower() not in _NO_WORDS]

    name = filled({"family": " ".join(parts("family")), "given": parts("given")})
    whole = text_of(node) if not node.inside else ""
    if not name and (not whole or whole.lower() in _NO_WORDS):
        return None
    name = {**name, **filled({"prefix": parts("prefix"), "suffix": parts("suffix")})} if name else {"text": whole}
    use = next((_NAME_USES[one] for one in node.get("use").split() if one in _NAME_USES), "")
    if not use and any("BR" in one.get("qualifier").split() for one in node.all("family")):
        use = "maiden"
    return {"use": use, **name} if use else name


def spoken(name: Doc | None) -> str:
    """A name as it is said."""
    if name is None:
        return ""
    said = (*name.get("prefix", ()), *name.get("given", ()), name.get("family", ""), *name.get("suffix", ()))
    return " ".join(filter(None, said)) or str(name.get("text", ""))


def address(node: Node) -> Doc | None:
    """An AD."""
    if is_null(node):
        return None

    def part(name: str) -> str:
        found = node.one(name)
        return "" if is_null(found) else text_of(found)

    lines = [text_of(one) for one in node.all("streetAddressLine") if not is_null(one)]
    found = filled(
        {
            "line": [one for one in lines if one],
            "city": part("city"),
            "district": part("county"),
            "state": part("state"),
            "postalCode": part("postalCode"),
            "country": part("country"),
        }
    )
    if not found and not node.inside and (whole := text_of(node)):
        found = {"text": whole}
    if not found:
        return None
    use = next((_ADDRESS_USES[one] for one in node.get("use").split() if one in _ADDRESS_USES), "")
    return {"use": use, **found} if use else found


def telecom(node: Node) -> Doc | None:
    """A TEL: "tel:+1(555)555-1004", "mailto:...", or a bare number."""
    value = node.get("value")
    if is_null(node) or not value:
        return None
    scheme, colon, rest = value.partition(":")
    kind = _PHONE_KINDS.get(scheme.lower(), "") if colon else ""
    said = value if kind == "url" else rest if kind else value
    kind = kind or ("email" if "@" in value else "phone")
    said = said.strip().lstrip("/") if kind != "url" else said
    use = next((_PHONE_USES[one] for one in node.get("use").split() if one in _PHONE_USES), "")
    return filled({"system": kind, "value": said, "use": use}) if any(map(str.isalnum, said)) else None


def moment(node: Node, clock: Clock) -> str:
    """A TS of the precision it came with."""
    return clock.written(node.get("value")) if node and "nullFlavor" not in node.attributes else ""


def interval(node: Node, clock: Clock) -> tuple[str, str]:
    """(start, end) of an IVL_TS; a single time is a start."""
    if not node.inside:
        return moment(node, clock), ""
    if only := moment(node, clock):
        return only, ""
    low, high = moment(node.one("low"), clock), moment(node.one("high"), clock)
    return low or ("" if high else moment(node.one("center"), clock)), high


def timed(stem: str, node: Node, clock: Clock) -> Doc:
    """`stem`DateTime or `stem`Period; {} where it says no time."""
    start, end = interval(node, clock)
    if end and end != start:
        return {f"{stem}Period": filled({"start": start, "end": end})}
    return {f"{stem}DateTime": start} if start else {}


def unit_of(unit: str) -> Doc:
    """A unit of a PQ, which UCUM should be; what cannot be UCUM is kept as words alone."""
    if unit in ("", "1"):
        return {}
    is_ucum = unit.isascii() and not any(map(str.isspace, unit)) and unit.lower() not in _NO_UCUM
    return {"unit": unit, "system": UCUM, "code": unit} if is_ucum else {"unit": unit}


_NO_UCUM = frozenset(
    {"lbs", "lb", "inches", "inch", "in", "ft", "feet", "mmhg", "bpm", "f", "tablet", "tablets", "tab", "tabs", "puff",
     "puffs", "capsule", "capsules", "cap", "caps", "drop", "drops", "unit", "units", "iu", "celsius", "fahrenheit",
     "percent", "years", "year", "months", "weeks", "days", "day", "hours", "hour", "minutes", "seconds", "mcg"}
)  # fmt: skip


def quantity(node: Node, comparator: str = "") -> Doc | None:
    """A PQ, INT or REAL with the digits as they came; None where the value is no number."""
    if is_null(node):
        return None
    value = digits(node.get("value"))
    if value is None:
        return None
    doc: Doc = {"value": value}
    if comparator:
        doc["comparator"] = comparator
    unit = node.get("unit")
    return {**doc, **unit_of(unit)} if unit else doc


def span(node: Node) -> tuple[Doc | None, Doc | None]:
    """(low, high) of an IVL_PQ or of anything that has them."""
    return quantity(node.one("low")), quantity(node.one("high"))


def limit(node: Node) -> Doc | None:
    """An IVL_PQ with one end as a quantity: "< 5", ">= 60"."""
    low, high = span(node)
    if (low is None) == (high is None):
        return None
    end, sign = (node.one("low"), ">") if high is None else (node.one("high"), "<")
    return quantity(end, sign if end.get("inclusive") == "false" else f"{sign}=")


def ratio(node: Node) -> Doc | None:
    """An RTO."""
    top, bottom = quantity(node.one("numerator")), quantity(node.one("denominator"))
    return {"numerator": top, "denominator": bottom} if top and bottom else None


def first(nodes: list[Node]) -> Node:
    """The first that says something."""
    return next((one for one in nodes if not is_null(one)), NOTHING)
