"""How is one field of a ragged FHIR R4 resource read so that a wrong type costs that field and never the entry?

Every function takes whatever stands in the JSON and answers with its own type, empty when nothing of use is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from haversack.records.codes import title_for
from haversack.records.dates import precision_of
from haversack.records.entry import Coding, Precision
from haversack.records.quantities import number_text

Doc = dict[str, Any]


class Concept(NamedTuple):
    """A CodeableConcept: a title for a person ("" without one), the codes as sent, the original of a cleaned title."""

    title: str
    codes: tuple[Coding, ...]
    original: str


_SPOKEN = 24
_LONGEST_NAME = 1_000
_LONGEST_DETAIL = 10_000
NO_CONCEPT = Concept("", (), "")


def obj(value: object) -> Doc:
    """The object, the first one where a list came instead, or {}."""
    if type(value) is dict:
        return value
    if type(value) is list:
        for item in value:
            if type(item) is dict:
                return item
    return {}


def objs(value: object) -> list[Doc]:
    """The objects of a list; a lone object counts as a list of one."""
    if type(value) is list:
        if len(value) == 1:  # as most are; nothing has to be gone through
            return value[:] if type(value[0]) is dict else []
        return [item for item in value if type(item) is dict]
    return [value] if type(value) is dict else []


def under(value: object, key: str) -> list[Doc]:
    """What each object of a list holds under `key`: participant.member, content.attachment."""
    return [found for item in objs(value) if (found := obj(item.get(key)))] if value else []


def text(value: object) -> str:
    """A string without space around it; the digits of a number; the first string of a list; else ""."""
    if value is None:  # as most of what is asked for
        return ""
    if type(value) is str:
        return value.strip()
    if type(value) is list:
        return next((text(item) for item in value if isinstance(item, str)), "")
    return number_text(value)


def texts(value: object) -> tuple[str, ...]:
    """The strings of a list that are not blank; a lone string counts as a list of one."""
    if type(value) is list:
        return tuple(found for item in value if isinstance(item, str) and (found := item.strip()))
    found = text(value)
    return (found,) if found else ()


@lru_cache(maxsize=16_384)
def _concept(parts: tuple[object, ...]) -> Concept:
    words = [text(part)[:_LONGEST_NAME] for part in parts]
    codes = tuple(
        Coding(system, code, display)
        for system, code, display in zip(words[1::3], words[2::3], words[3::3], strict=True)
        if code or display
    )
    title = title_for(codes, words[0])
    as_sent = words[0] or next((coding.display for coding in codes if coding.display), "")
    changed = as_sent.lower() != title.lower() and not any(as_sent == coding.code for coding in codes)
    return Concept(title, codes, as_sent if changed else "")


def concept(value: object) -> Concept:
    """A CodeableConcept, the first of a list of them, or what careless servers send: a Coding, a bare string."""
    if type(value) is list:
        value = next((item for item in value if isinstance(item, dict | str)), None)
    if type(value) is not dict:
        return _concept((value,)) if isinstance(value, str) else NO_CONCEPT
    codings = value.get("coding")
    if codings is None and "code" in value:
        codings = [value]
    parts: tuple[object, ...] = (value.get("text"),)
    if type(codings) is list or type(codings) is dict:
        for coding in codings if type(codings) is list else (codings,):
            if type(coding) is dict:
                parts += (coding.get("system"), coding.get("code"), coding.get("display"))
    try:
        return _concept(parts)
    except TypeError:  # a list or an object where a string belongs
        return _concept(tuple(text(part) for part in parts))


def concepts(value: object) -> list[Concept]:
    """Every CodeableConcept of a list; a lone one counts as a list of one."""
    if type(value) is list:
        return [concept(item) for item in value]
    return [concept(value)] if value else []


def words(value: object) -> str:
    """The titles of one or more CodeableConcepts, joined by "; "."""
    if not value:
        return ""
    alone = value[0] if type(value) is list and len(value) == 1 else value
    if type(alone) is dict:  # as most are
        return concept(alone).title
    return "; ".join(dict.fromkeys(found.title for found in concepts(value) if found.title))


def code(value: object, system_ends: str = "") -> str:
    """The first code of a CodeableConcept or Coding, or the string itself (DSTU2 sends plain codes); lower case.

    With `system_ends`, the first code of a system that ends so, else the first code.
    """
    if isinstance(value, str):
        return value.strip().lower()
    found = obj(value)
    codings = objs(found.get("coding")) or ([found] if "code" in found else [])
    if system_ends:
        codings.sort(key=lambda coding: not text(coding.get("system")).endswith(system_ends))
    return text(codings[0].get("code")).lower() if codings else text(found.get("text")).lower()


@lru_cache(maxsize=16_384)
def _dated(written: str) -> Precision:
    return precision_of(written)


def date_in(doc: Doc, *keys: str) -> tuple[str, Precision, str]:
    """(start, precision of start, end) of the first of `keys` that holds a date, an instant, a Period or a Timing.

    A Period without a start is dated by its end. ("", "", "") where none holds a date.
    """
    for key in keys:
        value = doc.get(key)
        if isinstance(value, str):
            if precision := _dated(written := str(value).strip()):
                return written, precision, ""
        elif type(value) is dict:
            start, end = text(value.get("start")) or text(value.get("event")), text(value.get("end"))
            end = end if _dated(end) else ""
            if precision := _dated(start):
                return start, precision, end
            if end:
                return end, _dated(end), end
    return "", "", ""


def pairs(*found: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The details that say something, each at most as long as a page can show."""
    return tuple([(key, said[:_LONGEST_DETAIL]) for key, said in found if said])


def notes(doc: Doc) -> tuple[str, ...]:
    """The words of Annotations; STU3's `comment` too."""
    found = doc.get("note")
    said = texts([item.get("text") for item in objs(found)]) or texts(found) if found else ()
    if "comment" in doc:
        said += texts(doc["comment"])
    return tuple(note[:_LONGEST_DETAIL] for note in said)


def identifiers(value: object) -> str:
    """The Identifiers that a person could read out on the telephone; long ones are the servers' own business."""
    found = (text(item.get("value")) for item in objs(value))
    return joined(said for said in found if len(said) <= _SPOKEN and not said.startswith(("urn:", "http")))


def joined(found: Iterable[str], by: str = ", ") -> str:
    """What is not empty, each once, in order."""
    return by.join(dict.fromkeys(filter(None, found)))
