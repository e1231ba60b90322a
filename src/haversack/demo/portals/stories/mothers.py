"""How is a pregnancy seen here, and what is asked of those who may want one?"""

from __future__ import annotations

from datetime import timedelta

from haversack.demo.chart import LOINC, concept
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note
from haversack.demo.labs import panel, words
from haversack.demo.life import open_day
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.portals.asked import orientation, pregnancy_intent
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.growth import NOT_DONE, without_value
from haversack.demo.pregnancy import check, dates, expected, history, status
from haversack.demo.procedures import procedure
from haversack.demo.social import score
from haversack.demo.vitals import vitals


def pregnant(chart: PortalChart, week_now: int = 27) -> None:
    """Every four weeks from week eight on."""
    life = chart.life
    last_period = life.today - timedelta(weeks=week_now)
    life.body.course("hgb", [(week_now / 52, 13.0), (0, 11.4)], noise=0.15)
    for week in range(8, week_now, 4):
        day = open_day(last_period + timedelta(weeks=week, days=2))
        kind = "first-prenatal" if week == 8 else "prenatal"
        visit = chart.visit("women", day, kind, f"Prenatal visit, week {week}", hour=10)
        vitals(visit, only=("weight", "pulse"))
        check(visit, last_period)
        words(visit, "urine-protein", "Negative", expected="Negative")
        if week == 8:
            without_value(visit, "exam", concept(LOINC, "55283-6", "Fetal Heart rate", "Baby’s heart rate"), NOT_DONE)
            status(visit, pregnant=True)
            dates(visit, last_period)
            history(visit, pregnancies=1, births=0)
            condition(chart, "pregnancy", f"{last_period:%Y-%m}", recorded=day, visit=visit.reference)
            panel(visit, "count")
            words(visit, "abo", "0")
            words(visit, "rh", "Positive")
            prescribe(visit, "prenatal", "Take 1 tablet a day", times=1)
        elif week == 12:
            expected(visit, last_period + timedelta(days=281))
            procedure(visit, "ultrasound")
        elif week == 20:
            text = "All parts seen, all as they should be."
            imaging(visit, ("11525-3", "US Pelvis for pregnancy"), "Anatomy ultrasound", text, "Normal.", system="OUS")
            procedure(visit, "anatomy")
            score(visit, "epds", 4)
        note(visit, "visit", f"Prenatal visit, week {week}", fill("{date}. Well. Weight {weight} kg.\n", life, day))


def women_visit(chart: PortalChart, *, intent: str, loves: str) -> None:
    """A yearly visit with the questions that belong to it."""
    visit = chart.visit("women", chart.life.weekday(1.4), "check", "Women’s health visit", hour=13)
    vitals(visit)
    status(visit, pregnant=False)
    pregnancy_intent(visit, intent)
    orientation(visit, loves)
    procedure(visit, "smear", note="Normal cells.")
    note(
        visit, "visit", "Women’s health visit", fill("{date}. No complaints. Screening done.\n", chart.life, visit.day)
    )
