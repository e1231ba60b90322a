"""What do people measure of themselves: under which LOINC code, in which units, and what is written of it as FHIR R4?

Source: LOINC; UCUM; Observation and Quantity of FHIR R4. What a day comes to has a title that says so and no LOINC code
of a single measurement, so that nobody takes a mean for a reading; LOINC has codes of a whole day for some.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from haversack.records.digits import Digits

_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_SYNTAC = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SYNTAC",
    "display": "syntactic transform",
}
_MASS = {"kg": "kg", "g": "g", "lb": "[lb_av]", "oz": "[oz_av]", "st": "[stone_av]"}
_LENGTH = {"cm": "cm", "m": "m", "mm": "mm", "in": "[in_i]", "ft": "[ft_i]"}
_FAR = {"m": "m", "km": "km", "mi": "[mi_i]"}
_RATE = {"/min": "/min"}


class Measure(NamedTuple):
    """title: for a person; loinc: "" where LOINC has none for it; units: as shown -> UCUM, the usual one first; of_day:
    what a whole day comes to.
    """

    title: str
    loinc: str
    units: dict[str, str]
    category: str = "vital-signs"
    of_day: bool = False


MEASURES: dict[str, Measure] = {
    "weight": Measure("Body weight", "29463-7", _MASS),
    "height": Measure("Body height", "8302-2", _LENGTH),
    "waist": Measure("Waist circumference", "8280-0", _LENGTH),
    "body-fat": Measure("Body fat", "41982-0", {"%": "%"}),
    "temperature": Measure("Body temperature", "8310-5", {"°C": "Cel", "°F": "[degF]"}),
    "heart-rate": Measure("Heart rate", "8867-4", _RATE),
    "resting-heart-rate": Measure("Resting heart rate", "40443-4", _RATE),
    "respiratory-rate": Measure("Respiratory rate", "9279-1", _RATE),
    "oxygen": Measure("Oxygen saturation", "59408-5", {"%": "%"}),
    "glucose": Measure("Blood glucose", "", {"mg/dL": "mg/dL", "mmol/L": "mmol/L"}),
    "systolic": Measure("Systolic blood pressure", "8480-6", {"mmHg": "mm[Hg]"}),
    "diastolic": Measure("Diastolic blood pressure", "8462-4", {"mmHg": "mm[Hg]"}),
    "steps": Measure("Steps in the day", "41950-7", {"steps": "{steps}"}, "activity", True),
    "distance": Measure("Distance in the day", "", _FAR, "activity", True),
    "floors": Measure("Floors climbed in the day", "", {"floors": "{floors}"}, "activity", True),
    "active-energy": Measure("Active energy in the day", "", {"kcal": "kcal", "kJ": "kJ"}, "activity", True),
    "exercise": Measure("Exercise in the day", "", {"min": "min", "h": "h"}, "activity", True),
    "heart-rate-of-day": Measure("Heart rate, mean of the day", "41924-2", _RATE, "vital-signs", True),
    "sleep": Measure("Hours of sleep", "93832-4", {"h": "h", "min": "min"}, "activity", True),
}
PRESSURE = Measure("Blood pressure", "85354-9", {"mmHg": "mm[Hg]"})
_GLUCOSE = {"mg/dL": "2339-0", "mmol/L": "15074-8"}  # by mass, by substance


class Reading(NamedTuple):
    """One number in a unit that its measure has; its digits as they were written."""

    measure: str
    number: Decimal
    unit: str


def observation(own: str, when: str, readings: list[Reading], *, source: str, device: str = "") -> dict[str, Any]:
    """An Observation with this id. readings: one, or both halves of a blood pressure. source: a URI for `meta`, which
    says besides that the resource was made (SYNTAC). device: a name.
    """
    first = readings[0]
    measure = MEASURES[first.measure] if len(readings) == 1 else PRESSURE
    doc: dict[str, Any] = {
        "resourceType": "Observation",
        "id": own,
        "meta": {"source": source, "security": [_SYNTAC]},
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": measure.category}]}],
        "code": _concept(measure, first.unit),
        "effectiveDateTime": when,
    }
    if len(readings) == 1:
        doc["valueQuantity"] = _quantity(first)
    else:
        doc["component"] = [
            {"code": _concept(MEASURES[one.measure], one.unit), "valueQuantity": _quantity(one)} for one in readings
        ]
    if device:
        doc["device"] = {"display": device}
    return doc


def _concept(measure: Measure, unit: str) -> dict[str, Any]:
    code = measure.loinc or (_GLUCOSE.get(unit, "") if measure is MEASURES["glucose"] else "")
    coding = [{"system": "http://loinc.org", "code": code}] if code else []
    return {**({"coding": coding} if coding else {}), "text": measure.title}


def _quantity(one: Reading) -> dict[str, Any]:
    written = format(one.number, "f")
    value = Digits(written) if "." in written else int(written)
    ucum = MEASURES[one.measure].units[one.unit]
    return {"value": value, "unit": one.unit, "system": "http://unitsofmeasure.org", "code": ucum}
