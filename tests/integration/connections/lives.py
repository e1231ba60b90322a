"""What should be in a backpack after any sequence of things that can happen between it and its portals?

A model in plain values, beside the real thing. It knows nothing of pages, cursors and keys: per source and record what
the portal says, what was accepted, what waits, what was removed for good.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ERROR = "entered-in-error"


@dataclass
class Expected:
    """One record of one source. said: the value the portal gives now, None for none. accepted, waiting: the values that
    are here. withdrawn: the portal took back what was accepted. missed: full passes in a row without it.
    """

    said: str | None = None
    accepted: str | None = None
    waiting: str | None = None
    removed: bool = False
    withdrawn: bool = False
    missed: int = 0


@dataclass
class Model:
    """records: by (portal, number). gone: (number, value) of what was removed for good, whichever portal said it: the
    very same from another is not offered either. apart: the numbers that somebody said are not the same in both.
    """

    records: dict[tuple[int, str], Expected] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)

    def at(self, portal: int, number: str) -> Expected:
        return self.records.setdefault((portal, number), Expected())

    def says(self, portal: int, number: str, value: str | None) -> None:
        self.at(portal, number).said = value

    def fetched(self, portal: int) -> None:
        """A full fetch of everything that the portal says."""
        for (whose, number), one in self.records.items():
            if whose == portal:
                _arrive(one, is_gone=(number, one.said) in self.gone)

    def accept(self) -> None:
        for one in self.records.values():
            if one.waiting is not None:
                one.accepted, one.waiting, one.withdrawn = one.waiting, None, False

    def remove(self) -> None:
        for (_portal, number), one in self.records.items():
            if one.waiting is not None:
                self.gone.add((number, one.waiting))
                one.waiting, one.removed = None, True

    def held(self) -> list[tuple[int, str, str, str]]:
        """(portal, number, state, value) of everything that is here, sorted."""
        found = []
        for (portal, number), one in self.records.items():
            if one.accepted is not None:
                found.append((portal, number, "accepted", one.accepted))
            if one.waiting is not None:
                found.append((portal, number, "pending", one.waiting))
        return sorted(found)

    def lines(self, state: str) -> list[list[tuple[int, str]]]:
        """What stands in one line: the records of both portals with one value, but for errors and what is apart."""
        found: dict[tuple[object, ...], list[tuple[int, str]]] = {}
        for portal, number, at, value in self.held():
            if at == state:
                alone = portal if value == ERROR or number in self.apart else None
                found.setdefault((number, value, alone), []).append((portal, number))
        return sorted(found.values())

    def withdrawn(self) -> list[tuple[int, str]]:
        return sorted(key for key, one in self.records.items() if one.withdrawn)

    def no_longer_shared(self) -> list[tuple[int, str]]:
        return sorted(key for key, one in self.records.items() if one.missed >= 2)


def _arrive(one: Expected, *, is_gone: bool) -> None:
    if one.said is None:
        here = one.accepted is not None or one.waiting is not None
        one.missed = one.missed + 1 if here else 0
        return
    one.missed = 0
    takes_back = one.said == ERROR and one.accepted not in (None, ERROR)
    if takes_back:
        one.withdrawn = True
    elif one.said == one.accepted:
        one.withdrawn = False
    if not one.removed and not is_gone:
        one.waiting = None if takes_back or one.said == one.accepted else one.said
