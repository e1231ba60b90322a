"""What did a portal grant of what was asked for, and which categories does the person therefore not get?

SMART App Launch 2.2 lets a portal, and the person at its page, grant less than was asked; the answer says what.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from haversack.smart.asking import CATEGORIES, needed_for
from haversack.smart.scopes import RecordScope, Scopes, parse

# The types without which a category would be empty; the others only add to it.
_HEART: Mapping[str, tuple[str, ...]] = {
    "medications": ("MedicationRequest", "MedicationStatement"),
    "labs": ("Observation", "DiagnosticReport"),
    "procedures": ("Procedure",),
    "social-history": ("Observation",),
    "documents": ("DocumentReference",),
    "other": ("CarePlan", "CareTeam", "Goal"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """missing: categories that were asked for and not granted."""

    granted: Scopes
    missing: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no record at all may be read."""
        return not any(scope.level in ("patient", "user") and scope.only_reading() for scope in self.granted.records)


def compare(asked: str, granted: str, chosen: Collection[str] = ()) -> Compared:
    """What the portal's answer grants, beside what was asked for these categories (none: all)."""
    found = parse(granted)
    picked = [one for one in CATEGORIES if (not chosen or one in chosen) and _was_asked(one, parse(asked).records)]
    missing = tuple(one for one in picked if not _covers(found.records, one))
    return Compared(found, missing)


def _was_asked(category: str, asked: Collection[RecordScope]) -> bool:
    return any(scope.type == need.type for need in needed_for(category, new=True) for scope in asked)


def _covers(granted: Collection[RecordScope], category: str) -> bool:
    """Whether something of what makes the category may be read: all of a type, or this category of it."""
    needed = [need for need in needed_for(category, new=True) if need.type in _HEART.get(category, (need.type,))]
    return any(_gives(scope, need) for scope in granted for need in needed)


def _gives(granted: RecordScope, need: RecordScope) -> bool:
    if granted.level not in ("patient", "user") or not granted.names(need.type) or not granted.only_reading():
        return False
    if granted.category is None or need.category is None:
        return True
    # A portal may name a category without its system.
    return granted.category.code == need.category.code and granted.category.system in (None, need.category.system)
