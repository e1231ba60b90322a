"""Which vaccine was given, or not, when, by whom and from which lot (C-CDA immunization activity)?"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, is_null, quantity, text_of
from haversack.records.formats.ccda.here import Here, is_negated, notes, status_of, within
from haversack.records.formats.ccda.medications import medicine, reasons
from haversack.records.formats.ccda.systems import ABSENT
from haversack.records.formats.ccda.timing import periods
from haversack.records.formats.ccda.tree import Node

TEMPLATES = frozenset({"52"})
_REFUSALS, _REACTIONS, _SERIES = ("53",), ("9", "ccd.54"), ("ccd.46",)
_NONE_GIVEN = "998"  # CVX: no vaccine administered
_STATUSES = {
    "nullified": "entered-in-error",
    "obsolete": "entered-in-error",
    "aborted": "not-done",
    "cancelled": "not-done",
}


def immunization(node: Node, here: Here) -> None:
    """Add one vaccine."""
    product = node.one("consumable", "manufacturedProduct")
    code = medicine(product, node, here)
    refused = is_negated(node)
    if refused and (code is None or _is_any(code)):
        code = {"coding": [{"system": ABSENT, "code": "no-known-immunizations"}]}
        refused = False
    if code is None:
        nothing = is_null(product.one("manufacturedMaterial", "code"))
        here.say(words.NO_INFORMATION if nothing else words.NO_NAME, "information" if nothing else "warning")
        return
    material = product.one("manufacturedMaterial")
    start, _end = periods(node, here)
    dose = quantity(node.one("doseQuantity"))
    repeat = node.one("repeatNumber").get("value")
    protocol = [{"doseNumberPositiveInt": int(repeat[:3])}] if is_whole(repeat) and int(repeat[:3]) > 0 else []
    status = _STATUSES.get(status_of(node), "completed")
    why = [
        said
        for one in within(node, *_REFUSALS)
        if (said := here.concept(one.one("code")) or here.concept(one.one("value")))
    ]
    doc: Doc = {
        "status": "not-done" if refused else status,
        "statusReason": why[0] if why and (refused or status == "not-done") else None,
        "vaccineCode": code,
        "patient": here.subject,
        "encounter": here.encounter,
        "occurrenceDateTime": start,
        "occurrenceString": "" if start else "unknown",
        "manufacturer": here.making.organization(product.one("manufacturerOrganization"), here.where),
        "lotNumber": text_of(material.one("lotNumberText")),
        "site": here.concept(first(node.all("approachSiteCode"))),
        "route": here.concept(first(node.all("routeCode"))),
        "doseQuantity": dose,
        "performer": [{"actor": one} for one in here.performers(node)],
        "note": notes(node, here) + _instructions(node, here),
        "reasonCode": reasons(node, here),
        "protocolApplied": protocol,
    }
    here.add("Immunization", here.key(node, code, start, status), doc)


def _is_any(code: Doc) -> bool:
    codes = {one.get("code") for one in code.get("coding", [])}
    return bool(codes & {_NONE_GIVEN, "127785005", "33879002"})


def _instructions(node: Node, here: Here) -> list[Doc]:
    found = [here.told_all(one.one("text")) for one in within(node, "20")]
    return [{"text": said} for said in dict.fromkeys(found) if said]
