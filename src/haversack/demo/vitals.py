"""How are blood pressure, weight and the other vital signs of a visit written down?"""

from __future__ import annotations

from haversack.demo.chart import LOINC, concept
from haversack.demo.exact import Json
from haversack.demo.labs import observation, quantity
from haversack.demo.tables.analytes import ANALYTES
from haversack.demo.visits import Visit

_USUAL = ("weight", "pulse", "breaths", "temp", "spo2")


def vitals(visit: Visit, *more: str, only: tuple[str, ...] = _USUAL, pressure: bool = True) -> list[str]:
    """The usual vital signs of a visit and `more` of them; references, blood pressure first."""
    found = [blood_pressure(visit)] if pressure else []
    return found + [vital(visit, key) for key in (*only, *more)]


def vital(visit: Visit, key: str) -> str:
    """One vital sign at its level of that day."""
    analyte = ANALYTES[key]
    body = observation(visit, "vital-signs", code_of(key))
    body["performer"] = [visit.chart.doctor(visit.doctor)]
    body["valueQuantity"] = quantity(visit.chart.life.body.value(key, visit.day), analyte.unit, analyte.ucum)
    return visit.chart.add("Observation", body, visit.when)


def code_of(key: str) -> Json:
    """The code of a vital sign; of oxygen saturation two, that of the measurement and that of what is measured."""
    analyte = ANALYTES[key]
    found = concept(LOINC, analyte.loinc, analyte.official, analyte.name)
    if key == "spo2":
        found["coding"].append({"system": LOINC, "code": "2708-6", "display": "Oxygen saturation in Arterial blood"})
    return found


def blood_pressure(visit: Visit, site: str = "Left upper arm", position: str = "") -> str:
    """One Observation with the two numbers as components, as US Core asks."""
    body = observation(
        visit,
        "vital-signs",
        concept(LOINC, "85354-9", "Blood pressure panel with all children optional", "Blood pressure"),
    )
    body["performer"] = [visit.chart.doctor(visit.doctor)]
    body["bodySite"] = {"text": site}
    if position:
        body["note"] = [{"text": f"Measured {position}."}]
    parts = []
    for key in ("sys", "dia"):
        analyte = ANALYTES[key]
        value = quantity(visit.chart.life.body.value(key, visit.day), analyte.unit, analyte.ucum)
        parts.append({"code": concept(LOINC, analyte.loinc, analyte.official), "valueQuantity": value})
    body["component"] = parts
    return visit.chart.add("Observation", body, visit.when)
