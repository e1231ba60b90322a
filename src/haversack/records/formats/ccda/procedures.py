"""What was done to or for a person (C-CDA procedure activities), and which device was put in?"""

from __future__ import annotations

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, interval, is_null, text_of
from haversack.records.formats.ccda.devices import implanted
from haversack.records.formats.ccda.here import Here, entity, is_negated, notes, status_of, within
from haversack.records.formats.ccda.medications import reasons, reasons_refused
from haversack.records.formats.ccda.systems import ABSENT
from haversack.records.formats.ccda.tree import NOTHING, Node

TEMPLATES = frozenset({"12", "13", "14", "ccd.29"})
_STATUSES = {"completed": "completed", "active": "in-progress", "aborted": "stopped", "cancelled": "not-done",
             "suspended": "on-hold", "held": "on-hold", "new": "preparation", "nullified": "entered-in-error",
             "obsolete": "entered-in-error"}  # fmt: skip
_ANYTHING = frozenset({"71388002", "416118004"})  # "Procedure", "Administration": what is denied where one of these is


def procedure(node: Node, here: Here) -> str:
    """Add one Procedure, and the device it put in; returns what others call it."""
    value = first(node.all("value"))
    code = here.named(node.one("code"), node.one("code", "originalText"), node.one("text"))
    refused = is_negated(node)
    if refused and (code is None or node.one("code").get("code") in _ANYTHING):
        code, refused = {"coding": [{"system": ABSENT, "code": "no-known-procedures"}]}, False
    if code is None:
        code = here.named(value, value.one("originalText"))
    if code is None:
        here.say(words.NO_INFORMATION if is_null(node.one("code")) else words.NO_NAME, "information")
        return ""
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    state = _STATUSES.get(status_of(node), "unknown" if status_of(node) else "completed")
    devices = [found for one in _devices(node) if (found := implanted(one, here))]
    outcome = here.named(value, value.one("originalText")) if value and value.kind in ("CD", "CE", "CV") else None
    doc: Doc = {
        "status": "not-done" if refused else state,
        "statusReason": next(iter(reasons_refused(node, here)), None) if refused else None,
        "code": code,
        "subject": here.subject,
        "encounter": here.encounter,
        **(_period(start, end) if start or end else {}),
        "performer": [{"actor": one} for one in here.performers(node)],
        "location": here.making.location(entity(node, "LOC"), here.where),
        "reasonCode": reasons(node, here),
        "bodySite": here.concepts(node.all("targetSiteCode")),
        "outcome": outcome,
        "complication": _complications(node, here),
        "note": notes(node, here) + _words(node, value),
        "focalDevice": [{"manipulated": one} for one in devices],
    }
    return here.add("Procedure", here.key(node, code, start), doc)


def _period(start: str, end: str) -> Doc:
    if end and end != start:
        return {"performedPeriod": {"start": start, "end": end} if start else {"end": end}}
    return {"performedDateTime": start}


def _words(node: Node, value: Node) -> list[Doc]:
    """What came out, where it was written in words."""
    said = text_of(value) if value.kind in ("ST", "ED", "") else ""
    return [{"text": said}] if said else []


def _devices(node: Node) -> list[Node]:
    return [one.one("participantRole") for one in node.all("participant") if one.get("typeCode") == "DEV"]


def _complications(node: Node, here: Here) -> list[Doc]:
    found = []
    for one in within(node, "4", "9"):
        link = next((outer for outer in node.all("entryRelationship") if one in outer.inside), NOTHING)
        value = one.one("value")
        if link.get("typeCode") in ("COMP", "CAUS", "MFST") and (said := here.named(value, value.one("originalText"))):
            found.append(said)
    return found
