"""How are a child's measurements set beside those of other children, and blood pressure beside other days?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from haversack.demo.chart import LOINC, concept
from haversack.demo.exact import Json
from haversack.demo.labs import observation, quantity
from haversack.demo.visits import Visit
from haversack.demo.vitals import blood_pressure, code_of

_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
NOT_DONE = concept(_ABSENT, "not-performed", "Not Performed", "Could not be taken")
DECLINED = concept(_ABSENT, "asked-declined", "Asked But Declined", "Did not want to answer")
SPOILED = concept(_ABSENT, "error", "Error", "Blood cells broke in the tube")
_PERCENTILES = {
    "head": ("8289-1", "Head Occipital-frontal circumference Percentile", "Head circumference percentile"),
    "bmi": ("59576-9", "Body mass index (BMI) [Percentile] Per age and sex", "BMI percentile"),
    "weight": ("77606-2", "Weight-for-length Per age and sex", "Weight for length percentile"),
}


def percentile(visit: Visit, key: str) -> str:
    """Of a hundred children, how many are smaller: steady through a childhood, as most children's is."""
    level = visit.chart.life.dice(f"percentile:{key}").randrange(18, 86)
    near = round(visit.chart.life.body.whim(f"percentile:{key}", visit.day) * 3)
    body = observation(visit, "vital-signs", concept(LOINC, *_PERCENTILES[key]))
    body["valueQuantity"] = quantity(Decimal(level + near), "%", "%")
    return visit.chart.add("Observation", body, visit.when)


def on_oxygen(visit: Visit, litres: int, share: int) -> str:
    """Oxygen saturation while oxygen is given: litres a minute, and its share of the air breathed in."""
    body = observation(visit, "vital-signs", code_of("spo2"))
    body["valueQuantity"] = quantity(visit.chart.life.body.value("spo2", visit.day), "%", "%")
    body["component"] = [
        {
            "code": concept(LOINC, "3151-8", "Inhaled oxygen flow rate"),
            "valueQuantity": quantity(Decimal(litres), "L/min", "L/min"),
        },
        {
            "code": concept(LOINC, "3150-0", "Inhaled oxygen concentration"),
            "valueQuantity": quantity(Decimal(share), "%", "%"),
        },
    ]
    return visit.chart.add("Observation", body, visit.when)


def pressure_at_home(visit: Visit, days: int, *, whole: bool = True) -> str:
    """The mean of what the patient measured at home before the visit; not `whole`: the cuff showed no lower number."""
    panel = ("96607-7", "Blood pressure panel mean systolic and mean diastolic", "Average blood pressure at home")
    body = observation(visit, "vital-signs", concept(LOINC, *panel))
    body.pop("effectiveDateTime")
    body["effectivePeriod"] = {
        "start": (visit.day - timedelta(days=days)).isoformat(),
        "end": (visit.day - timedelta(days=1)).isoformat(),
    }
    body["performer"] = [visit.chart.patient]
    parts = (("sys", "96608-5", "Systolic blood pressure mean"), ("dia", "96609-3", "Diastolic blood pressure mean"))
    body["component"] = [
        {
            "code": concept(LOINC, code, name),
            "valueQuantity": quantity(
                visit.chart.life.body.value(key, visit.day - timedelta(days=1)), "mmHg", "mm[Hg]"
            ),
        }
        for key, code, name in parts
    ]
    if not whole:
        body["component"][1].pop("valueQuantity")
        body["component"][1]["dataAbsentReason"] = NOT_DONE
    return visit.chart.add("Observation", body, visit.when)


def not_taken(visit: Visit, key: str) -> str:
    """A vital sign that could not be taken, and that this is why there is no value."""
    return without_value(visit, "vital-signs", code_of(key), NOT_DONE)


def without_value(visit: Visit, category: str, code: Json, why: Json) -> str:
    """An Observation of something that nobody could find out."""
    body = observation(visit, category, code) | {"dataAbsentReason": why}
    return visit.chart.add("Observation", body, visit.when)


def felt_pressure(visit: Visit) -> str:
    """Blood pressure by feeling the pulse: it has an upper number alone."""
    reference = blood_pressure(visit, position="by feeling the pulse")
    lower = visit.chart.resources[-1]["component"][1]
    lower.pop("valueQuantity")
    lower["dataAbsentReason"] = NOT_DONE
    return reference
