"""Tomás, 6: how does a child grow, and what happened on the way?

Every vaccine of the US schedule, growth from birth, a peanut allergy with a bad evening, a penicillin allergy that a
test took back, ear infections, asthma, a broken arm.
"""

from __future__ import annotations

from datetime import date, timedelta

from haversack.demo.allergies import allergy
from haversack.demo.body import Course
from haversack.demo.care import coverage, plan, relative
from haversack.demo.chart import LOINC, Chart, concept
from haversack.demo.conditions import condition
from haversack.demo.documents import note, pdf_letter
from haversack.demo.hospitals import ALDER, HARBOR, LITTLE_OAK, WESTMERE
from haversack.demo.labs import observation, panel, result, singles
from haversack.demo.life import Life, open_day
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.procedures import procedure
from haversack.demo.social import score, told
from haversack.demo.stories import tomas_notes as texts
from haversack.demo.stories.tomas_troubles import airways, arm, ears, peanut, penicillin
from haversack.demo.vaccines import declined, flu, in_season, october_tuesday, vaccinate
from haversack.demo.visits import see
from haversack.demo.vitals import blood_pressure, vital

GROWTH: dict[str, Course] = {  # age in months, value; a boy a little above the middle of the WHO and CDC curves
    "weight": [
        *((0, 3.39), (0.13, 3.2), (1, 4.5), (2, 5.7), (4, 7.1), (6, 8.1), (9, 9.1), (12, 9.9), (15, 10.6), (18, 11.3)),
        *((24, 12.6), (30, 13.7), (36, 14.7), (48, 16.7), (60, 18.8), (72, 21.1), (84, 23.6)),
    ],
    "height": [
        *((0, 50.0), (1, 54.8), (2, 58.6), (4, 64.1), (6, 67.9), (9, 72.3), (12, 76.1), (15, 79.4), (18, 82.6)),
        *((24, 88.0), (30, 92.4), (36, 96.4), (48, 103.6), (60, 110.2), (72, 116.4), (84, 122.2)),
    ],
    "head": [(0, 34.6), (2, 39.2), (4, 41.7), (6, 43.4), (9, 45.1), (12, 46.2), (18, 47.4), (24, 48.4), (36, 49.6)],
    "pulse": [(0, 142), (3, 134), (12, 122), (24, 112), (48, 100), (84, 90)],
    "breaths": [(0, 42), (6, 34), (12, 28), (36, 24), (84, 20)],
    "sys": [(36, 92), (84, 98)],
    "dia": [(36, 54), (84, 60)],
    "hgb": [(12, 11.8), (24, 12.0), (84, 12.9)],
    "rbc": [(12, 4.50), (84, 4.72)],
    "wbc": [(12, 9.1), (84, 7.2)],
    "crea": [(12, 0.34), (84, 0.44)],
    "alp": [(12, 260), (84, 240)],
    "peanut": [(34, 14.2), (47, 11.4), (60, 9.6), (72, 8.1), (84, 7.4)],
    "egg": [(34, 1.9), (48, 0.30), (60, 0.08)],
    "milk": [(34, 0.06)],
    "mite": [(34, 0.9), (60, 3.8), (84, 4.6)],
    "lead": [(12, 1.3), (24, 1.1)],
    "ferr": [(12, 28), (84, 34)],
}
NOISE = {
    "weight": 0.04,
    "height": 0.15,
    "head": 0.05,
    "peanut": 0.12,
    "egg": 0.01,
    "mite": 0.1,
    "milk": 0.01,
    "hgb": 0.15,
}
# Age in months: what is given then (CDC schedule; the site of the needle follows from the age).
SCHEDULE: dict[float, tuple[str, ...]] = {
    2: ("hepb", "rota", "pentacel", "pcv13"),
    4: ("rota", "pentacel", "pcv13"),
    6: ("hepb", "rota", "pentacel", "pcv13"),
    12: ("mmr", "varicella", "hepa", "pcv13"),
    15: ("pentacel",),
    18: ("hepa",),
    48: ("kinrix", "mmrv"),
}
CHECKS: tuple[float, ...] = (0.13, 1, 2, 4, 6, 9, 12, 15, 18, 24, 30, 36, 48, 60, 72)


def courses(life: Life) -> None:
    """Growth, told by age, turned into years before today."""
    now = life.body.years_old(life.today)
    for key, points in GROWTH.items():
        life.body.course(key, [(now - months / 12, value) for months, value in points], noise=NOISE.get(key))


def write(life: Life) -> tuple[list[Chart], list[Chart]]:
    """His charts, and this week's asthma visit."""
    courses(life)
    ward, oak, alder, home = (Chart(life, found) for found in (WESTMERE, LITTLE_OAK, ALDER, HARBOR))
    _newborn(life, ward)
    _checks(life, oak)
    ears(life, oak)
    peanut(life, oak, alder)
    penicillin(life, oak, alder)
    airways(life, oak, alder)
    arm(life, alder)
    _influenza(life, oak, home)
    return [ward, oak, alder, home], [_this_week(life, oak)]


