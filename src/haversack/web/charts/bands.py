"""Over which stretch of time did which range hold?

Each line of a chart has ranges of its own: two laboratories that disagree are two bands, and the two numbers of a blood
pressure are two more. A range holds from the result it came with until the next one of that line; a result without a
range ends it. Nothing is shaded before the first result or after the last, but for a margin that makes it visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

MARGIN = 6.0  # in pixels, where nothing adjoins


class Ranged(Protocol):
    """A result as the chart places it."""

    @property
    def series(self) -> int: ...
    @property
    def part(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


class Stretch(NamedTuple):
    """A range between two places on the time axis."""

    start: float
    end: float
    low: float | None
    high: float | None


def stretches(placed: Iterable[tuple[float, Ranged]]) -> list[Stretch]:
    """The stretches of all lines, from results in order of time with their place; equal ones that overlap are one."""
    found: list[Stretch] = []
    ordered = sorted(placed, key=_line_of)
    for _, line in groupby(ordered, key=_line_of):
        for stretch in _of_line(list(line)):
            _join(found, stretch)
    return found


def _line_of(placed: tuple[float, Ranged]) -> tuple[int, str]:
    return placed[1].series, placed[1].part


def _of_line(line: Sequence[tuple[float, Ranged]]) -> list[Stretch]:
    runs = [(range_, list(held)) for range_, held in groupby(line, key=lambda pair: (pair[1].low, pair[1].high))]
    found = []
    for index, ((low, high), held) in enumerate(runs):
        if low is None and high is None:
            continue
        after = runs[index + 1] if index + 1 < len(runs) else None
        adjoined = index > 0 and runs[index - 1][0] != (None, None)
        start = held[0][0] - (0 if adjoined else MARGIN)
        end = after[1][0][0] if after and after[0] != (None, None) else held[-1][0] + MARGIN
        found.append(Stretch(start, end, low, high))
    return found


def _join(found: list[Stretch], new: Stretch) -> None:
    for place, old in enumerate(found):
        if (old.low, old.high) == (new.low, new.high) and new.start <= old.end and old.start <= new.end:
            found[place] = old._replace(start=min(old.start, new.start), end=max(old.end, new.end))
            return
    found.append(new)
