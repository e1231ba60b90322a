"""Which elements that a profile marks as must-support does nothing in the hospitals show?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from .definitions import Definitions
from .walking import Met, Walker


def never_shown(resources: Iterable[bytes], known: Definitions) -> set[str]:
    """Profile and element ("us-core-goal Goal.target.due[x]") of all that is must-support and never there.

    What a profile marks itself counts, not what it takes over; what follows a profile follows those it builds on too.
    """
    walker, shown = Walker(known), set()
    for text in resources:
        resource = json.loads(text)
        for profile in resource.get("meta", {}).get("profile", ()):
            walked = [one for one in walker.walk(resource, profile) if one.profile == profile]
            met = {name for one in walked for name in (one.element["id"], _written(one))}
            shown |= {(address, element) for address in _built_on(profile, known) for element in met}
    return {
        f"{profile.rpartition('/')[2]} {element['id']}"
        for profile, definition in known.structures.items()
        if "/us/core/" in profile and definition["type"] != "Extension"
        for element in definition["differential"]["element"]
        if element.get("mustSupport") and (profile, element["id"]) not in shown
    }


def _written(met: Met) -> str:
    """The element as a differential names it: `valueQuantity`, where the snapshot says `value[x]`."""
    steps = met.element["id"].split("."), met.path.split(".")
    return ".".join(actual if "[x]" in step else step for step, actual in zip(*steps, strict=False))


def _built_on(profile: str, known: Definitions) -> Iterator[str]:
    while "/us/core/" in profile:
        yield profile
        profile = known.structures[profile]["baseDefinition"]
