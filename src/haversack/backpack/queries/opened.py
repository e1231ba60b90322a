"""Which backpack is open, for whom? Every other query and action starts from this value; there is no other way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from haversack.vault.sealing import PersonKey

from ..models.face import PersonFacts
from ..rules.roles import Act, Role, Viewer, may


class NotAllowed(Exception):
    """The viewer's role does not reach that far.

    The message is a reason a page can print; an owner can put it right.
    """


@dataclass(frozen=True, slots=True)
class Opened:
    """One person's backpack as one viewer may see it. `relation` is what the person is to the viewer ("mother")."""

    person: int
    uuid: UUID
    key: PersonKey
    role: Role
    viewer: Viewer
    facts: PersonFacts
    hue: str = "teal"
    relation: str = ""
    _labels: dict[str, bytes] = field(default_factory=dict, repr=False)

    def require(self, act: Act) -> None:
        """Raise `NotAllowed` with its reason unless this viewer may do that."""
        answer = may(self.role, act)
        if not answer:
            raise NotAllowed(answer.reason)

    def label(self, text: str) -> bytes:
        """The keyed form of a short label (category, code, mark), 8 bytes; remembered, since few labels recur often."""
        found = self._labels.get(text)
        if found is None:
            found = self._labels[text] = self.key.index(text.encode())[:8]
        return found

    def __repr__(self) -> str:
        return f"Opened({self.uuid}, {self.role})"
