"""How do resources of several sources stand together in one bundle, with every reference leading somewhere inside it?

Each gets a name of its own (urn:uuid, made from where it came from, so the same record always gets the same name) and
every reference that can be followed is rewritten to it. A reference that leads nowhere keeps what it says in words and
loses its address: nobody who receives the bundle could follow it (FHIR R4 Bundle, 2.36.4, resolving references).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from .identity import patient_reference

Doc = dict[str, Any]

NAMESPACE = UUID("3f1c5c1e-6d1b-5f0e-9a53-6a1f6f0b7a52")  # ours, for names in bundles
# What a record may lean on and that travels with it: who, where, with what. Visits and reports of other days do not.
SUPPORTING = frozenset(
    {
        "Device", "Location", "Medication", "Observation", "Organization", "Practitioner", "PractitionerRole",
        "Specimen", "Substance",
    }
)  # fmt: skip

NOTHING = object()  # what is left of a reference that says nothing; not None, which keeps a place in FHIR's lists


class Held(NamedTuple):
    """A resource and the source it came from: the same id at two sources names two different things."""

    source: str
    doc: Doc

    @property
    def own(self) -> str:
        return f"{self.doc.get('resourceType')}/{self.doc.get('id')}"

    @property
    def urn(self) -> str:
        return urn(self.source, self.own)


def urn(*parts: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE, chr(31).join(parts))}"


class Shelf:
    """Where references are looked up: every resource that may be enclosed, by source and by what others call it."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._by_name: dict[tuple[str, str], Held] = {}
        for one in held:
            if one.doc.get("id"):
                self._by_name[one.source, one.own] = one
                self._by_name.setdefault((one.source, str(one.doc["id"])), one)

    def find(self, source: str, reference: str) -> Held | None:
        """What a reference of that source leads to: relative, absolute, versioned or urn:uuid (R4, 2.3.0.1)."""
        if reference.startswith("urn:"):
            return self._by_name.get((source, reference.rpartition(":")[2]))
        pieces = reference.partition("/_history/")[0].split("/")
        return self._by_name.get((source, "/".join(pieces[-2:]))) if len(pieces) > 1 else None


def enclosed(chosen: Iterable[Held], shelf: Shelf, patient: str) -> list[Doc]:
    """Bundle entries for the chosen resources and all they lean on, each once; `patient` is the urn of the one Patient.

    A bundle is about one person: whatever a record calls its patient is that person. The resources are copies.
    """
    entries: list[Doc] = []
    waiting = deque(chosen)
    seen = {one.urn for one in waiting}
    while waiting:
        one = waiting.popleft()
        doc = rewritten(one.doc, partial(_lead, one, shelf, patient, seen, waiting))
        entries.append({"fullUrl": one.urn, "resource": {**doc, "id": one.urn.removeprefix("urn:uuid:")}})
    return entries


def _lead(one: Held, shelf: Shelf, patient: str, seen: set[str], waiting: deque[Held], reference: str) -> str:
    """The address inside the bundle that a reference of `one` leads to, "" for none; what it newly leans on joins."""
    if reference == patient_reference(one.doc) or "Patient" in reference.split("/"):
        return patient
    found = shelf.find(one.source, reference)
    if found is None:
        return ""
    if found.doc.get("resourceType") == "Patient":
        return patient
    if found.urn not in seen:
        if found.doc.get("resourceType") not in SUPPORTING:
            return ""
        seen.add(found.urn)
        waiting.append(found)
    return found.urn


def rewritten(doc: Doc, lead: Callable[[str], str]) -> Doc:
    """A copy with each reference led to its new address, or without the address where `lead` answers ""."""
    parts = ((key, _part(value, lead)) for key, value in doc.items())
    return {key: part for key, part in parts if part is not NOTHING}


def _part(value: Any, lead: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        parts = [part for part in (_part(part, lead) for part in value) if part is not NOTHING]
        return parts if parts or not value else NOTHING
    if not isinstance(value, dict):
        return value
    rest = rewritten({key: part for key, part in value.items() if key != "reference"}, lead)
    reference = value.get("reference")
    if not isinstance(reference, str):
        return rest if rest or not value else NOTHING
    address = reference if reference.startswith("#") else lead(reference)
    if address:
        return {"reference": address, **rest}
    return rest if set(rest) - {"type", "id"} else NOTHING  # without words or an identifier it says nothing


def references(value: Any) -> Iterator[str]:
    """Every reference inside a resource or bundle, those to contained resources ("#...") included."""
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)
