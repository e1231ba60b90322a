"""How do resources of several sources that all count from 1 get ids of their own, and still point to each other?

Android: merged sources get new ids, and `meta.source` says where each is from. A reference to a version of a resource
("Patient/1/_history/2", FHIR R4, 2.3.0.1) leads to the resource itself, since no versions stand under the new id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Renaming:
    """The new ids of one source. namespace: ours, one for each purpose. inside: what "#..." leads to, as (type, id);
    None where nothing is contained, so that such a reference stays as it is."""

    namespace: UUID
    source: str
    inside: Mapping[str, tuple[str, str]] | None = field(default=None)

    def id(self, kind: str, own: str) -> str:
        """The same resource of the same source gets the same id again."""
        return str(uuid5(self.namespace, f"{self.source}\x1f{kind}\x1f{own}"))

    def of(self, value: Any) -> Any:
        """A copy with every relative reference led to a new id, and without those to what does not come along."""
        if type(value) is list:
            return [self.of(one) for one in value]
        if type(value) is not dict:
            return value
        made = {name: self.of(one) for name, one in value.items()}
        reference = value.get("reference")
        if type(reference) is str and (led := self._lead(reference)) != reference:
            if led:
                made["reference"] = led
            else:
                del made["reference"]
        return made

    def _lead(self, reference: str) -> str:
        """Where a reference leads now; "" for nowhere."""
        if reference.startswith("#") and self.inside is not None:
            known = self.inside.get(reference)
            return f"{known[0]}/{self.id(*known)}" if known else ""
        kind, _slash, own = reference.partition("/_history/")[0].partition("/")
        is_relative = kind.isalpha() and own != "" and "/" not in own
        return f"{kind}/{self.id(kind, own)}" if is_relative else reference
