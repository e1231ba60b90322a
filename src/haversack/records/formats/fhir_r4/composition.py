"""What is a document made of sections, such as a patient summary (FHIR R4 Composition, http://hl7.org/fhir/uv/ips)?

The document is one entry, and what its sections group are entries of their own. Its text is what the sections say in
their own words, each under its title.
"""

from __future__ import annotations

from collections.abc import Iterator

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    code,
    concept,
    date_in,
    joined,
    notes,
    obj,
    objs,
    pairs,
    text,
    under,
    words,
)
from haversack.records.formats.fhir_r4.narratives import LONGEST, lines_in
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import standing_of
from haversack.records.phrases import nameless

_DEEPEST = 8
# http://terminology.hl7.org/CodeSystem/list-empty-reason; what is no code of it says that nothing was told.
_EMPTY = {"nilknown": "nothing-known", "notasked": "not-asked", "withheld": "withheld"}
_UNKNOWN = "no-information"


def composition(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Composition: a patient summary, a discharge summary, a letter."""
    named = concept(doc.get("type"))
    title, status = concept(text(doc.get("title"))).title, text(doc.get("status"))
    kind = joined(dict.fromkeys((named.title if title else "", words(doc.get("category")))), "; ")
    date, precision, _ = date_in(doc, "date")
    event, sections = objs(doc.get("event")), list(_sections(doc, _DEEPEST))
    cared = next((one for one in event if date_in(one, "period")[0]), {})
    return Entry(
        "Composition",
        category,
        title or named.title or nameless("Composition"),
        named.codes,
        date,
        precision,
        status=status,
        standing=standing_of(status),
        performers=near.people(doc.get("author")),
        details=pairs(
            ("kind", kind if kind.casefold() != title.casefold() else ""),
            ("organization", near.labels(doc.get("custodian"))),
            ("authenticated-by", near.labels(under(doc.get("attester"), "party"))),
            ("service-start", text(obj(cared.get("period")).get("start"))),
            ("service-end", text(obj(cared.get("period")).get("end"))),
            *_empty(sections),
        ),
        notes=notes(doc),
        links=near.links("visit", doc.get("encounter"))
        + near.links("performer", doc.get("author"))
        + near.links("organization", doc.get("custodian"))
        + near.links("document", under(doc.get("relatesTo"), "targetReference")),
        text=_told(sections),
    )


def _sections(holder: Doc, deepest: int) -> Iterator[Doc]:
    """The sections in the order in which they are read, those inside others behind those."""
    for section in objs(holder.get("section")):
        yield section
        if deepest:
            yield from _sections(section, deepest - 1)


def _name(section: Doc) -> str:
    return text(section.get("title")) or words(section.get("code"))


def _empty(sections: list[Doc]) -> list[tuple[str, str]]:
    """Which sections say that they hold nothing, by what they give as the reason."""
    found: dict[str, list[str]] = {key: [] for key in (*_EMPTY.values(), _UNKNOWN)}
    for section in sections:
        if section.get("emptyReason") and (name := _name(section)):
            found[_EMPTY.get(code(section.get("emptyReason"), "list-empty-reason"), _UNKNOWN)].append(name)
    return [(key, joined(names)) for key, names in found.items()]


def _told(sections: list[Doc]) -> str:
    blocks, length = [], 0
    for section in sections:
        div, name = obj(section.get("text")).get("div"), _name(section)
        lines = lines_in(div) if isinstance(div, str) else []
        if lines and lines[0].casefold() == name.casefold():
            lines = lines[1:]
        if not lines and section.get("emptyReason"):
            lines = [words(section.get("emptyReason"))]
        if lines and length < LONGEST:
            block = "\n".join([*([name, "-" * min(len(name), 60)] if name else []), *lines])
            blocks.append(block)
            length += len(block)
    return "\n\n".join(blocks)[:LONGEST]
