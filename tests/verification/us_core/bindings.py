"""Is every code that a required binding asks for in its value set? The validator does not look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache

from .definitions import CannotExpand, Definitions, Json
from .validator import Fault
from .walking import Met, Walker, codes_in


def judge_codes(resources: Iterable[bytes], known: Definitions) -> tuple[list[Fault], set[str]]:
    """The codes outside required value sets, and the value sets that the packages cannot expand."""
    faults, unknown = [], set()
    walker = Walker(known)
    for text in resources:
        resource = json.loads(text)
        where = f"{resource['resourceType']}/{resource['id']}"
        for profile in ("", *(one for one in resource.get("meta", {}).get("profile", ()) if one in known.structures)):
            for met in walker.walk(resource, profile):
                address = _required(met.element)
                if not address:
                    continue
                try:
                    if said := _outside(met, known.codes(address)):
                        faults.append(Fault(where, profile, f"{met.path}: {said} is not in {address}"))
                except CannotExpand:
                    unknown.add(address)
    return faults, unknown


def _required(element: Json) -> str:
    binding = element.get("binding", {})
    return str(binding.get("valueSet", "")) if binding.get("strength") == "required" else ""


def _outside(met: Met, codes: frozenset[tuple[str, str]]) -> str:
    """The code that does not belong; "" when all is well. Of several codings one has to be in the value set."""
    if isinstance(met.value, str):
        return "" if met.value in _bare(codes) else met.value
    found = codes_in(met.value)
    if "sliceName" in met.element and not found:
        return ""
    return "" if found & codes else next((code for _, code in sorted(found)), "no code")


@cache
def _bare(codes: frozenset[tuple[str, str]]) -> frozenset[str]:
    return frozenset(code for _, code in codes)


def missing_slices(resources: Iterable[bytes], known: Definitions) -> Iterator[Fault]:
    """Slices that a profile wants at least once and that a resource has none of (those told apart by codes alone)."""
    walker = Walker(known)
    for text in resources:
        resource = json.loads(text)
        for profile in resource.get("meta", {}).get("profile", ()):
            if profile not in known.structures:
                continue
            met = {one.element["id"] for one in walker.walk(resource, profile)}
            for element in known.structures[profile]["snapshot"]["element"]:
                wanted = "sliceName" in element and element.get("min", 0) > 0
                if wanted and element["id"].partition(":")[0] in met and element["id"] not in met:
                    where = f"{resource['resourceType']}/{resource['id']}"
                    yield Fault(where, profile, f"has no {element['id']}")