def _newborn(life: Life, ward: Chart) -> None:
    born = life.profile.born
    stay = see(ward, born, "stay", "Newborn", "Carvalho Lima", place="Mother and Baby Unit", hour=11, minute=52, days=2)
    for key in ("weight", "height", "head", "pulse", "breaths"):
        vital(stay, key)
    for minutes, code, points in ((1, "9272-6", 8), (5, "9274-2", 9)):
        body = observation(
            stay, "survey", concept(LOINC, code, f"{minutes} minute Apgar Score", f"Apgar score, {minutes} min")
        )
        body["valueQuantity"] = {
            "value": points,
            "unit": "points",
            "system": "http://unitsofmeasure.org",
            "code": "{score}",
        }
        ward.add("Observation", body, stay.when)
    vaccinate(ward, "hepb", born + timedelta(days=1), doctor="Kearney", visit=stay.reference, arm="thigh", dose=1)
    procedure(stay, "hearing", note="Both ears passed.")
    condition(
        ward, "jaundice", born + timedelta(days=2), over=born + timedelta(days=9), visit=stay.reference, note="Mild."
    )
    result(stay, "bili", "9.4", without_range=True)
    note(stay, "discharge", "Newborn discharge summary", texts.NEWBORN)
    allergy(ward, "none", born)


def _checks(life: Life, oak: Chart) -> None:
    """Well child visits with growth and the vaccines that are due."""
    doses: dict[str, int] = {"hepb": 1}
    for months in CHECKS:
        day = life.age(months=months)
        day = open_day(day + timedelta(days=3)) if months > 1 else day  # never a day too young for the vaccine
        title = "First visit after birth" if months < 1 else f"Well child visit, {_age(months)}"
        visit = see(oak, day, "well-child", title, "Nakamura-Bell", hour=9)
        for key in ("weight", "height", "pulse", "breaths", *(["head"] if months <= 24 else ["bmi"])):
            vital(visit, key)
        if months >= 36:
            blood_pressure(visit)
            procedure(visit, "vision", note="Both eyes 20/25.")
        if months in {12, 24}:
            result(visit, "lead", None if months == 12 else "<1.0")
            singles(visit, "hgb")
        if months in {15, 24, 36}:
            procedure(visit, "fluoride")
        for key in SCHEDULE.get(months, ()):
            doses[key] = doses.get(key, 0) + 1
            arm = "mouth" if key == "rota" else "thigh" if months < 12 else "left"
            vaccinate(oak, key, day, doctor="Abbott", visit=visit.reference, arm=arm, dose=doses[key])
        note(visit, "visit", title, texts.well_child(life, day, months))
        if months == 1:
            coverage(oak, "Tri-County Mutual", life.profile.born)
            relative(oak, "mother", ("4473006", "Migraine with aura", "Migraine with aura"), day, age=15)
            told(visit, "39243-1", "Household tobacco smoke exposure", "Smokers at home", "None")
        if months == 6:
            eczema = condition(oak, "eczema", f"{life.age(months=5):%Y-%m}", recorded=day, visit=visit.reference)
            prescribe(visit, "hydrocortisone", "Thinly on red patches twice a day for up to 7 days", reason=eczema)
    declined(oak, "covid-child", life.age(5.02), "Parent wishes to wait")


def _age(months: float) -> str:
    return f"{months:g} month{'' if months == 1 else 's'}" if months < 24 else f"{months / 12:g} years"


def _influenza(life: Life, oak: Chart, home: Chart) -> None:
    """Two doses in the first season, one each autumn after; twice together with his mother at Harbor Light."""
    for year in range(8, 0, -1):
        day = october_tuesday(life.today, year)
        months = life.body.years_old(day) * 12
        if months < 6:
            continue
        at_harbor = year in {1, 3}
        vaccinate(home if at_harbor else oak, flu(day), day, time=False, arm="left")
        if at_harbor and year > 1:  # of the last one Little Oak learned only this week
            vaccinate(oak, flu(day), day, reported=True, time=False, arm="left")
        elif months < 18:
            vaccinate(oak, flu(day), day + timedelta(days=28), time=False, arm="thigh", dose=2)


def _this_week(life: Life, oak: Chart) -> Chart:
    """The asthma and allergy visit of this week, which waits."""
    new = oak.later()
    visit = see(new, life.weekday(3 / 365.25), "follow-up", "Asthma and allergy visit", "Suleiman", hour=15)
    for key in ("weight", "height", "spo2", "pulse"):
        vital(visit, key)
    score(visit, "asthma", 24)
    procedure(visit, "spirometry", note="Normal. FEV1 98 % of expected.")
    panel(visit, "allergy", {"milk": "<0.10", "egg": "<0.10"})
    if in_season(visit.day):
        vaccinate(new, flu(visit.day), visit.day, doctor="Abbott", visit=visit.reference)
    last = october_tuesday(life.today, 1)
    vaccinate(new, flu(last), last, reported=True, time=False, arm="left")
    prescribe(visit, "epinephrine", "Into the outer thigh at once for a severe reaction, then call 911", quantity=2)
    prescribe(visit, "fluticasone", "1 puff twice a day with the spacer", times=2)
    allergy(
        new,
        "peanut",
        visit.day,
        "hives",
        "swelling",
        severity="severe",
        criticality="high",
        since=_reaction_month(life),
    )
    plan(visit, "Asthma action plan", texts.ASTHMA_PLAN)
    note(visit, "visit", "Asthma and allergy visit", fill(texts.THIS_WEEK, life, visit.day))
    pdf_letter(visit, "letter", "School letter about peanuts and asthma", texts.SCHOOL)
    return new


def _reaction_month(life: Life) -> str:
    day: date = life.age(2.9)
    return f"{day:%Y-%m}"
