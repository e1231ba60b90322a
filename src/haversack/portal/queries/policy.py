"""Which policy holds now?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from haversack.fhirserver.queries.prepared import ask

from ..models import Policy as PolicyRow
from ..rules.policy import Policy, read_policy
from ..rules.presets import PRESETS


@dataclass(frozen=True, slots=True)
class Current:
    """The policy that holds, and its number, by which stored decisions are known to be of it."""

    number: int
    policy: Policy = field(hash=False)
    set_at: datetime | None = None


NONE_SET = Current(0, PRESETS["open"])


def current_policy() -> Current:
    """The policy with the highest number; as long as nobody set one, the preset `open` as number 0."""
    rows = ask("policy", lambda _: PolicyRow.objects.order_by("-number").values_list("number", "set_at")[:1], ())
    return _read(*rows[0]) if rows else NONE_SET


@lru_cache(maxsize=8)
def _read(number: int, set_at: datetime) -> Current:
    """A version never changes, so that it is read once; set_at tells databases apart that a process may see in turn."""
    document = PolicyRow.objects.values_list("document", flat=True).get(number=number)
    return Current(number, read_policy(document), set_at)
