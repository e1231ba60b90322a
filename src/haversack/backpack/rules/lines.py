"""Which records make one line?

Equal facts of different sources, paired so that the order of arrival does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from haversack.records.entry import Entry

from .order import sort_key

Precedence = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A record that states some fact. `name` is its plain (source, type, id), the same on every machine.

    by_address: it stands for a file by its address, and so merges within its source too. precedence: before its name
    when it is asked which one leads.
    """

    record: int
    state: int
    source: int
    name: tuple[str, str, str]
    by_address: bool = False
    precedence: Precedence = (0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record ends up: its rank among equal facts of its source, whether it leads, and how many sources
    its line has.
    """

    rank: int
    lead: bool
    sources: int


def precedence(entry: Entry | None) -> Precedence:
    """The smallest leads: of what a plan says of one bill what stands before what was cancelled, and the newest."""
    if entry is None or entry.type != "ExplanationOfBenefit":
        return (0, 0)
    return (int(entry.standing != "fact"), -sort_key(dict(entry.details).get("decided", "")))


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
        leads: dict[int, tuple[tuple[Precedence, tuple[str, str, str]], int]] = {}
        for member in line:
            best = leads.get(member.state)
            if best is None or (member.precedence, member.name) < best[0]:
                leads[member.state] = ((member.precedence, member.name), member.record)
        sources = len({member.source for member in line})
        for member in line:
            places[member.record] = Place(rank, leads[member.state][1] == member.record, sources)
    return places
