"""Which measurements does a phone hand out, and which FHIR R4 Observation is each?

A measurement is one object: {"recordType": "WeightRecord", "id": ..., "time": ..., "weight": {"value": 70.5, "unit":
"kg"}}; what a day comes to is {"aggregate": "StepsRecord.COUNT_TOTAL", "date": "2026-11-20", "value": 8123, "unit":
"steps"}. Names of records, properties and aggregates are those of Android's androidx.health.connect.client.records. A
phone sends sums and means of a day, since it knows which of its apps counted the same steps.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from haversack.records.measures import MEASURES, Reading, observation

SOURCE = "urn:health-connect"
_NAMESPACE = UUID("6d0d9c4e-1f6b-5a52-8c0f-0c9a0f5a7b11")  # ours, for ids of what phones measured
_ID = re.compile(r"[\w\-.:]{1,100}", re.ASCII)
_APP = re.compile(r"[A-Za-z][\w.]{0,150}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# recordType -> property -> measure
RECORDS: dict[str, dict[str, str]] = {
    "WeightRecord": {"weight": "weight"},
    "HeightRecord": {"height": "height"},
    "BodyFatRecord": {"percentage": "body-fat"},
    "BodyTemperatureRecord": {"temperature": "temperature"},
    "RestingHeartRateRecord": {"beatsPerMinute": "resting-heart-rate"},
    "RespiratoryRateRecord": {"rate": "respiratory-rate"},
    "OxygenSaturationRecord": {"percentage": "oxygen"},
    "BloodGlucoseRecord": {"level": "glucose"},
    "BloodPressureRecord": {"systolic": "systolic", "diastolic": "diastolic"},
}
AGGREGATES: dict[str, str] = {
    "StepsRecord.COUNT_TOTAL": "steps",
    "DistanceRecord.DISTANCE_TOTAL": "distance",
    "FloorsClimbedRecord.FLOORS_CLIMBED_TOTAL": "floors",
    "ActiveCaloriesBurnedRecord.ACTIVE_CALORIES_TOTAL": "active-energy",
    "ExerciseSessionRecord.EXERCISE_DURATION_TOTAL": "exercise",
    "HeartRateRecord.BPM_AVG": "heart-rate-of-day",
    "SleepSessionRecord.SLEEP_DURATION_TOTAL": "sleep",
}


def is_measurement(said: dict[str, Any]) -> bool:
    """Whether an object means to be one."""
    return "recordType" in said or "aggregate" in said


def observation_of(said: dict[str, Any]) -> dict[str, Any] | None:
    """The Observation, under an id that the same measurement gets every time; None for what is no measurement."""
    return _of_day(said) if "aggregate" in said else _single(said)


def id_of(said: dict[str, Any]) -> str:
    """That id, from what names a measurement: recordType, id and dataOrigin, or aggregate and date; "" without."""
    if "aggregate" in said:
        kind, day = said.get("aggregate"), said.get("date")
        known = type(kind) is str and kind in AGGREGATES and type(day) is str and _is_day(day)
        return str(uuid5(_NAMESPACE, f"{kind}\x1f{day}")) if known else ""
    kind, own, origin = said.get("recordType"), said.get("id"), said.get("dataOrigin", "")
    if type(kind) is not str or kind not in RECORDS or type(own) is not str or _ID.fullmatch(own) is None:
        return ""
    if type(origin) is not str or (origin and _APP.fullmatch(origin) is None):
        return ""
    return str(uuid5(_NAMESPACE, f"{kind}\x1f{origin}\x1f{own}"))


def _single(said: dict[str, Any]) -> dict[str, Any] | None:
    own, when = id_of(said), said.get("time")
    if not own or type(when) is not str or not _is_time(when):
        return None
    properties = RECORDS[said["recordType"]]
    readings = [_reading(measure, said.get(name)) for name, measure in properties.items()]
    whole = [one for one in readings if one is not None]
    if len(whole) != len(properties):
        return None
    return observation(own, when, whole, source=SOURCE, device=said.get("dataOrigin", ""))


def _of_day(said: dict[str, Any]) -> dict[str, Any] | None:
    own = id_of(said)
    reading = _reading(AGGREGATES[said["aggregate"]], said) if own else None
    return observation(own, said["date"], [reading], source=SOURCE) if reading else None


def _reading(measure: str, said: object) -> Reading | None:
    if type(said) is not dict:
        return None
    number, unit = said.get("value"), said.get("unit")
    if type(number) is bool or not isinstance(number, int | str) or _NUMBER.fullmatch(str(number)) is None:
        return None
    if type(unit) is not str or unit not in MEASURES[measure].units:
        return None
    return Reading(measure, Decimal(str(number)), unit)


def _is_time(written: str) -> bool:
    if _TIME.fullmatch(written) is None:
        return False
    try:
        datetime.fromisoformat(re.sub(r"\.\d+", "", written))
    except ValueError:
        return False
    return True


def _is_day(written: str) -> bool:
    if _DAY.fullmatch(written) is None:
        return False
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
