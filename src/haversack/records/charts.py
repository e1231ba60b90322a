"""Where do the points, lines, bands and ticks of a trend lie on a drawing of a given size?

The answer is text in the units of the drawing ("76.9"), ready for SVG attributes: a template that printed floating
point numbers would write "76,9" for a reader of Spanish. Colours, words and dates belong to the templates. A chart is
drawn twice, wide and thin, so that its labels never shrink.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from .ranges import Verdict
from .scales import date_ticks, number_ticks, reach
from .trends import Panel, Point, Series, Step

MOST_DRAWN = 400  # marks of one line; beyond it a column of the drawing keeps its ends and its extremes
MARGIN = 6.0  # a band shows this much before its first and after its last result
INSET = 16.0  # between the axis and the first and last mark


class Size(NamedTuple):
    """A drawing, in its own units: the plot lies between the margins."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    dates: int  # labels that fit below

    def __str__(self) -> str:
        return f"0 0 {self.width} {self.height}"


WIDE = Size(900, 320, left=52, right=16, top=26, bottom=36, dates=10)
THIN = Size(340, 280, left=44, right=14, top=26, bottom=34, dates=4)


class Mark(NamedTuple):
    """One result. `open`: an edge of what was found ("<0.01"), drawn hollow; `ref` leads to the entry."""

    x: str
    y: str
    ref: str
    text: str
    verdict: Verdict
    open: bool


class Line(NamedTuple):
    """A series: `path` joins its marks; `number` (from 0) chooses its dash and the shape of its marks."""

    number: int
    series: Series
    path: str
    marks: tuple[Mark, ...]


class Band(NamedTuple):
    """A laboratory's range while it held; cut where the axis ends before the range does."""

    x: str
    y: str
    width: str
    height: str
    label: str
    label_x: str
    label_y: str
    label_fits: bool


class Label(NamedTuple):
    """A tick: its place along the axis and what is written there."""

    place: str
    text: str


class Chart(msgspec.Struct, frozen=True):
    """A trend's panel on one drawing.

    Of `total` results `drawn` have a mark: fewer where they would cover each other, and the page says so. `radius` is
    that of the marks, smaller where there are many; `latest` is the newest mark.
    """

    size: Size
    unit: str
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    numbers: tuple[Label, ...]
    dates: tuple[Label, ...]
    axis: tuple[str, str, str, str]  # left, right, top and bottom of the plot
    latest: Mark
    radius: str
    drawn: int
    total: int


class _Frame(NamedTuple):
    """How days and numbers become places on the drawing."""

    x: Callable[[float], float]
    y: Callable[[float], float]
    left: float
    right: float
    top: float
    bottom: float


def draw(panel: Panel, size: Size) -> Chart:
    """The chart of one panel. Time and number are to scale; the vertical axis starts where the results do."""
    points = [point for line in panel.series for point in line.points]
    ends = (end for step in panel.steps for end in step.limits if end is not None)
    ticks = number_ticks(*reach([point.number for point in points], ends))
    since, until = min(point.at for point in points), max(point.at for point in points)
    frame = _frame(size, since, until, ticks[0].at, ticks[-1].at)
    lines = tuple(_line(number, series, frame) for number, series in enumerate(panel.series))
    marks = sum(len(line.marks) for line in lines)
    newest = max(panel.series, key=lambda series: series.points[-1].at).points[-1]
    return Chart(
        size=size,
        unit=panel.unit,
        lines=lines,
        bands=tuple(_bands(panel.steps, frame, ticks[0].at, ticks[-1].at)),
        numbers=tuple(Label(place(frame.y(tick.at)), tick.text) for tick in ticks),
        dates=tuple(Label(place(frame.x(tick.at)), tick.text) for tick in date_ticks(since, until, size.dates)),
        axis=(place(frame.left), place(frame.right), place(frame.top), place(frame.bottom)),
        latest=_mark(newest, frame),
        radius="5.5" if marks <= size.width / 12 else "3" if marks <= size.width / 5 else "1.8",
        drawn=marks,
        total=len(points),
    )


def place(number: float) -> str:
    """A coordinate: one decimal, none when it is whole."""
    return f"{number:.1f}".removesuffix(".0")


def _frame(size: Size, since: float, until: float, low: float, high: float) -> _Frame:
    left, right = float(size.left), float(size.width - size.right)
    top, bottom = float(size.top), float(size.height - size.bottom)
    across = (right - left - 2 * INSET) / (until - since) if until > since else 0.0
    middle = (left + right) / 2
    return _Frame(
        x=lambda at: left + INSET + (at - since) * across if across else middle,
        y=lambda number: bottom - (number - low) / (high - low) * (bottom - top),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
    )


def _line(number: int, series: Series, frame: _Frame) -> Line:
    marks = tuple(_mark(point, frame) for point in thinned(series.points))
    path = "M" + " ".join(f"{mark.x} {mark.y}" for mark in marks) if len(marks) > 1 else ""
    return Line(number, series, path, marks)


def _mark(point: Point, frame: _Frame) -> Mark:
    reading = point.reading
    text = f"{reading.value.comparator}{reading.value.text}" if reading.value else ""
    return Mark(
        place(frame.x(point.at)), place(frame.y(float(point.number))), reading.ref, text, reading.verdict, point.open
    )


def thinned(points: Sequence[Point]) -> Sequence[Point]:
    """The points to draw: all, or of each stretch of time the first, lowest, highest and last; in order of time."""
    if len(points) <= MOST_DRAWN:
        return points
    since, columns = points[0].at, MOST_DRAWN // 4
    stretch = (points[-1].at - since) / columns or 1.0
    kept: set[int] = set()
    for _, column in groupby(range(len(points)), lambda i: min(int((points[i].at - since) / stretch), columns - 1)):
        held = list(column)
        lowest, highest = min(held, key=lambda i: points[i].number), max(held, key=lambda i: points[i].number)
        kept.update((held[0], lowest, highest, held[-1]))
    return [points[index] for index in sorted(kept)]


def _bands(steps: Sequence[Step], frame: _Frame, low: float, high: float) -> Iterator[Band]:
    """The bands that lie on the axis; each has a margin, except where another of its laboratory adjoins it."""
    starts = Counter((step.source, step.since) for step in steps)
    ends = Counter((step.source, step.until) for step in steps)
    for step in steps:
        below, above = step.limits
        if (below is None or float(below) < high) and (above is None or float(above) > low):
            itself = step.since == step.until
            left = frame.x(step.since) - (0.0 if ends[step.source, step.since] > itself else MARGIN)
            right = frame.x(step.until) + (0.0 if starts[step.source, step.until] > itself else MARGIN)
            yield _band(step, frame, max(left, frame.left), min(right, frame.right))


def _band(step: Step, frame: _Frame, left: float, right: float) -> Band:
    low, high = step.limits
    bottom = frame.bottom if low is None else min(frame.bottom, frame.y(float(low)))
    top = frame.top if high is None else max(frame.top, frame.y(float(high)))
    return Band(
        x=place(left),
        y=place(top),
        width=place(right - left),
        height=place(max(bottom - top, 1.0)),
        label=step.label,
        label_x=place(left + 6),
        label_y=place(top + 16),
        label_fits=right - left > 12 + 7 * len(step.label) and bottom - top > 18,
    )
