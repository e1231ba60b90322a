"""How does a child grow here: well child visits with their shots, ears, asthma, a school year's troubles?"""

from __future__ import annotations

from datetime import timedelta

from haversack.demo.allergies import allergy
from haversack.demo.care import plan
from haversack.demo.conditions import condition
from haversack.demo.documents import note
from haversack.demo.labs import result
from haversack.demo.life import open_day
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.growth import not_taken, percentile
from haversack.demo.procedures import procedure
from haversack.demo.stories.tomas import SCHEDULE
from haversack.demo.vaccines import vaccinate
from haversack.demo.vitals import vital, vitals

_SMALL = (2, 4, 6, 9, 12, 15, 18, 24)
_BIG = (36, 48, 60, 72, 84, 96, 108, 120, 132, 144, 168, 192, 204)
_WELL = "{date}. Grows along the same line: {weight} kg, {height} cm. Plays, eats, sleeps. Shots as due.\n"


def growing(chart: PortalChart, since_years: float = 18.0) -> None:
    """Well child visits from then on; smaller children are measured around the head and against their length."""
    life = chart.life
    for months in (*_SMALL, *_BIG):
        day = open_day(life.age(months=months) + timedelta(days=3))
        if day >= life.today or day < life.ago(since_years):
            continue
        visit = chart.visit("children", day, "well-child", f"Well child visit, {_age(months)}", hour=9 + months % 5)
        small = months <= 24
        vitals(visit, "height", only=("weight", "pulse", "breaths"), pressure=not small)
        if small:
            vital(visit, "head")
            percentile(visit, "head")
            percentile(visit, "weight")
        else:
            vital(visit, "bmi")
            percentile(visit, "bmi")
        if months == 9:
            for key in ("temp", "spo2"):
                not_taken(visit, key)
        if months in {12, 24}:
            result(visit, "lead", "<1.0")
        for key in SCHEDULE.get(months, ()):
            arm = "mouth" if key == "rota" else "thigh" if months < 12 else "left"
            vaccinate(chart, key, day, doctor=chart.whose("children"), visit=visit.reference, arm=arm)
        note(visit, "visit", "Well child visit", fill(_WELL, life, day))


def ears(chart: PortalChart) -> None:
    """Two ear infections."""
    for age in (1.1, 2.4):
        day = open_day(chart.life.age(age))
        if day < chart.life.today:
            visit = chart.visit("children", day, "problem", "Earache", hour=15, why="Earache, fever")
            vital(visit, "temp")
            ear = condition(chart, "otitis", day, over=day + timedelta(days=9), visit=visit.reference)
            prescribe(visit, "amoxicillin-liquid", "5 mL twice a day for 10 days", status="completed", reason=ear)


def asthma(chart: PortalChart) -> None:
    """Asthma since primary school, with a plan."""
    life = chart.life
    first = chart.visit("children", life.weekday(2.2), "problem", "Cough after running", why="Cough after running")
    vitals(first)
    lasting = condition(chart, "asthma", first.day, visit=first.reference)
    prescribe(first, "albuterol", "2 puffs every 4 hours when needed", reason=lasting)
    prescribe(first, "fluticasone", "2 puffs twice a day", reason=lasting, times=2)
    plan(first, "Asthma action plan", ("Green: every morning and evening", "Yellow: albuterol, call", "Red: 911"))
    allergy(chart, "mite", first.day, "sneezing", severity="mild", criticality="low")
    again = chart.visit("children", life.weekday(0.35), "follow-up", "Asthma visit", hour=16)
    vital(again, "spo2")
    procedure(again, "spirometry", reason=lasting, note="As expected for the age.")
    note(again, "visit", "Asthma visit", fill("{date}. No night cough for months. Same plan.\n", life, again.day))


def _age(months: int) -> str:
    return f"{months} months" if months < 24 else f"{months // 12} years"
