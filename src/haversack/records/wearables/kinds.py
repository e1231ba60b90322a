"""What is a kind of measurement, and a value of it?"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

# "single": each is an entry. "sum", "mean": one entry a day. "pressure": half of a blood pressure.
Way = Literal["single", "sum", "mean", "pressure"]


class Kind(NamedTuple):
    """name: for a person; loinc: its codes, the first the most exact, none where LOINC has none for it; units: as the
    export writes them -> UCUM.
    """

    name: str
    loinc: tuple[str, ...]
    units: dict[str, str]
    way: Way
    category: str = "vital-signs"


class Value(NamedTuple):
    """A number, the export's own word for its unit, and UCUM's."""

    number: Decimal
    unit: str
    ucum: str


PRESSURE = Kind("Blood pressure", ("85354-9",), {}, "single")
WORKOUT = Kind("Workout", ("73985-4",), {}, "single", "activity")
SLEEP = Kind("Hours of sleep", ("93832-4",), {"h": "h"}, "sum", "activity")
# What a whole day comes to has no code of a single measurement, so that nobody takes a mean for a reading: LOINC has
# codes for the steps of 24 hours and for their mean heart rate, and none for the others.
STEPS_OF_DAY = ("41950-7",)
HEART_RATE_OF_DAY = ("41924-2",)
