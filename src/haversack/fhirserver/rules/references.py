"""To which resources does a record point by the paths that can be included?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# What `_include=Type:name` means, as the way through the resource to the references.
PATHS: Mapping[str, tuple[str, ...]] = {
    "MedicationRequest:medication": ("medicationReference",),
    "MedicationDispense:medication": ("medicationReference",),
    "MedicationStatement:medication": ("medicationReference",),
    "CareTeam:participant": ("participant", "member"),
    "PractitionerRole:endpoint": ("endpoint",),
    "PractitionerRole:practitioner": ("practitioner",),
    "Encounter:location": ("location", "location"),
}
_REFERENCE = re.compile(r"([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\-.]{1,64})")


def pointed_at(body: Mapping[str, Any], include: str) -> Iterator[tuple[str, str]]:
    """(type, id) of everything that one `_include` brings; a third part holds it to one type."""
    name, _, target = include.partition(":")
    name, target = f"{name}:{target.partition(':')[0]}", target.partition(":")[2]
    for place in _walk(body, PATHS.get(name, ())):
        reference = place.get("reference") if isinstance(place, dict) else None
        found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
        if found and target in ("", found[1]):
            yield found[1], found[2]


def _walk(place: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(place, list):
        for each in place:
            yield from _walk(each, path)
    elif not path:
        yield place
    elif isinstance(place, dict) and path[0] in place:
        yield from _walk(place[path[0]], path[1:])
