"""Where does a value stand against the range its source gave? A band, a mark, and the source's own digits."""

from dataclasses import dataclass

from .scale import Scale

_EDGE = 10.0  # room for half a mark at both ends
_CHAR = 7.4  # the width of a digit at 13 px


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """Geometry of a number line; `mark` is in, out or critical, as the caller read it, never computed from the band."""

    width: int
    band_x: float
    band_width: float
    x: float
    mark: str
    ticks: tuple[float, ...]
    labels: tuple[Label, ...]

    @property
    def rail_width(self) -> float:
        return self.width - 2 * _EDGE


def number_line(
    value: float,
    *,
    low: float | None = None,
    high: float | None = None,
    low_text: str = "",
    high_text: str = "",
    mark: str = "in",
    width: int = 176,
) -> NumberLine | None:
    """A number line for `value` against `low`..`high`; None where there is no range: then no line is drawn."""
    if low is None and high is None:
        return None
    scale = Scale(*_domain(value, low, high), _EDGE, width - _EDGE)
    left = _EDGE if low is None else scale.inside(low)
    right = width - _EDGE if high is None else scale.inside(high)
    ends = [(left, low_text or f"{low:g}")] if low is not None else []
    ends += [(right, high_text or f"{high:g}")] if high is not None else []
    return NumberLine(
        width=width,
        band_x=left,
        band_width=round(max(right - left, 3.0), 1),
        x=scale.inside(value),
        mark=mark,
        ticks=tuple(x for x, _ in ends),
        labels=tuple(_labels(ends, width)),
    )


def _domain(value: float, low: float | None, high: float | None) -> tuple[float, float]:
    """What the line covers: the range with a margin, and the value as far as three ranges beyond it."""
    if low is not None and high is not None:
        span = (high - low) or abs(high) or 1.0
        start = max(min(low, value), low - 3 * span) - 0.4 * span
        return start, min(max(high, value), high + 3 * span) + 0.4 * span
    if high is not None:  # "up to": the line begins at nought unless the number is below it
        start = min(0.0, value, high)
        return start, start + max(min(max(high, value), start + 4 * (high - start)) - start, 1e-9) * 1.45
    end = low if low is not None else 0.0  # "from": as far again beyond the larger of the two
    reach = max(abs(end), abs(value - end), 1e-9)
    return min(end, value) - 0.5 * min(reach, abs(end) or reach), max(end, value) + 0.5 * reach


def _labels(ends: list[tuple[float, str]], width: int) -> list[Label]:
    """Labels that neither touch each other nor leave the picture."""
    if len(ends) == 2 and ends[1][0] - ends[0][0] < (len(ends[0][1]) + len(ends[1][1])) * _CHAR / 2 + 10:
        middle = (ends[0][0] + ends[1][0]) / 2
        left = max(middle - 4, len(ends[0][1]) * _CHAR)
        right = min(middle + 4, width - len(ends[1][1]) * _CHAR)
        return [Label(round(left, 1), ends[0][1], "end"), Label(round(right, 1), ends[1][1], "start")]
    half = [len(text) * _CHAR / 2 for _, text in ends]
    return [
        Label(round(min(max(x, room), width - room), 1), text, "middle")
        for (x, text), room in zip(ends, half, strict=True)
    ]
