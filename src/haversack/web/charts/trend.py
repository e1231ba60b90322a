"""How did a number go over time? Points on a true time axis, one line per source and method, the range as it was given.

Drawn twice, wide and thin, so that letters never shrink; nothing is smoothed, joined across methods, or foretold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .bands import stretches
from .calendar import Tick, time_ticks
from .scale import Scale, round_ticks, tick_text

_LETTERS = ("", "b", "c")  # how the lines of a chart differ: colour, dash and shape of the mark


class Point(NamedTuple):  # and Mark: there are hundreds of them, and a tuple is made in a third of the time
    """One result, as its source gave it; `mark` is in, out or critical; the texts are for the table."""

    when: date
    value: float | None  # None: words, a comparator; in the table only
    value_text: str
    when_text: str
    series: int = 0
    low: float | None = None
    high: float | None = None
    range_text: str = ""  # "4.0–5.6"; empty: none given
    mark: str = "in"
    verdict: str = ""  # in words: "High"
    verdict_icon: str = ""
    url: str = ""
    part: str = ""  # which of several numbers of one result: the upper one of a blood pressure


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart with its table. Points in any order; `series` names the lines (source and method), three at most.

    Parts of one result share their series' colour and are joined each by itself.
    """

    name: str
    unit: str
    title: str  # what the picture shows, in words, for those who do not see it
    desc: str
    series: Sequence[str]
    points: Sequence[Point]
    caption: str  # of the table: "All 19 results, newest first"
    note: str = ""
    band_text: str = ""  # what the band is, in the key

    @property
    def newest_first(self) -> list[tuple[Point, str]]:
        ordered = sorted(self.points, key=lambda point: point.when, reverse=True)
        return [(point, self.series[point.series]) for point in ordered]

    @property
    def keys(self) -> list[tuple[str, str]]:
        """(class letter, name) of each line."""
        return [(_LETTERS[index % 3], name) for index, name in enumerate(self.series)]

    @property
    def drawable(self) -> bool:
        """Two numbers at least, at different times: otherwise the table says it all."""
        return len({point.when for point in self.points if point.value is not None}) > 1

    @property
    def wide(self) -> "Drawing":
        return draw(self.points, width=640, height=320)  # as wide as its column is, so that letters keep their size

    @property
    def thin(self) -> "Drawing":
        return draw(self.points, width=340, height=260)


class Mark(NamedTuple):
    x: float
    y: float
    letter: str
    mark: str

    @property
    def square(self) -> bool:
        return self.letter == "b"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pixels: nothing here needs another sum."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    floor: float  # the numbers at the foot and the top of the axis
    ceiling: float
    rows: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, Tick, str], ...]  # where, what, how its label is anchored
    bands: tuple[tuple[float, float, float, float], ...]  # x, y, width, height
    lines: tuple[tuple[str, str], ...]  # letter, path
    marks: tuple[Mark, ...]


def draw(points: Sequence[Point], *, width: int, height: int) -> Drawing:
    """Place at least one point with a value on a picture of width x height."""
    placed = sorted((point for point in points if point.value is not None), key=lambda point: point.when)
    values = [point.value for point in placed if point.value is not None]
    ends = [end for point in placed for end in (point.low, point.high) if end is not None]
    rows = round_ticks(*_reach(values, ends), about=6 if width > 600 else 4)
    left = 14 + 8.0 * max(len(tick_text(row)) for row in rows)
    bottom, right = height - 34.0, width - 12.0
    down = Scale(rows[0], rows[-1], bottom, 12)
    first, last = placed[0].when, placed[-1].when
    across = Scale(first.toordinal(), last.toordinal(), left + 14, right - 8)
    ticks = [(across.at(tick.day.toordinal()), tick) for tick in time_ticks(first, last, 8 if width > 600 else 3)]
    marks = [_mark(point, across, down) for point in placed]
    return Drawing(
        width=width, height=height, left=left, right=right, bottom=bottom, floor=rows[0], ceiling=rows[-1],
        rows=tuple((down.at(row), tick_text(row)) for row in rows),
        ticks=tuple((x, tick, _anchor(x, left, right)) for x, tick in ticks),
        bands=tuple(_bands(placed, marks, down, (left, right))),
        lines=tuple(_lines(placed, marks)),
        marks=tuple(marks),
    )  # fmt: skip


def _mark(point: Point, across: Scale, down: Scale) -> Mark:
    x, y = across.at(point.when.toordinal()), down.at(point.value or 0.0)
    return Mark(x, y, _LETTERS[point.series % 3], point.mark)


def _reach(values: list[float], ends: list[float]) -> tuple[float, float]:
    """What the axis covers: every value, and of the ranges as much as does not squeeze the values flat."""
    low, high = min(values), max(values)
    room = max(high - low, abs(high) * 0.1, 1e-9)
    near = [end for end in ends if low - 1.5 * room <= end <= high + 1.5 * room]
    return min([low, *near]), max([high, *near])


def _bands(
    points: list[Point], marks: list[Mark], down: Scale, sides: tuple[float, float]
) -> list[tuple[float, float, float, float]]:
    """A rectangle for each stretch, cut where the picture ends; none for a range that lies wholly beyond it."""
    bands = []
    for start, end, low, high in stretches((mark.x, point) for mark, point in zip(marks, points, strict=True)):
        if (low is not None and low > down.high) or (high is not None and high < down.low):
            continue
        x, right = max(start, sides[0]), min(end, sides[1])
        top = down.inside(high) if high is not None else down.end
        bottom = down.inside(low) if low is not None else down.start
        bands.append((round(x, 1), top, round(right - x, 1), round(max(bottom - top, 1.0), 1)))
    return bands


def _lines(points: list[Point], marks: list[Mark]) -> list[tuple[str, str]]:
    found: dict[tuple[int, str], list[str]] = {}
    for point, mark in zip(points, marks, strict=True):
        found.setdefault((point.series, point.part), []).append(f"{mark.x:g} {mark.y:g}")
    return [
        (_LETTERS[series % 3], "M" + "L".join(places))
        for (series, _), places in sorted(found.items())
        if len(places) > 1
    ]


def _anchor(x: float, left: float, right: float) -> str:
    if x < left + 24:
        return "start"
    return "end" if x > right - 24 else "middle"
