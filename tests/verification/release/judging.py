"""What came out that may not, and what did not that should? Held against the hand-written table."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from .cases import Case
from .ways import Came
from .world import Looker

_ENCODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


def may_see(looker: Looker, case: Case) -> bool:
    return case.seen_at(looker.at) and case.section in looker.sections


def leaks(looker: Looker, cases: Iterable[Case], came: Iterable[Came]) -> list[str]:
    """Every way by which a record came out that this looker may not see, or was counted."""
    hidden = {case.word: case for case in cases if not may_see(looker, case)}
    found = []
    for one in came:
        words = {word for word in hidden if word in one.text or word in _decoded(one.text)}
        found += [f"{looker.name}: {hidden[word].key} by {one.way}" for word in sorted(words)]
        if one.total is not None and one.keys and len(one.keys) < 200 and "_revinclude" not in one.way:
            matched = one.total == len(one.keys) or "_count=1" in one.way or "_include" in one.way
            found += [] if matched else [f"{looker.name}: counted {one.total} of {len(one.keys)} by {one.way}"]
    return found


def missing(looker: Looker, cases: Iterable[Case], came: Iterable[Came]) -> list[str]:
    """Records that this looker may see and that came out by none of these ways."""
    everything = "\n".join(one.text + _decoded(one.text) for one in came)
    return [f"{looker.name}: {case.key}" for case in cases if may_see(looker, case) and case.word not in everything]


def _decoded(text: str) -> str:
    """What stands in files inside the text."""
    found = []
    for part in _ENCODED.findall(text):
        try:
            found.append(base64.b64decode(part).decode("utf-8", "ignore"))
        except ValueError:
            continue
    return "\n".join(found)
