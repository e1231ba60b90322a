"""What of a resource can be searched for: its codes, references, words and dates, by search parameter?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from haversack.records.formats.fhir_r4.fields import text

from .moments import NEVER_SAID, Span, when
from .search_params import PRINCIPAL, SEARCHABLE, STATUS
from .ties import key_of

LONGEST = 200
BY = "=by"  # not a search parameter: who ordered, did or wrote it, for lists
_BY = [
    path.split(".")
    for path in (
        "author", "participant.individual", "performer", "performer.actor", "recorder", "requester",
        "resultsInterpreter",
    )
]  # fmt: skip


class IndexedToken(NamedTuple):
    """One value. A reference has its type as system and its id as code; a string its words as written, and folded."""

    param: str
    system: str
    code: str


class IndexedDate(NamedTuple):
    param: str
    span: Span


_WAYS: dict[str, list[tuple[str, str, list[list[str]]]]] = {
    type_: [
        (name, param.kind, [path.split(".") for path in param.paths])
        for name, param in kind.params.items()
        if param.paths[0] not in (PRINCIPAL, STATUS)
    ]
    for type_, kind in SEARCHABLE.items()
}


def fold(words: str) -> str:
    """Words as they are compared: without case, accents and space around them."""
    parted = unicodedata.normalize("NFKD", words.strip().casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def tokens_of(doc: dict[str, Any]) -> list[IndexedToken]:
    """The codes, references and words of a decoded resource, each once, and who was behind it."""
    return list(dict.fromkeys([*_tokens(doc), *_people(doc)]))


def dates_of(doc: dict[str, Any]) -> list[IndexedDate]:
    """The dates, other than the principal one."""
    return [
        IndexedDate(name, span)
        for name, kind, ways in _WAYS.get(text(doc.get("resourceType")), ())
        if kind == "date"
        for value in _values(doc, ways)
        if (span := when(value)) != NEVER_SAID
    ]


def _tokens(doc: dict[str, Any]) -> Iterator[IndexedToken]:
    for name, kind, ways in _WAYS.get(text(doc.get("resourceType")), ()):
        if kind == "date":
            continue
        for value in _values(doc, ways):
            if kind == "token":
                yield from _coded(name, value)
            elif kind == "reference":
                yield from _referring(name, value)
            elif words := text(value)[:LONGEST]:
                yield IndexedToken(name, words, fold(words)[:LONGEST])


def _people(doc: dict[str, Any]) -> Iterator[IndexedToken]:
    for value in _values(doc, _BY):
        for one in _referring(BY, value):
            if one.system in ("Practitioner", "PractitionerRole"):
                yield one


def _coded(name: str, value: Any) -> Iterator[IndexedToken]:
    if type(value) is str:
        yield IndexedToken(name, "", value[:LONGEST])
    elif type(value) is dict:
        for one in value.get("coding") or (value,):
            if type(one) is dict and (code := text(one.get("code")) or text(one.get("value"))):
                yield IndexedToken(name, text(one.get("system"))[:LONGEST], code[:LONGEST])


def _referring(name: str, value: Any) -> Iterator[IndexedToken]:
    reference = value.get("reference") if type(value) is dict else value
    if key := key_of(reference):
        yield IndexedToken(name, key.type, key.id)
    elif type(reference) is str and reference and not reference.startswith("#"):
        yield IndexedToken(name, "", reference[:LONGEST])


def _values(doc: dict[str, Any], ways: list[list[str]]) -> Iterator[Any]:
    for steps in ways:
        if steps[0].partition("[")[0] in doc:
            yield from _at(doc, steps)


def _at(value: Any, steps: list[str]) -> Iterator[Any]:
    if type(value) is list:
        for item in value:
            yield from _at(item, steps)
    elif not steps:
        if value is not None:
            yield value
    elif type(value) is dict:
        step, _, named = steps[0].partition("[")
        held = value.get(step)
        if named and type(held) is list:
            ending = named.rstrip("]")
            held = [one for one in held if type(one) is dict and text(one.get("url")).rpartition("/")[2] == ending]
        if held is not None:
            yield from _at(held, steps[1:])
