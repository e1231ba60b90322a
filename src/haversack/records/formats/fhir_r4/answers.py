"""What was answered to which questions (FHIR R4 QuestionnaireResponse)?"""

from __future__ import annotations

from collections.abc import Iterator

from haversack.records.entry import Component, Entry
from haversack.records.formats.fhir_r4.fields import (
    Doc,
    date_in,
    obj,
    objs,
    pairs,
    text,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import standing_of
from haversack.records.formats.fhir_r4.values import value_in
from haversack.records.phrases import nameless

_DEEPEST = 20


def _answers(items: list[Doc], depth: int = 0) -> Iterator[Component]:
    for item in items if depth < _DEEPEST else ():
        asked = " ".join(text(item.get("text"))[:1000].split())
        replies = objs(item.get("answer"))
        for reply in replies:
            value = value_in(reply)
            if value:
                yield Component(asked or nameless("Component"), (), value)
            yield from _answers(objs(reply.get("item")), depth + 1)
        yield from _answers(objs(item.get("item")), depth + 1)


def _form_title(doc: Doc, near: Nearby) -> str:
    """The name of the questionnaire that was answered: said beside its canonical address, else its own title."""
    extensions = objs(obj(doc.get("_questionnaire")).get("extension"))
    said = next((text(item.get("valueString")) for item in extensions if item.get("valueString")), "")
    asked = obj(doc.get("questionnaire"))
    address = text(doc.get("questionnaire")) or text(asked.get("reference"))
    local = "Questionnaire/" + address.partition("|")[0].rpartition("/")[2]
    return said or text(asked.get("display")) or near.title(address) or near.title(local)


def questionnaire_response(doc: Doc, near: Nearby, category: str) -> Entry:
    """One QuestionnaireResponse: each question answered is a component."""
    items = objs(doc.get("item"))
    title = _form_title(doc, near) or (text(items[0].get("text")) if len(items) == 1 and "item" in items[0] else "")
    status = text(doc.get("status"))
    date, precision, _ = date_in(doc, "authored")
    return Entry(
        "QuestionnaireResponse",
        category,
        title or nameless("QuestionnaireResponse"),
        (),
        date,
        precision,
        components=tuple(_answers(items)),
        status=status,
        standing=standing_of(status),
        performers=near.people(doc.get("author")),
        details=pairs(("reported-by", near.labels(doc.get("source")))),
        links=near.links("visit", doc.get("encounter")) + near.links("based-on", doc.get("basedOn")),
    )
