"""What is measured in an export of Fitbit or Google, and what do its days come to?

Sources stand beside each other and are never added up (wearables/days.py): Fitbit's reconciled stream, each source of
Google's tables, and Google Fit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from uuid import UUID

from haversack.records.formats.fitbit.clock import Clock
from haversack.records.wearables.days import HUNDREDTH, NIGHT, TENTH, Days, Spread, rounded
from haversack.records.wearables.kinds import HEART_RATE_OF_DAY, SLEEP, STEPS_OF_DAY, Kind, Value
from haversack.records.wearables.making import Doc, Making, Origin

KINDS = {
    "steps": Kind("Steps in the day", STEPS_OF_DAY, {}, "sum", "activity"),
    "distance": Kind("Distance in the day", (), {}, "sum", "activity"),
    "heart-rate": Kind("Heart rate, mean of the day", HEART_RATE_OF_DAY, {}, "mean"),
    "oxygen": Kind("Oxygen saturation, mean of the night", (), {}, "mean"),
    "resting-heart-rate": Kind("Resting heart rate", ("40443-4",), {}, "single"),
    "weight": Kind("Body weight", ("29463-7",), {}, "single"),
    "weight-of-day": Kind("Body weight, mean of the day", (), {}, "single"),
    "bmi": Kind("Body mass index", ("39156-5",), {}, "single"),
    "fat": Kind("Body fat", ("41982-0",), {}, "single"),
    "systolic": Kind("Systolic blood pressure", ("8480-6",), {}, "pressure"),
    "diastolic": Kind("Diastolic blood pressure", ("8462-4",), {}, "pressure"),
}
UNITS = {
    "steps": ("steps", "{steps}"), "distance": ("km", "km"), "heart-rate": ("/min", "/min"), "oxygen": ("%", "%"),
    "resting-heart-rate": ("/min", "/min"), "bmi": ("kg/m2", "kg/m2"), "fat": ("%", "%"),
    "systolic": ("mmHg", "mm[Hg]"), "diastolic": ("mmHg", "mm[Hg]"),
}  # fmt: skip
_MASSES = {"kg": ("kg", 1.0), "lb": ("[lb_av]", 0.45359237), "st": ("[stone_av]", 6.35029318)}
ORIGIN = Origin(
    "urn:fitbit",
    "https://dev.fitbit.com/build/reference/web-api",
    UUID("6b0c8e55-5d0f-5a3e-8c5b-0f6e3c1f7a21"),  # ours, for ids of what is made from exports of Fitbit and Google
)
_MOST = Decimal(10) ** 9
_SHORTEST, _TALLEST = 1.30, 2.20  # metres


class Sleep(NamedTuple):
    """A time of sleep: begin and end on one clock, and the minutes asleep in it."""

    start: datetime
    end: datetime
    minutes: int


class Measurements:
    """Takes the measurements of one export, part after part."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.not_understood = self.without_unit = 0
        self.height: float | None = None  # metres
        self._making = Making(ORIGIN)
        self._days = Days(KINDS, sleep="sleep")
        self._nights: dict[str, set[Sleep]] = defaultdict(set)
        self._changed: dict[str, None] = {}
        self._told: set[tuple[str, str]] = set()
        self._mass = ""  # the unit of the last weight that told its own

    def person(self, born: str, sex: str) -> Doc | None:
        return self._making.person(born, sex)

    def many(self, name: str, samples: Iterable[tuple[str, Decimal]], source: str, *, is_second: bool = False) -> None:
        """(day, value) of a kind that is told by day. is_second: only for days of which nothing is known yet."""
        found: dict[str, list[Decimal]] = {}
        for day, value in samples:
            sums = found.get(day)
            if sums is None:
                found[day] = [Decimal(1), value, value, value]
            else:
                sums[0] += 1
                sums[1] += value
                sums[2] = min(sums[2], value)
                sums[3] = max(sums[3], value)
        unit, ucum = UNITS[name]
        for day, (number, total, low, high) in found.items():
            if not (is_second and self._days.has(name, day, unit, ucum)):
                self._days.add_many(name, day, Spread(int(number), total, low, high, unit, ucum), source)

    def once(self, name: str, when: str, value: Decimal, source: str, unit: tuple[str, str] | None = None) -> list[Doc]:
        """One measurement at a time or on a day (FHIR). Of what stands twice in an export, the first."""
        if (name, when) in self._told:
            return []
        self._told.add((name, when))
        kind = KINDS[name]
        return [self._making.single(name, kind, Value(value, *(unit or UNITS[name])), when, source, kind.loinc)]

    def weight(self, when: str, written: Decimal, bmi: Decimal | None, source: str) -> list[Doc]:
        """A weight whose unit the account decides and the export does not say: the body mass index beside it does."""
        if ("weight", when) in self._told or ("weight of", when[:10]) in self._told:
            return []
        self._mass = self._mass_of(float(written), float(bmi)) if bmi else self._mass
        if not self._mass:
            self.without_unit += 1
            return []
        return self.once("weight", when, _at_most(written, HUNDREDTH), source, (self._mass, _MASSES[self._mass][0]))

    def weight_in_grams(self, when: str, grams: Decimal, source: str) -> list[Doc]:
        self._told.add(("weight of", when[:10]))  # told more exactly than the other file does
        return self.once("weight", when, grams.scaleb(-3).normalize(), source, ("kg", "kg"))

    def pressure(self, when: str, upper: Decimal, lower: Decimal, source: str) -> Doc:
        named = {"BloodPressureSystolic": ("systolic", upper), "BloodPressureDiastolic": ("diastolic", lower)}
        halves = {name: (KINDS[kind], Value(value, *UNITS[kind])) for name, (kind, value) in named.items()}
        return self._making.pressure(halves, when, source)

    def slept(self, day: str, sleep: Sleep) -> None:
        """A time of sleep that counts for this day."""
        self._nights[day].add(sleep)
        self._changed[day] = None

    def told(self, only: str = "") -> Iterator[Doc]:
        """What days come to that changed since this was asked last; of one kind only, where one is given."""
        yield from self._days.told(self._making, only)
        if only not in ("", "sleep"):
            return
        changed, self._changed = self._changed, {}
        for day in changed:
            hours = rounded(Decimal(_minutes(self._nights[day])) / 60, HUNDREDTH)
            yield self._making.day("sleep", SLEEP, day, Value(hours, "h", "h"), NIGHT, "Fitbit")

    def _mass_of(self, weight: float, bmi: float) -> str:
        """The unit in which a person of this weight and body mass index has a height that people have; "" where several
        do, or none."""
        if not (0 < bmi < 200 and weight > 0):
            return self._mass
        heights = {unit: math.sqrt(weight * factor / bmi) for unit, (_ucum, factor) in _MASSES.items()}
        if self.height:
            near = [unit for unit, height in heights.items() if abs(height - self.height) < 0.06 * self.height]
            if len(near) == 1:
                return near[0]
        likely = [unit for unit, height in heights.items() if _SHORTEST <= height <= _TALLEST]
        return likely[0] if len(likely) == 1 else ""


def number(said: object) -> Decimal | None:
    """A number that a measurement can be; None for anything else."""
    if not isinstance(said, str | int) or isinstance(said, bool):
        return None
    try:
        found = Decimal(str(said).strip()[:40])
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < _MOST else None


def tenth(value: Decimal) -> Decimal:
    """The digits that came, as far as they mean anything."""
    return _at_most(value, TENTH)


def _at_most(value: Decimal, digit: Decimal) -> Decimal:
    return value if value == value.quantize(digit) and len(str(value)) < 12 else rounded(value, digit)


def _minutes(night: set[Sleep]) -> int:
    """Minutes asleep. Of times that overlap, as two files tell of one night, that with most sleep."""
    taken: list[Sleep] = []
    for one in sorted(night, key=lambda one: (-one.minutes, one.start, one.end)):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return sum(one.minutes for one in taken)
