"""What is a whole document, as one entry that a person can open: its text by sections, or the file that it is?

The text is plain: no mark-up, link or script of a document is ever passed on.
"""

from __future__ import annotations

from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, identifiers, interval, text_of
from haversack.records.formats.ccda.files import attachment, plain_text
from haversack.records.formats.ccda.header import sender_of
from haversack.records.formats.ccda.here import Here
from haversack.records.formats.ccda.narrative import LONGEST, lines_of
from haversack.records.formats.ccda.sections import Section
from haversack.records.formats.ccda.tree import Node
from haversack.records.formats.hl7v2.datatypes import filled

_NOTE = {
    "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
    "code": "clinical-note",
    "display": "Clinical Note",
}
_RELATIONS = {"RPLC": "replaces", "APND": "appends", "XFRM": "transforms"}


def document_reference(document: Node, sections: list[Section], here: Here) -> None:
    """Add the DocumentReference of the document itself."""
    making = here.making
    title = text_of(document.one("title")) or document.one("code").get("displayName")
    contents = _body(document, title, here) or _text(sections, title)
    if not contents and not title:
        return
    number = next(iter(identifiers(document.all("id"))), None)
    written = making.clock.written(document.one("effectiveTime").get("value"))
    start, end = interval(document.one("documentationOf", "serviceEvent", "effectiveTime"), making.clock)
    authors = making.authors(document, here.where)
    signed = making.practitioner(document.one("legalAuthenticator", "assignedEntity"), here.where)
    doc: Doc = {
        "masterIdentifier": number,
        "status": "current",
        "type": here.named(document.one("code"), document.one("title")),
        "category": [{"coding": [_NOTE]}],
        "subject": here.subject,
        "date": making.clock.moment(written),
        "author": authors,
        "authenticator": signed,
        "custodian": making.organization(
            document.one("custodian", "assignedCustodian", "representedCustodianOrganization"), here.where
        ),
        "relatesTo": _relations(document, here),
        "description": title,
        "content": contents or [{"attachment": {"title": title}}],
        "context": filled(
            {
                "encounter": [making.encounter] if making.encounter else [],
                "period": filled({"start": start, "end": end}) if start or end else _day(written, making.sent),
            }
        ),
    }
    here.add("DocumentReference", _key(number, written, title), doc)


def _key(number: Doc | None, written: str, title: str) -> tuple[str, ...]:
    if number:
        return ("document", str(number.get("system", "")), number["value"])
    return ("document", "", written, title)


def _day(written: str, moment: str) -> Doc:
    """When it was written, where that is no moment that DocumentReference.date could hold."""
    return {"start": written} if written and not moment else {}


def _body(document: Node, title: str, here: Here) -> list[Doc]:
    """The file that an unstructured document is (nonXMLBody)."""
    found = []
    for component in document.all("component"):
        text = component.one("nonXMLBody", "text")
        if not text:
            continue
        file, trouble = attachment(text, title=title)
        if trouble:
            here.say(trouble, "error" if trouble == words.BAD_FILE else "warning")
        if file is None and (lines := lines_of(text)):
            file = plain_text("\n".join(lines), title)
        if file is not None:
            found.append({"attachment": file})
    return found


def _text(sections: list[Section], title: str) -> list[Doc]:
    """The text of all sections, each under its title."""
    blocks, length = [], 0
    for section in sections:
        lines = lines_of(section.node.one("text"))
        if lines and length < LONGEST:
            head = section.title or "…"
            block = "\n".join([head, "-" * min(len(head), 60), *lines])
            blocks.append(block)
            length += len(block)
    return [{"attachment": plain_text("\n\n".join(blocks), title)}] if blocks else []


def _relations(document: Node, here: Here) -> list[Doc]:
    """The document that this one replaces or adds to."""
    found = []
    for one in document.all("relatedDocument"):
        code = _RELATIONS.get(one.get("typeCode"))
        number = next(iter(identifiers(one.one("parentDocument").all("id"))), None)
        if code and number:
            own = here.making.id_of("DocumentReference", *_key(number, "", ""))
            found.append({"code": code, "target": {"reference": f"DocumentReference/{own}"}})
    return found


def source_of_document(document: Node) -> str:
    """The source that a document's entries stand under: "C-CDA: Good Health Clinic", "" where nobody is named."""
    said = sender_of(document)
    return f"C-CDA: {said}" if said else ""
