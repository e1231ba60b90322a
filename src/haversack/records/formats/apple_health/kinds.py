"""What does each type of Apple Health measure, under which LOINC code, in which unit, and one by one or by day?

Source: Apple's HealthKit (HKQuantityTypeIdentifier), LOINC, UCUM. A share is written as a fraction of 1 under the unit
"%"; glucose by substance names its molar mass in the unit ("mmol<180.1558800000541>/L").
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from haversack.records.wearables.kinds import HEART_RATE_OF_DAY, STEPS_OF_DAY, Kind, Value

_MASS = {"kg": "kg", "g": "g", "lb": "[lb_av]", "oz": "[oz_av]", "st": "[stone_av]"}
_LENGTH = {"m": "m", "cm": "cm", "mm": "mm", "in": "[in_i]", "ft": "[ft_i]", "km": "km", "mi": "[mi_i]"}
_ENERGY = {"kcal": "kcal", "Cal": "kcal", "kJ": "kJ"}
_RATE = {"count/min": "/min"}
_SHARE = {"%": "%"}
_MOLAR = re.compile(r"mmol<[\d.]{1,20}>/L")


_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,20})?(?:[eE][+-]?\d)?", re.ASCII)
_SHOWN = {"{steps}": "steps", "{floors}": "floors", "[degF]": "°F", "Cel": "°C", "/min": "/min", "kg/m2": "kg/m2"}


KINDS: dict[str, Kind] = {
    "BodyMass": Kind("Body weight", ("29463-7",), _MASS, "single"),
    "Height": Kind("Body height", ("8302-2",), _LENGTH, "single"),
    "BodyMassIndex": Kind("Body mass index", ("39156-5",), {"count": "kg/m2"}, "single"),
    "BodyFatPercentage": Kind("Body fat", ("41982-0",), _SHARE, "single"),
    "WaistCircumference": Kind("Waist circumference", ("8280-0",), _LENGTH, "single"),
    "BodyTemperature": Kind("Body temperature", ("8310-5",), {"degC": "Cel", "degF": "[degF]"}, "single"),
    "RestingHeartRate": Kind("Resting heart rate", ("40443-4",), _RATE, "single"),
    "BloodGlucose": Kind("Blood glucose", ("2339-0",), {"mg/dL": "mg/dL", "mmol/L": "mmol/L"}, "single"),
    "BloodPressureSystolic": Kind("Systolic blood pressure", ("8480-6",), {"mmHg": "mm[Hg]"}, "pressure"),
    "BloodPressureDiastolic": Kind("Diastolic blood pressure", ("8462-4",), {"mmHg": "mm[Hg]"}, "pressure"),
    "HeartRate": Kind("Heart rate, mean of the day", HEART_RATE_OF_DAY, _RATE, "mean"),
    "OxygenSaturation": Kind("Oxygen saturation, mean of the day", (), _SHARE, "mean"),
    "RespiratoryRate": Kind("Respiratory rate, mean of the day", (), _RATE, "mean"),
    "StepCount": Kind("Steps in the day", STEPS_OF_DAY, {"count": "{steps}"}, "sum", "activity"),
    "DistanceWalkingRunning": Kind("Distance walked and run in the day", (), _LENGTH, "sum", "activity"),
    "DistanceCycling": Kind("Distance cycled in the day", (), _LENGTH, "sum", "activity"),
    "FlightsClimbed": Kind("Floors climbed in the day", (), {"count": "{floors}"}, "sum", "activity"),
    "ActiveEnergyBurned": Kind("Active energy burned in the day", (), _ENERGY, "sum", "activity"),
    "AppleExerciseTime": Kind("Exercise in the day", (), {"min": "min"}, "sum", "activity"),
}
GLUCOSE_BY_SUBSTANCE = "15074-8"  # 2339-0 is by mass
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)", re.ASCII)
_QUANTITY, _CATEGORY = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"


def name_of_type(said: str) -> str:
    """Apple's identifier without what all have alike."""
    return said.removeprefix(_QUANTITY).removeprefix(_CATEGORY)


def value_of(kind: Kind, said: str, unit: str) -> Value | None:
    """The value in a unit that this kind is measured in; None for anything else. Digits stay as they came, but for
    shares, which become percentages.
    """
    unit = "mmol/L" if _MOLAR.fullmatch(unit) else unit
    ucum = kind.units.get(unit, "")
    if not ucum or _NUMBER.fullmatch(said) is None:
        return None
    number = Decimal(said)
    return Value(number.scaleb(2) if unit == "%" else number, _SHOWN.get(ucum, unit), ucum)


def instant(said: str) -> str:
    """ "2024-01-01 01:01:36 +0200" as a FHIR dateTime with the zone it was written in; "" for anything else."""
    found = _STAMP.fullmatch(said)
    if found is None:
        return ""
    written = f"{found[1]}T{found[2]}{found[3]}:{found[4]}"
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return ""
    return written
