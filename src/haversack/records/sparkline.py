"""What shape did the last results of one test make?

A shape only: no axis and no verdict on its course. It joins nothing that a trend would not join, so it shows the line
that the newest result belongs to, over the band of the range that came with that result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from .charts import place, thinned
from .ranges import Limits, Verdict
from .scales import reach
from .trends import Point, Reading, trend

WIDTH, HEIGHT = 100, 34
LEFT, RIGHT = 4.0, 90.0  # of the first and the last result: the mark needs room
TOP, BOTTOM = 5.8, 28.2


class Sparkline(NamedTuple):
    """`path` joins the results; `band` and `band_height` are "" without a range; the mark is the newest result."""

    path: str
    band: str
    band_height: str
    mark_x: str
    mark_y: str
    verdict: Verdict


def sparkline(found: Iterable[Reading]) -> Sparkline | None:
    """The sparkline of the line that the newest result stands on, or None for a line of fewer than two results."""
    panels = trend(found).panels
    if not panels:
        return None
    series = max(panels[0].series, key=lambda series: series.points[-1].at)
    if len(series.points) < 2:
        return None
    newest = series.points[-1]
    low, high = _reach(series.points, newest.limits)
    since, until = series.points[0].at, newest.at

    def x(at: float) -> float:
        return LEFT + (at - since) / (until - since) * (RIGHT - LEFT) if until > since else RIGHT

    def y(number: Decimal) -> float:
        return BOTTOM - float((number - low) / (high - low)) * (BOTTOM - TOP)

    band, band_height = _band(newest.limits, y)
    return Sparkline(
        path="M" + " ".join(f"{place(x(point.at))} {place(y(point.number))}" for point in thinned(series.points)),
        band=band,
        band_height=band_height,
        mark_x=place(x(newest.at)),
        mark_y=place(y(newest.number)),
        verdict=newest.reading.verdict,
    )


def _reach(points: Sequence[Point], bounds: Limits | None) -> tuple[Decimal, Decimal]:
    low, high = reach([point.number for point in points], (end for end in bounds or () if end is not None))
    return (low, high) if low < high else (low - 1, high + 1)  # one value all along runs through the middle


def _band(bounds: Limits | None, y: Callable[[Decimal], float]) -> tuple[str, str]:
    """Where the band begins and how high it is, cut at the drawing's ends; at least a hair, so that its side shows."""
    if bounds is None:
        return "", ""
    top = 0.0 if bounds.high is None else min(max(y(bounds.high), 0.0), HEIGHT - 2.0)
    bottom = float(HEIGHT) if bounds.low is None else min(max(y(bounds.low), 2.0), float(HEIGHT))
    return place(top), place(max(bottom - top, 2.0))
