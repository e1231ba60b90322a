"""What do pages of the backpack ask that a package above it knows?

Each question is a protocol; whoever knows the answer says so once, when its app is ready. Where nobody does, nothing is
known, and the page says nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Unshared(Protocol):
    """Of these records of a person, by their numbers, those that their source has ceased to show (X5)."""

    def __call__(self, person: int, records: Sequence[int]) -> set[int]: ...


_unshared: list[Unshared] = []


def unshared_by(asked: Unshared) -> None:
    """Say who knows what sources have ceased to show."""
    _unshared[:] = [asked]


def no_longer_shared(person: int, records: Sequence[int]) -> set[int]:
    return _unshared[0](person, records) if _unshared and records else set()
