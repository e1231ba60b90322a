"""Whom does one ask about a record: who ordered it, or else who did it, if they take messages? (P15)"""

from __future__ import annotations

from typing import Any

from haversack.records.formats.fhir_r4.fields import obj, objs, text

from ..models import Provider
from ..rules.ties import Key, key_of
from .bodies import Shown
from .messages import provider_named
from .reader import Reader
from .records import one

# Who ordered it, before who did it, before whose visit it belongs to.
_FIELDS = ("requester", "basedOn", "author", "recorder", "performer", "participant", "resultsInterpreter", "encounter")
_FOLLOWED = frozenset({"Encounter", "PractitionerRole", "ServiceRequest"})


def whom_to_ask(reader: Reader, shown: Shown) -> Provider | None:
    """The provider to whom a question about this record is addressed; None where nobody of it takes messages."""
    return provider_named(reader, _people(reader, shown.doc, further=True))


def _people(reader: Reader, doc: dict[str, Any], *, further: bool) -> list[str]:
    """The ids of the practitioners that a resource names, and those of the order and the visit that it belongs to."""
    found: list[str] = []
    for field in _FIELDS:
        for value in objs(doc.get(field)):
            key = key_of(_reference(value))
            if further and _reference(value).startswith("#"):
                inside = [one for one in objs(doc.get("contained")) if f"#{text(one.get('id'))}" == _reference(value)]
                found += [one for inner in inside for one in _people(reader, inner, further=False)]
            elif key is not None and key.type == "Practitioner":
                found.append(key.id)
            elif key is not None and further and key.type in _FOLLOWED:
                found += _of(reader, key)
    return found


def _reference(value: dict[str, Any]) -> str:
    """Of a reference itself, of a participant of a visit, of a performer of a vaccination."""
    inner = value.get("individual") or value.get("actor")
    return text(value.get("reference") or obj(inner).get("reference"))


def _of(reader: Reader, key: Key) -> list[str]:
    beside = one(reader, key.type, key.id)
    if beside is None:
        return []
    who = key_of(text(obj(beside.doc.get("practitioner")).get("reference")))
    return [who.id] if who is not None else _people(reader, beside.doc, further=False)
