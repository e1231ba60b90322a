"""What is asked for, planned, aimed at or advised, none of which is a fact (C-CDA plan of treatment, goals)?"""

from __future__ import annotations

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, interval, is_null, text_of
from haversack.records.formats.ccda.here import Here, inner, is_negated, notes, status_of, templates, within
from haversack.records.formats.ccda.medications import medicine, reasons
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.ccda.values import value_of
from haversack.records.formats.hl7v2.datatypes import filled

GOALS, INSTRUCTIONS = frozenset({"121"}), frozenset({"20", "ccd.49"})
_INTENTS = {"INT": "plan", "RQO": "order", "PRP": "proposal", "PRMS": "plan", "ARQ": "plan", "APT": "plan"}
_STATUSES = {"completed": "completed", "aborted": "revoked", "cancelled": "revoked", "suspended": "on-hold",
             "held": "on-hold", "nullified": "entered-in-error", "obsolete": "revoked"}  # fmt: skip
_LIFECYCLES = {"active": "active", "completed": "completed", "aborted": "cancelled", "cancelled": "cancelled",
               "suspended": "on-hold", "held": "on-hold", "new": "proposed"}  # fmt: skip
_NO_SUBJECT = frozenset(
    {"409073007", "311401005", "171044003"}
)  # "Education", "Patient education": the text says about what


def planned(node: Node, here: Here) -> None:
    """Add one thing that somebody asked for or plans: a test, a procedure, a visit, a supply, an instruction."""
    is_advice = not templates(node).isdisjoint(INSTRUCTIONS)
    product = node.one("product", "manufacturedProduct") or node.one("consumable", "manufacturedProduct")
    code = medicine(product, NOTHING, here) if product else None
    said = here.told_all(node.one("text"))
    if code is None:
        value = first(node.all("value"))
        if is_advice and said and node.one("code").get("code") in _NO_SUBJECT:
            code = {"text": said[:250]}
        else:
            code = here.named(
                node.one("code"), node.one("code", "originalText"), node.one("text"), value, value.one("originalText")
            )
    if code is None:
        nothing = is_null(node.one("code"))
        here.say(words.NO_INFORMATION if nothing else words.NO_NAME, "information")
        return
    start, end = interval(first(node.all("effectiveTime")), here.making.clock)
    doc: Doc = {
        "status": _STATUSES.get(status_of(node), "active"),
        "intent": _INTENTS.get(node.get("moodCode"), "plan"),
        "doNotPerform": True if is_negated(node) else None,
        "code": code,
        "subject": here.subject,
        "encounter": here.encounter,
        **(
            {"occurrencePeriod": filled({"start": start, "end": end})}
            if end and end != start
            else {"occurrenceDateTime": start}
        ),
        "authoredOn": here.recorded(node),
        "requester": next(iter(here.authors(node)), None),
        "performer": here.performers(node),
        "reasonCode": reasons(node, here),
        "bodySite": here.concepts(node.all("targetSiteCode")),
        "note": notes(node, here),
        "patientInstruction": said if is_advice and said != code.get("text") else "",
    }
    kind = "ServiceRequest"
    if node.name == "supply":
        kind = "DeviceRequest"
        doc["codeCodeableConcept"] = doc.pop("code")
    here.add(kind, here.key(node, code, start), doc)


def goal(node: Node, here: Here) -> None:
    """Add one goal, with what is to be reached."""
    values = [one for one in node.all("value") if not is_null(one)]
    found = value_of(values[0], here) if values else None
    code = here.named(node.one("code"), node.one("code", "originalText"), node.one("text"))
    said = found[1] if found and isinstance(found[1], str) and found[0] == "valueString" else ""
    described = {"text": said} if said else code
    if described is None:
        here.say(words.NO_NAME, "warning")
        return
    start, end = interval(first(node.all("effectiveTime")), here.making.clock)
    target = filled({"detail" + found[0][5:]: found[1]}) if found and not said else {}
    doc: Doc = {
        "lifecycleStatus": _LIFECYCLES.get(status_of(node), "active"),
        "achievementStatus": _achievement(node, here),
        "priority": _priority(node, here),
        "description": described,
        "subject": here.subject,
        "startDate": start[:10],
        "target": [filled({"measure": code if target else None, **target, "dueDate": end[:10]})]
        if target or end
        else [],
        "expressedBy": next(iter(here.authors(node)), None),
        "note": notes(node, here),
    }
    here.add("Goal", here.key(node, described, start), doc)


def _achievement(node: Node, here: Here) -> Doc | None:
    found = within(node, "110", "144")
    return next((said for one in found if (said := here.named(one.one("value"), one.one("text")))), None)


def _priority(node: Node, here: Here) -> Doc | None:
    found = within(node, "143")
    return next((said for one in found if (said := here.concept(one.one("value")))), None)


def care_team(node: Node, here: Here) -> None:
    """Add a care team with its members (C-CDA care team organizer)."""
    members: list[Doc] = []
    for _link, one in inner(node):
        who = here.performers(one)
        role = here.concept(one.one("performer", "functionCode")) or here.concept(
            one.one("performer", "assignedEntity", "code")
        )
        members += [filled({"role": [role] if role else [], "member": member}) for member in who]
    named = [here.told(one.one("text")) for _link, one in inner(node) if one.one("code").get("code") == "86744-0"]
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    if not members:
        here.say(words.NO_INFORMATION, "information")
        return
    doc: Doc = {
        "status": "inactive" if status_of(node) in ("completed", "aborted") else "active",
        "name": next(filter(None, named), "") or text_of(node.one("code", "originalText")),
        "subject": here.subject,
        "period": filled({"start": start, "end": end}),
        "participant": members,
        "note": notes(node, here),
    }
    here.add("CareTeam", here.key(node, start, len(members)), doc)


def communication(node: Node, here: Here) -> None:
    """Add something that was told to somebody (handoff, referral, notification)."""
    code = here.named(node.one("code"), node.one("code", "originalText"), node.one("text"))
    if code is None:
        here.say(words.NO_INFORMATION, "information")
        return
    said = here.told_all(node.one("text"))
    doc: Doc = {
        "status": "completed" if status_of(node) in ("completed", "") else "in-progress",
        "topic": code,
        "subject": here.subject,
        "encounter": here.encounter,
        "sent": here.moment(node.one("effectiveTime")) or here.recorded(node),
        "sender": next(iter(here.authors(node)), None),
        "payload": [{"contentString": said}] if said and said != code.get("text") else [],
        "note": notes(node, here),
    }
    here.add("Communication", here.key(node, code, doc["sent"]), doc)
