"""What of a record does an Android phone take, written as it takes it, and what would it refuse, and why?

Everything leaves as one data source, as Android asks of an app that merges several: each resource under an id of its
own (uuid5 of source, type and id), with `meta.source` saying where it is from. Contained resources become resources;
what has no place on Android is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from haversack.records import digits
from haversack.records.formats.health_connect import words
from haversack.records.formats.health_connect.fields import types
from haversack.records.formats.health_connect.renaming import Renaming
from haversack.records.formats.health_connect.validating import VERSIONS, Refusal, judge_decoded, refusal

Doc = dict[str, Any]
BASE = "haversack://record"
NAME = "Haversack"
_NAMESPACE = UUID("c2b6f7d8-4e0a-5f4c-9b44-2d9a7a1e6f30")  # ours, for ids of what leaves
_DATA_SOURCE = {"fhirBaseUri": BASE, "displayName": NAME, "fhirVersion": VERSIONS[0]}


@dataclass
class Leaving:
    """Turns resources into lines, and counts. written: lines by category; refused: by type and refusal; listed: each
    that was refused, as (source, type, id, refusal), where somebody wants them one by one (`lists`)."""

    lists: bool = False

    written: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, Refusal]] = field(default_factory=Counter)
    listed: list[tuple[str, str, str, Refusal]] = field(default_factory=list)
    _given: set[str] = field(default_factory=set, repr=False)

    def lines(self, source: str, doc: Doc) -> Iterator[bytes]:
        """The lines that one accepted resource becomes; none where it is refused. source: what its source is."""
        kind, own = str(doc.get("resourceType", "")), str(doc.get("id") or "")
        for made in _apart(source, doc):
            verdict = judge_decoded(made)
            if verdict.refusal is not None:
                self._refuse(source, str(made.get("resourceType", "")), own, verdict.refusal)
                continue
            name = f"{made['resourceType']}/{made['id']}"
            if name in self._given:
                continue
            self._given.add(name)
            self.written[verdict.category] += 1
            data = digits.encode(made).decode()
            yield digits.encode({"dataSource": _DATA_SOURCE, "fhirVersion": VERSIONS[0], "data": data}) + b"\n"
        for one in _dicts(doc.get("contained")):
            if one.get("resourceType") not in types():
                self._refuse(source, f"{kind}.contained", own, refusal(words.CONTAINED))

    def _refuse(self, source: str, kind: str, own: str, refused: Refusal) -> None:
        self.refused[kind, refused] += 1
        if self.lists:
            self.listed.append((source, kind, own, refused))

    def report(self) -> dict[str, Any]:
        """The counts, as a document: {"written", "refused", "by_category", "reasons": [{"type", "code", "field",
        "what", "count"}]}."""
        return {
            "written": self.written.total(),
            "refused": self.refused.total(),
            "by_category": dict(sorted(self.written.items())),
            "reasons": [
                {"type": kind, "code": one.code, "field": one.field, "what": one.what, "count": number}
                for (kind, one), number in self.refused.most_common()
            ],
        }


def _apart(source: str, doc: Doc) -> Iterator[Doc]:
    """The resource without what it contains, and each that it contains, under new ids that point to each other."""
    own = str(doc.get("id") or "")
    inside = {
        f"#{one['id']}": (one["resourceType"], f"{doc.get('resourceType')}/{own}#{one['id']}")
        for one in _dicts(doc.get("contained"))
        if type(one.get("id")) is str and one.get("resourceType") in types()
    }
    yield _renamed(source, doc, own, inside)
    for one in _dicts(doc.get("contained")):
        if (known := inside.get(f"#{one.get('id')}")) is not None:
            yield _renamed(source, _with_patient(one, doc), known[1], inside)


def _with_patient(one: Doc, around: Doc) -> Doc:
    """A contained resource is about whom its holder is about, where its type asks."""
    known = types()[one["resourceType"]]
    for name in ("subject", "patient"):
        if name in known.required and name not in one:
            about = around.get("subject") or around.get("patient")
            return {**one, name: about} if about else one
    return one


def _renamed(source: str, doc: Doc, own: str, inside: dict[str, tuple[str, str]]) -> Doc:
    kind = str(doc.get("resourceType", ""))
    made = {name: value for name, value in doc.items() if name != "contained" and value is not None}
    renaming = Renaming(_NAMESPACE, source, inside)
    made = {name: renaming.of(value) for name, value in made.items()}
    if own:
        made["id"] = renaming.id(kind, own)
    meta = doc.get("meta")
    said = meta if type(meta) is dict else {}
    made["meta"] = {**said, "source": said.get("source") or source}
    return made


def _dicts(value: object) -> list[Doc]:
    return [one for one in value if type(one) is dict] if type(value) is list else []
