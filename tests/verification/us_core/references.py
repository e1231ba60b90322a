"""Does every reference lead to something served, of a type that may stand there, in the same patient's record?"""

from __future__ import annotations

import json
from collections.abc import Iterable

from .definitions import Definitions
from .validator import Fault
from .walking import Walker

_WHOSE = ("subject", "patient", "beneficiary")


def judge_references(resources: Iterable[bytes], known: Definitions, beside: Iterable[bytes] = ()) -> list[Fault]:
    """Where references go wrong; `beside`: what is served too and is not judged."""
    read = [json.loads(text) for text in resources]
    served = {_name(one): _patient(one) for one in (*map(json.loads, beside), *read)}
    walker, faults = Walker(known), []
    for resource in read:
        where = _name(resource)
        inside = {f"#{one['id']}": one["resourceType"] for one in resource.get("contained", ())}
        for profile in ("", *(one for one in resource.get("meta", {}).get("profile", ()) if one in known.structures)):
            for met in walker.walk(resource, profile):
                if not (isinstance(met.value, dict) and isinstance(met.value.get("reference"), str)):
                    continue
                led_to = met.value["reference"]
                if led_to not in served and led_to not in inside:
                    faults.append(Fault(where, profile, f"{met.path} leads nowhere: {led_to}"))
                    continue
                kind = inside.get(led_to) or led_to.partition("/")[0]
                if (allowed := _allowed(known, met.element)) and kind not in allowed:
                    faults.append(
                        Fault(where, profile, f"{met.path} leads to a {kind}, not to one of {sorted(allowed)}")
                    )
                mine, theirs = served[where], served.get(led_to, "")
                if mine and theirs and mine != theirs:
                    faults.append(Fault(where, profile, f"{met.path} leads to another patient's record"))
    return faults


def _name(resource: dict[str, object]) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _patient(resource: dict[str, object]) -> str:
    if resource["resourceType"] == "Patient":
        return _name(resource)
    for name in _WHOSE:
        if isinstance(found := resource.get(name), dict):
            return str(found["reference"])
    return ""


def _allowed(known: Definitions, element: dict[str, object]) -> set[str]:
    """The types that may stand there; none: any."""
    found = set()
    for kind in element.get("type", ()):  # type: ignore[attr-defined]
        for address in kind.get("targetProfile", ()):
            definition = known.structures.get(address.partition("|")[0])
            if definition is None or definition["type"] == "Resource":
                return set()
            found.add(definition["type"])
    return found
