"""Which records make one line?

Equal facts of different sources, paired so that the order of arrival does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A record that states some fact. `name` is its plain (source, type, id), the same on every machine.

    by_address: it stands for a file by its address, and so merges within its source too.
    """

    record: int
    state: int
    source: int
    name: tuple[str, str, str]
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record ends up: its rank among equal facts of its source, whether it leads, and how many sources
    its line has.
    """

    rank: int
    lead: bool
    sources: int


def arrange(members: Iterable[Member]) -> dict[int, Place]:
    """Arrange all records that state one fact into lines (invariant 3).

    Within a source equal facts stay apart (two equal readings on a day are two readings): the k-th of one source pairs
    with the k-th of another. In each state the record with the smallest name leads; names, not arrival, decide.
    """
    by_source: dict[int, list[Member]] = defaultdict(list)
    for member in sorted(members, key=lambda one: one.name):
        by_source[member.source].append(member)
    lines: dict[int, list[Member]] = defaultdict(list)
    for own in by_source.values():
        for rank, member in enumerate(own):
            lines[-1 if member.by_address else rank].append(member)
    places: dict[int, Place] = {}
    for rank, line in lines.items():
        leads: dict[int, tuple[tuple[str, str, str], int]] = {}
        for member in line:
            best = leads.get(member.state)
            if best is None or member.name < best[0]:
                leads[member.state] = (member.name, member.record)
        sources = len({member.source for member in line})
        for member in line:
            places[member.record] = Place(rank, leads[member.state][1] == member.record, sources)
    return places
