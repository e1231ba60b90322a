"""How are a pregnancy's dates, its checks and its birth written down?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from haversack.demo.chart import LOINC, SNOMED, concept
from haversack.demo.exact import Json
from haversack.demo.labs import observation, quantity
from haversack.demo.visits import Visit

TERM = timedelta(days=280)  # from the first day of the last period to the expected date


def _written(visit: Visit, category: str, code: tuple[str, str, str], value: Json) -> str:
    body = observation(visit, category, concept(LOINC, *code)) | value
    return visit.chart.add("Observation", body, visit.when)


def status(visit: Visit, *, pregnant: bool) -> str:
    """Pregnant or not pregnant, as US Core asks: category social-history, LOINC 82810-3."""
    answer = ("77386006", "Pregnant") if pregnant else ("60001007", "Not pregnant")
    value = {"valueCodeableConcept": concept(SNOMED, *answer)}
    return _written(visit, "social-history", ("82810-3", "Pregnancy status", "Pregnancy status"), value)


def dates(visit: Visit, last_period: date) -> list[str]:
    """First day of the last period, and the expected date of birth that follows from it."""
    first = ("8665-2", "Last menstrual period start date", "First day of last period")
    due = ("11779-6", "Delivery date Estimated from last menstrual period", "Expected date of birth")
    return [
        _written(visit, "exam", first, {"valueDateTime": last_period.isoformat()}),
        _written(visit, "exam", due, {"valueDateTime": (last_period + TERM).isoformat()}),
    ]


def expected(visit: Visit, due: date) -> str:
    """The expected date of birth as the ultrasound has it."""
    code = ("11778-8", "Delivery date Estimated", "Expected date of birth (ultrasound)")
    return _written(visit, "exam", code, {"valueDateTime": due.isoformat()})


def history(visit: Visit, *, pregnancies: int, births: int) -> list[str]:
    """How many pregnancies, births at term, and living children."""
    asked = (
        ("11996-6", "[#] Pregnancies", "Number of pregnancies", pregnancies),
        ("11639-2", "[#] Births.term", "Births at term", births),
        ("11638-4", "[#] Births.still living", "Living children", births),
    )
    return [_written(visit, "exam", (code, name, title), {"valueInteger": count}) for code, name, title, count in asked]


def check(visit: Visit, last_period: date) -> list[str]:
    """Weeks of pregnancy, fundal height from week 20, the baby's heart from week 12."""
    days = (visit.day - last_period).days
    weeks = quantity(Decimal(days // 7), "weeks", "wk")
    found = [
        _written(visit, "exam", ("49051-6", "Gestational age in weeks", "Weeks of pregnancy"), {"valueQuantity": weeks})
    ]
    dice = visit.chart.life.dice(f"fetus:{visit.day}")
    if days >= 12 * 7:
        beats = quantity(Decimal(dice.randrange(132, 156)), "/min", "/min")
        code = ("55283-6", "Fetal Heart rate", "Baby’s heart rate")
        found.append(_written(visit, "exam", code, {"valueQuantity": beats}))
    if days >= 20 * 7:
        height = quantity(Decimal(days // 7 + dice.choice((-1, 0, 0, 1))), "cm", "cm")
        code = ("11881-0", "Uterus Fundal height Tape measure", "Height of the womb")
        found.append(_written(visit, "exam", code, {"valueQuantity": height}))
    return found


def outcome(visit: Visit, words: str) -> str:
    """How the pregnancy ended, in words."""
    return _written(visit, "exam", ("63893-2", "Outcome of pregnancy", "Outcome of pregnancy"), {"valueString": words})
