"""What is there already under the same identities, and what does that make of each arrival?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..models import Record
from ..models.face import FACE, decode_face
from ..models.record import Kind, State
from ..queries.opened import Opened
from ..rules.intake import Fate, Known, fate_of
from .arriving import Arriving


@dataclass(frozen=True, slots=True)
class Existing:
    """A stored record with the identity of an arrival."""

    id: int
    identity: bytes
    content: bytes
    state: int
    kind: int
    lead: bool
    category: bytes

    @property
    def is_current(self) -> bool:
        return self.state in (State.PENDING, State.ACCEPTED)

    @property
    def counts(self) -> bool:
        """Whether a counter counts it."""
        return self.lead and self.kind == Kind.DISPLAYED and self.is_current


def existing_records(opened: Opened, identities: list[bytes]) -> dict[bytes, list[Existing]]:
    """Stored records by identity; within one identity those that wait come before those accepted."""
    if not identities:
        return {}
    # No ORDER BY: with one, SQLite walks the person's whole record in that order instead of looking up the identities.
    rows = Record.objects.filter(person_id=opened.person, identity__in=identities).values_list(
        "id", "identity", "content", "state", "kind", "lead", "category"
    )
    found: dict[bytes, list[Existing]] = defaultdict(list)
    for number, identity, content, state, kind, lead, category in rows:
        one = Existing(number, bytes(identity), bytes(content), state, kind, bool(lead), bytes(category))
        found[one.identity].append(one)
    for versions in found.values():
        versions.sort(key=lambda one: (one.state, one.id))
    return found


def fate(
    opened: Opened, one: Arriving, existing: list[Existing], declined: set[bytes], *, is_live: bool = False
) -> Fate:
    """Ask the rule. The stamps of stored versions are opened only where a newer version is possible at all."""
    if not existing and not declined:
        return Fate.NEW
    stamps: dict[int, str] = {}
    if one.stamp and existing and (is_live or all(old.content != one.content for old in existing)):
        faces = Record.objects.filter(pk__in=[old.id for old in existing]).values_list("pk", "face")
        stamps = {number: decode_face(opened.key.open(bytes(face), FACE)).stamp for number, face in faces}
    known = [
        Known(old.content, old.is_current, old.state == State.ACCEPTED, stamps.get(old.id, "")) for old in existing
    ]
    return fate_of(
        content=one.content,
        stamp=one.stamp,
        is_stub=one.is_stub,
        known=known,
        is_declined=one.kind is not Kind.UNDISPLAYED and one.identity in declined,
        is_content_declined=one.content in declined,
        is_live=is_live,
    )
