"""What else does a document state: advance directives, insurance, notes, pictures (C-CDA)?"""

from __future__ import annotations

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import (
    Doc,
    coding,
    first,
    human_name,
    identifiers,
    interval,
    is_null,
    spoken,
    text_of,
)
from haversack.records.formats.ccda.files import attachment, plain_text
from haversack.records.formats.ccda.here import Here, inner, status_of, templates
from haversack.records.formats.ccda.systems import THO
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled

DIRECTIVES, COVERAGES, POLICIES = (
    frozenset({"48", "108", "ccd.17"}),
    frozenset({"60", "ccd.20"}),
    frozenset({"61", "ccd.26"}),
)
NOTES = frozenset({"202"})
_NOTE = {
    "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
    "code": "clinical-note",
    "display": "Clinical Note",
}


def directives(node: Node, here: Here) -> None:
    """Add each advance directive of an organizer, or the one that stands alone."""
    if node.name == "observation":
        _directive(node, here)
        return
    found = [one for _link, one in inner(node) if one.name == "observation"]
    for one in found:
        _directive(one, here)
    if not found:
        here.say(words.NO_INFORMATION, "information")


def _directive(node: Node, here: Here) -> None:
    """What a person wants done, and does not: never read as something that was done."""
    about = here.named(node.one("code"), node.one("code", "originalText"), node.one("text"))
    value = first(node.all("value"))
    decided = here.named(value, value.one("originalText")) if value.kind != "BL" else None
    if about is None:
        here.say(words.NO_INFORMATION if is_null(value) else words.NO_NAME, "information")
        return
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    wanted = {"true": "permit", "false": "deny"}.get(value.get("value"), "") if value.kind == "BL" else ""
    doc: Doc = {
        "status": "inactive" if status_of(node) in ("aborted", "nullified", "obsolete") else "active",
        "scope": {"coding": [{"system": f"{THO}consentscope", "code": "adr", "display": "Advanced Care Directive"}]},
        "category": [about],
        "patient": here.subject,
        "dateTime": start or here.recorded(node),
        "provision": filled(
            {"type": wanted, "period": filled({"start": start, "end": end}), "code": [decided] if decided else []}
        ),
        "sourceAttachment": None,
    }
    here.add("Consent", here.key(node, about, start, decided), doc)


def coverage(node: Node, here: Here) -> None:
    """Add each insurance policy of a coverage activity."""
    policies = [one for _link, one in inner(node) if one.name == "act"] or [node]
    made = [
        here.add("Coverage", here.key(one, number, payer), doc)
        for one in policies
        for number, payer, doc in _policy(one, here)
    ]
    if not made:
        here.say(words.ABOUT_THE_PLAN if node.get("moodCode") == "DEF" else words.NO_INFORMATION, "information")


def _policy(node: Node, here: Here) -> list[tuple[str, str, Doc]]:
    payer = next((one.one("assignedEntity") for one in node.all("performer") if "87" in templates(one)), NOTHING)
    payer = payer or node.one("performer", "assignedEntity")
    organization = here.making.organization(payer.one("representedOrganization"), here.where)
    holder = next(
        (one.one("participantRole") for one in node.all("participant") if one.get("typeCode") == "COV"), NOTHING
    )
    number = next((one for one in identifiers(holder.all("id")) or identifiers(node.all("id"))), None)
    if organization is None and number is None:
        return []
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    doc: Doc = {
        "identifier": [number] if number else [],
        "status": "active",
        "type": here.named(node.one("code")),
        "subscriberId": number["value"] if number else "",
        "beneficiary": here.subject,
        "period": filled({"start": start, "end": end}),
        "payor": [organization]
        if organization
        else [{"display": spoken(human_name(payer.one("assignedPerson", "name")))}],
    }
    return [(number["value"] if number else "", str(organization), doc)]


def note(node: Node, here: Here) -> bool:
    """Add a note (Note Activity, or a picture or file inside a section); False where it holds nothing to read."""
    written = node.one("text") if node.name != "observationMedia" else node.one("value")
    title = here.told(node.one("code", "originalText")) or here.title
    file, trouble = attachment(written, title=title)
    if trouble:
        here.say(trouble, "error")
    if file is None:
        said = here.told_all(written)
        if not said:
            return False
        file = plain_text(said, title)
    start, end = interval(node.one("effectiveTime"), here.making.clock)
    doc: Doc = {
        "status": "current",
        "docStatus": "final" if status_of(node) == "completed" else "",
        "type": _type(node, here),
        "category": [{"coding": [_NOTE]}],
        "subject": here.subject,
        "date": here.making.clock.moment(start),
        "author": here.authors(node),
        "description": text_of(node.one("code", "originalText")),
        "content": [{"attachment": file}],
        "context": filled(
            {"encounter": [here.encounter] if here.encounter else [], "period": filled({"start": start, "end": end})}
        ),
    }
    here.add("DocumentReference", here.key(node, doc["type"], start, file.get("data", "")[:200]), doc)
    return True


def _type(node: Node, here: Here) -> Doc | None:
    """Which kind of note: the translation names it, where the code is only "Note"."""
    code = node.one("code")
    named = [one for one in code.all("translation") if coding(one).get("display")]
    return here.named(named[0] if named else code)
