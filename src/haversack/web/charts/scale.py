"""Which place on a line belongs to a number, and which round numbers stand beside it?"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map from numbers `low`..`high` to pixels `start`..`end`; equal ends put everything in the middle."""

    low: float
    high: float
    start: float
    end: float

    def at(self, number: float) -> float:
        """Pixels, to a tenth, of a number."""
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        share = (number - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def inside(self, number: float) -> float:
        """As `at`, but held between the ends."""
        low, high = sorted((self.start, self.end))
        return min(max(self.at(number), low), high)


def round_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten) that cover low..high, roughly `about` of them."""
    if high - low <= max(abs(high) * 1e-9, 1e-300):  # nearer than numbers can be told apart
        margin = abs(low) / 10 or 1.0
        low, high = low - margin, high + margin
    raw = (high - low) / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]  # without 0.30000000000000004


def tick_text(number: float) -> str:
    """A tick as short as it can be said."""
    return f"{number:g}" if abs(number) < 1e6 else f"{number:,.0f}"
