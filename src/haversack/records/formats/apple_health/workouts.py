"""What does a workout of Apple Health come to: of what kind, how long, how far, with how much energy?

Until iOS 15 the sums stand on the workout itself (totalDistance, totalEnergyBurned), later in elements inside it
(WorkoutStatistics). Codes: LOINC 73985-4 exercise activity, 55411-3 exercise duration.
"""

from __future__ import annotations

import re

from haversack.records.formats.apple_health.kinds import KINDS, instant, value_of
from haversack.records.wearables.kinds import Kind, Value
from haversack.records.wearables.making import Doc, Making

_ENERGY = KINDS["ActiveEnergyBurned"]._replace(name="Energy")
_DISTANCE = KINDS["DistanceWalkingRunning"]._replace(
    name="Distance", units={**KINDS["DistanceWalkingRunning"].units, "yd": "[yd_i]", "nmi": "[nmi_i]"}
)
_DURATION = Kind("Duration", ("55411-3",), {"min": "min", "s": "s", "hr": "h", "h": "h"}, "single", "activity")
_DISTANCES = ("DistanceWalkingRunning", "DistanceCycling", "DistanceSwimming", "DistanceWheelchair", "DistanceRowing")
_KIND = re.compile(r"HKWorkoutActivityType([A-Za-z]{1,60})")
_PARTS = re.compile(r"[A-Z][a-z]*|[a-z]+")


class Workout:
    """One workout while its elements come by."""

    def __init__(self, said: dict[str, str]) -> None:
        self._said = said
        self._sums: dict[str, tuple[str, str]] = {}

    def add(self, said: dict[str, str]) -> None:
        """Statistics of it."""
        name = said.get("type", "").removeprefix("HKQuantityTypeIdentifier")
        self._sums.setdefault(name, (said.get("sum", ""), said.get("unit", "")))

    def made(self, making: Making) -> Doc | None:
        """The resource; None where it has no kind or no time."""
        said = self._said
        kind = _KIND.fullmatch(said.get("workoutActivityType", ""))
        start, end = instant(said.get("startDate", "")), instant(said.get("endDate", ""))
        if kind is None or not start:
            return None
        long = value_of(_DURATION, said.get("duration", ""), said.get("durationUnit", ""))
        found: list[tuple[str, Kind, Value | None]] = [
            ("duration", _DURATION, long),
            ("totalDistance", _DISTANCE, self._sum(_DISTANCE, "totalDistance", *_DISTANCES)),
            ("totalEnergyBurned", _ENERGY, self._sum(_ENERGY, "totalEnergyBurned", "ActiveEnergyBurned")),
        ]
        parts = {
            f"HKWorkout.{name}": (what, value) for name, what, value in found if value is not None and value.number
        }
        source = " ".join(said.get("sourceName", "").split())
        return making.workout(kind[1], _words(kind[1]), start, end, parts, source)

    def _sum(self, kind: Kind, own: str, *names: str) -> Value | None:
        told = [(self._said.get(own, ""), self._said.get(f"{own}Unit", "")), *(self._sums.get(one) for one in names)]
        values = (value_of(kind, *one) for one in told if one)
        return next((value for value in values if value is not None and value.number), None)


def _words(name: str) -> str:
    """ "TraditionalStrengthTraining" -> "Traditional strength training"."""
    return " ".join(_PARTS.findall(name)).capitalize()
