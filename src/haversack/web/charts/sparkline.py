"""How did a value get where it is? Shape only: no axis, no verdict, one source and method."""

from collections.abc import Sequence
from dataclasses import dataclass

from .scale import Scale


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Geometry of a sparkline; the last point carries the mark (in, out or critical)."""

    width: int
    height: int
    path: str
    x: float
    y: float
    mark: str
    band_y: float | None
    band_height: float


def sparkline(
    points: Sequence[tuple[float, float]],
    *,
    band: tuple[float | None, float | None] | None = None,
    mark: str = "in",
    width: int = 100,
    height: int = 34,
) -> Sparkline | None:
    """A line through (when, value) points in order of time; None for fewer than two, a single point has no shape.

    `when` is any number that grows with time (a day's ordinal): uneven gaps are drawn uneven.
    """
    if len(points) < 2:
        return None
    values = [value for _, value in points]
    across = Scale(points[0][0], points[-1][0], 4, width - 10)
    down = Scale(min(values), max(values), height - 6, 6)
    places = [(across.at(when), down.at(value)) for when, value in points]
    top, bottom = _band(band, down, height)
    return Sparkline(
        width=width,
        height=height,
        path="M" + " ".join(f"{x:g} {y:g}" for x, y in places),
        x=places[-1][0],
        y=places[-1][1],
        mark=mark,
        band_y=top if band else None,
        band_height=round(max(bottom - top, 2.0), 1),
    )


def _band(band: tuple[float | None, float | None] | None, down: Scale, height: int) -> tuple[float, float]:
    low, high = band or (None, None)
    top = 0.0 if high is None else min(max(down.at(high), 0.0), height - 2.0)
    bottom = float(height) if low is None else min(down.at(low), float(height))
    return top, bottom
