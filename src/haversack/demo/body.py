"""What would a laboratory or a scale find in this person on that day?

A course is what a story says about a value over the years; anything else stays near a healthy person's own level.
Values that follow from others (LDL, eGFR, red cell indices, BMI) are computed, so that panels agree with themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from random import Random

from haversack.demo.tables.analytes import ANALYTES

Course = Sequence[tuple[float, float]]
DERIVED_DIGITS = {"bmi": 1}


def between(course: Course, years: float) -> float:
    """The course's value so many years before today: straight lines between its points, level beyond its ends."""
    points = sorted(course, reverse=True)
    if years >= points[0][0]:
        return points[0][1]
    for (older, was), (newer, then) in pairwise(points):
        if newer <= years <= older:
            return then + (was - then) * (years - newer) / (older - newer or 1)
    return points[-1][1]


class Body:
    """Values by analyte key and day; the same question always has the same answer."""

    def __init__(self, seed: str, today: date, sex: str, born: date) -> None:
        self._seed, self._today, self._sex, self._born = seed, today, sex, born
        self._courses: dict[str, Course] = {}
        self._noise: dict[str, float] = {}

    def course(self, key: str, points: Course, noise: float | None = None) -> None:
        """Say how `key` went: (years before today, value) points, and how far single values stray from it."""
        self._courses[key] = points
        if noise is not None:
            self._noise[key] = noise

    def raw(self, key: str, day: date) -> float:
        """The value without rounding."""
        derived = _DERIVED.get(key)
        if derived and key not in self._courses:
            return derived(self, day)
        analyte = ANALYTES.get(key)
        spread = self._noise.get(key, analyte.spread if analyte else 0.0)
        if key in self._courses:
            level = between(self._courses[key], (self._today - day).days / 365.25)
        elif analyte:
            level = analyte.typical + self._chance(key).uniform(-1, 1) * spread
        else:
            raise KeyError(key)
        wobble = self._chance(f"{key}:{day.isoformat()}").gauss(0, 1)
        return level + max(-1.8, min(1.8, wobble)) * spread * 0.7

    def value(self, key: str, day: date) -> Decimal:
        """The value with the digits that laboratories print for it."""
        analyte = ANALYTES.get(key)
        digits = analyte.digits if analyte else DERIVED_DIGITS.get(key, 0)
        return rounded(max(0.0, self.raw(key, day)), digits)

    def years_old(self, day: date) -> float:
        return (day - self._born).days / 365.25

    @property
    def sex(self) -> str:
        return self._sex

    def whim(self, what: str, day: date) -> float:
        """Chance between -1 and 1 for that question on that day."""
        return self._chance(f"{what}:{day.isoformat()}").uniform(-1, 1)

    def _chance(self, what: str) -> Random:
        return Random(f"{self._seed}:{what}")  # noqa: S311 - invented data, not a secret


def rounded(value: float, digits: int) -> Decimal:
    """As many digits after the point as asked, trailing zeros kept."""
    return Decimal(f"{value:.{digits}f}")


def _printed(body: Body, key: str, day: date) -> float:
    return float(body.value(key, day))


def _egfr(body: Body, day: date) -> float:
    """CKD-EPI 2021 (Inker, NEJM 2021), mL/min/1.73 m2, from the creatinine as printed."""
    woman = body.sex == "female"
    kappa, alpha = (0.7, -0.241) if woman else (0.9, -0.302)
    ratio = _printed(body, "crea", day) / kappa
    found = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938 ** body.years_old(day)
    return float(found * (1.012 if woman else 1))


def _ldl(body: Body, day: date) -> float:
    """Friedewald; its users refuse it above 400 mg/dL of triglycerides, which no course here reaches."""
    return _printed(body, "chol", day) - _printed(body, "hdl", day) - _printed(body, "trig", day) / 5


# White cells: the share of all at rest, and the most of them in an infection, when neutrophils alone rise (10*3/uL).
_SHARES = {"lymph": (0.30, 2.6), "mono": (0.08, 0.85), "eos": (0.03, 0.30), "baso": (0.01, 0.09)}


def _cells(key: str, body: Body, day: date) -> float:
    if key == "neut":
        return _printed(body, "wbc", day) - sum(_printed(body, other, day) for other in _SHARES)
    share, most = _SHARES[key]
    return min(_printed(body, "wbc", day) * share * (1 + body.whim(key, day) * 0.12), most)


_DERIVED: dict[str, Callable[[Body, date], float]] = {
    "ldl": _ldl,
    "nonhdl": lambda body, day: _printed(body, "chol", day) - _printed(body, "hdl", day),
    "cholratio": lambda body, day: _printed(body, "chol", day) / _printed(body, "hdl", day),
    "egfr": _egfr,
    "glob": lambda body, day: _printed(body, "prot", day) - _printed(body, "alb", day),
    "agap": lambda body, day: _printed(body, "na", day) - _printed(body, "cl", day) - _printed(body, "co2", day),
    "mcv": lambda body, day: _printed(body, "hct", day) * 10 / _printed(body, "rbc", day),
    "mch": lambda body, day: _printed(body, "hgb", day) * 10 / _printed(body, "rbc", day),
    "mchc": lambda body, day: _printed(body, "hgb", day) * 100 / _printed(body, "hct", day),
    "hct": lambda body, day: _printed(body, "hgb", day) * (2.97 + body.whim("hct", day) * 0.05),
    **{key: partial(_cells, key) for key in ("neut", *_SHARES)},
    "tsat": lambda body, day: _printed(body, "iron", day) * 100 / _printed(body, "tibc", day),
    "pt": lambda body, day: 11.4 * _printed(body, "inr", day),
    "bmi": lambda body, day: _printed(body, "weight", day) / (_printed(body, "height", day) / 100) ** 2,
}
