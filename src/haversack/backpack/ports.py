"""What do pages of the backpack ask that a package above it knows?

Each question is a protocol; whoever knows the answer says so once, when its app is ready. Where nobody does, nothing is
known, and the page says nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Look:
    """When the portal that a source stands for was last looked at, and when it is next; None for not known. goes_on:
    whether it is looked at again without anybody's doing; is_well: whether the last look was a whole one."""

    at: datetime | None
    following: datetime | None
    goes_on: bool
    is_well: bool


class Looks(Protocol):
    """By source of a person, how current what came from a portal is. Sources without a portal are not there."""

    def __call__(self, person: int) -> Mapping[int, Look]: ...


_looks: list[Looks] = []


def looks_by(asked: Looks) -> None:
    """Say who knows when portals were looked at."""
    _looks[:] = [asked]


def last_looks(person: int) -> Mapping[int, Look]:
    return _looks[0](person) if _looks else {}
