"""Which implants and aids does a person have (C-CDA product instance, non-medicinal supply)?"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, identifiers, interval, is_null, text_of
from haversack.records.formats.ccda.here import Here, inner, is_negated, is_planned, notes, status_of, templates
from haversack.records.formats.ccda.systems import ABSENT
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled

_UDI = frozenset({"2.16.840.1.113883.3.3719"})  # the FDA's, for a unique device identifier
_STATUSES = {"completed": "completed", "active": "active", "aborted": "stopped", "cancelled": "stopped",
             "nullified": "entered-in-error"}  # fmt: skip


def implanted(role: Node, here: Here) -> Doc | None:
    """Add the Device of a participantRole that is one, and return a reference to it."""
    device = role.one("playingDevice")
    code = here.named(device.one("code"), device.one("code", "originalText"), device.one("manufacturerModelName"))
    if code is None:
        return None
    carrier = next((one for one in role.all("id") if one.get("root") in _UDI), NOTHING)
    number = carrier.get("extension")
    doc: Doc = {
        "identifier": identifiers(role.all("id")),
        "udiCarrier": [{"carrierHRF": number}] if number else [],
        "type": code,
        "status": "active",
        "manufacturer": _maker(role),
        "modelNumber": text_of(device.one("manufacturerModelName")),
        "patient": here.subject,
        **_parts_of_udi(number),
    }
    said = next((one["display"] for one in code.get("coding", []) if "display" in one), code.get("text", ""))
    key = ("", number or "".join(one["value"] for one in doc["identifier"]), str(code))
    return {"reference": here.add("Device", key, doc), "display": said}


def _maker(role: Node) -> str:
    scoping = role.one("scopingEntity")
    return text_of(scoping.one("desc")) or text_of(scoping.one("name"))


def _parts_of_udi(udi: str) -> Doc:
    """Serial and lot number as GS1's application identifiers in brackets give them: (21), (10), (17)."""
    found = {}
    for part in udi.split("(")[1:]:
        identifier, _, value = part.partition(")")
        name = {"21": "serialNumber", "10": "lotNumber"}.get(identifier)
        if name and value:
            found[name] = value
        if identifier == "17" and len(value) == 6 and is_whole(value) and value[4:] != "00":
            found["expirationDate"] = f"20{value[:2]}-{value[2:4]}-{value[4:]}"
    return found


def supply(node: Node, here: Here) -> None:
    """Add one aid or supply that a person was given."""
    device = next(
        (one.one("participantRole") for one in node.all("participant") if one.one("participantRole", "playingDevice")),
        NOTHING,
    )
    reference = implanted(device, here) if device else None
    if reference is None:
        product = node.one("product", "manufacturedProduct", "manufacturedMaterial")
        code = here.named(
            product.one("code"),
            product.one("name"),
            product.one("code", "originalText"),
            node.one("code"),
            node.one("text"),
        )
        if is_negated(node) and (code is None or is_null(product.one("code"))):
            code = {"coding": [{"system": ABSENT, "code": "no-known-devices"}]}
        if code is None:
            here.say(words.NO_INFORMATION if is_null(product.one("code")) else words.NO_NAME, "information")
            return
        status = "entered-in-error" if is_negated(node) and "ABSENT" in str(code) else "active"
        doc = {"type": code, "status": status, "patient": here.subject, "note": notes(node, here)}
        reference = {"reference": here.add("Device", here.key(node, code, "device"), doc)}
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    if not (start or end):
        return
    doc = {
        "status": _STATUSES.get(status_of(node), "active"),
        "subject": here.subject,
        "device": reference,
        **({"timingPeriod": filled({"start": start, "end": end})} if end else {"timingDateTime": start}),
        "note": notes(node, here),
    }
    here.add("DeviceUseStatement", here.key(node, str(reference), start), doc)


def equipment(node: Node, here: Here) -> list[tuple[Node, Here]]:
    """The statements inside a medical equipment organizer, each to be read as if it stood alone."""
    return [(one, here) for _link, one in inner(node)]


def is_supply_of_medicine(node: Node) -> bool:
    """Whether a supply hands out a medicine rather than a thing."""
    return not templates(node).isdisjoint({"17", "18"}) and not is_planned(node)
