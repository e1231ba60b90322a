"""Which vaccines does a registry recommend next, and when?

Source: HL7 v2.5.1 implementation guide for immunization messaging, release 1.5 (CDC), Z42 and VXU: the OBX segments of
one forecast have the same sub-id (OBX-4), and one of them names the vaccine (LOINC 30979-9). FHIR R4 says the same as
ImmunizationRecommendation, and names the dates by the same LOINC codes.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from haversack.records.digits import is_whole
from haversack.records.formats.hl7v2.datatypes import Doc, filled
from haversack.records.formats.hl7v2.groups import Result
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Segment
from haversack.records.formats.hl7v2.systems import LOINC
from haversack.records.formats.hl7v2.values import value_of

_VACCINE, _STATUS, _REASON = "30979-9", "59783-1", "30982-3"
_DOSE, _DOSES, _SCHEDULE = "30973-2", "59782-3", "59779-9"
_DATES = ("30980-7", "30981-5", "59777-3", "59778-1")  # due, earliest, latest, overdue from
_NOT_SAID = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}]}


class Forecast(NamedTuple):
    """What one registry says of one vaccine. segment: the OBX that names it. said: its values by LOINC code."""

    segment: Segment
    said: dict[str, Any]


def forecasts_in(results: list[Result], making: Making) -> tuple[list[Forecast], list[Result]]:
    """The forecasts among what stands beside a vaccine (RXA), and the results that belong to none."""
    found: dict[str, Forecast] = {}
    for one in results:
        if one.segment.text(3) == _VACCINE and _fit(one.segment, making) is not None:
            found.setdefault(one.segment.text(4), Forecast(one.segment, {}))
    others = []
    for one in results:
        forecast = found.get(one.segment.text(4))
        value = _fit(one.segment, making) if forecast else None
        if forecast is None or value is None or one.segment.text(3) in forecast.said:
            others.append(one)
        else:
            forecast.said[one.segment.text(3)] = value
    return list(found.values()), others


def recommend(forecasts: list[Forecast], making: Making, vaccine: Segment) -> None:
    """Add one ImmunizationRecommendation for each; the next forecast of the same vaccine is a newer version of it."""
    kind = "ImmunizationRecommendation"
    times: Counter[str] = Counter()
    for segment, said in forecasts:
        named = segment.text(5) or segment.text(5, 2)
        times[named] += 1
        doc: Doc = {
            "patient": making.subject,
            "date": making.sent or making.clock.time(vaccine.first(3)),
            "recommendation": [_recommended(said)],
        }
        making.add(kind, making.id_of(kind, named, str(times[named])), doc, segment)


def _fit(obx: Segment, making: Making) -> Any:
    """What one OBX says of a forecast; None when it says nothing that belongs there."""
    code = obx.text(3)
    name, value = (value_of(obx, making) or [("", None)])[0]
    if code in _DATES:
        return value if name == "valueDateTime" else None
    if code in (_DOSE, _DOSES):
        number = obx.text(5)
        return int(number) if is_whole(number) and 0 < int(number[:4]) == int(number) else None
    return value if code in (_VACCINE, _STATUS, _REASON, _SCHEDULE) and isinstance(value, dict) else None


def _recommended(said: dict[str, Any]) -> Doc:
    dates = [(code, said[code]) for code in _DATES if code in said]
    return filled(
        {
            "vaccineCode": [said[_VACCINE]],
            "forecastStatus": said.get(_STATUS, _NOT_SAID),
            "forecastReason": [said[_REASON]] if _REASON in said else [],
            "dateCriterion": [
                {"code": {"coding": [{"system": LOINC, "code": code}]}, "value": at} for code, at in dates
            ],
            "series": _words(said.get(_SCHEDULE)),
            "doseNumberPositiveInt": said.get(_DOSE),
            "seriesDosesPositiveInt": said.get(_DOSES),
        }
    )


def _words(value: Doc | None) -> str:
    codings = (value or {}).get("coding") or [{}]
    return str((value or {}).get("text") or codings[0].get("display") or codings[0].get("code", ""))
