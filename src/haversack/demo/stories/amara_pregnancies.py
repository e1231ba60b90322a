"""What did Westmere write down about Amara's two pregnancies?"""

from __future__ import annotations

from datetime import date, timedelta

from haversack.demo.allergies import allergy
from haversack.demo.care import plan
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note, pdf_letter, vouch
from haversack.demo.labs import panel, report, result, singles, words
from haversack.demo.life import Life, open_day
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.pregnancy import TERM, check, dates, expected, history, outcome, status
from haversack.demo.procedures import procedure
from haversack.demo.social import score
from haversack.demo.stories import amara_notes as texts
from haversack.demo.vaccines import flu, in_season, october_tuesday, vaccinate
from haversack.demo.visits import Visit, see
from haversack.demo.vitals import vital, vitals

ULTRASOUND = ("11525-3", "US Pelvis for pregnancy")
WEEKS_NOW = 31


def _prenatal(life: Life, women: Chart, last_period: date, week: int, doctor: str) -> Visit:
    """A prenatal visit in that week, with its measurements."""
    day = open_day(last_period + timedelta(weeks=week, days=3))
    kind, title = (
        ("first-prenatal", "First prenatal visit") if week < 10 else ("prenatal", f"Prenatal visit, week {week}")
    )
    visit = see(women, day, kind, title, doctor, place="Prenatal Clinic", hour=10)
    vitals(visit, only=("weight", "pulse"))
    check(visit, last_period)
    protein = "Trace" if week == 36 else "Negative"
    words(visit, "urine-protein", protein, expected="Negative")
    words(visit, "urine-glucose", "Negative", expected="Negative")
    return visit


def _opening(life: Life, visit: Visit, last_period: date, *, pregnancies: int, births: int) -> None:
    """What is asked and measured at the first visit of each pregnancy."""
    status(visit, pregnant=True)
    dates(visit, last_period)
    history(visit, pregnancies=pregnancies, births=births)
    vital(visit, "height")
    panel(visit, "count")
    blood = [
        ("ABO group", words(visit, "abo", "O")),
        ("Rh type", words(visit, "rh", "Positive")),
        (
            "Antibody screen",
            words(visit, "antibodies", "Negative", expected="Negative"),
        ),
        ("rubella", result(visit, "rubella")),
        (
            "Hepatitis B surface antigen",
            words(visit, "hepatitis-b", "Non-reactive"),
        ),
        ("Syphilis", words(visit, "syphilis", "Non-reactive")),
        (
            "HIV",
            words(
                visit,
                "hiv",
                "Non-reactive",
            ),
        ),
    ]
    report(visit, ("24364-2", "Obstetric panel"), blood)
    words(visit, "urine-culture", "No growth", expected="No growth")
    singles(visit, "tsh", "ferr")
    prescribe(visit, "prenatal", "Take 1 tablet a day", status="active" if pregnancies > 1 else "completed")


def _scan(life: Life, women: Chart, last_period: date, week: int, *, dating: bool) -> None:
    day = open_day(last_period + timedelta(weeks=week, days=1))
    title = "Dating ultrasound" if dating else "Anatomy ultrasound"
    visit = see(women, day, "check", title, "Adeyemi-Ross", place="Ultrasound", hour=15)
    procedure(visit, "ultrasound" if dating else "anatomy")
    text, conclusion = texts.DATING if dating else texts.ANATOMY
    imaging(visit, ULTRASOUND, title, text, conclusion, system="OUS")
    if dating:
        expected(visit, last_period + TERM)


def first(life: Life, women: Chart, born: date) -> None:
    """The pregnancy with Tomás: uneventful, born at 39 weeks and 4 days."""
    last_period = born - timedelta(days=39 * 7 + 4)
    allergy(women, "no-drug", last_period + timedelta(weeks=8))
    for week in (8, 12, 16, 20, 24, 28, 32, 34, 36, 37, 38, 39):
        visit = _prenatal(life, women, last_period, week, "Kearney" if week % 8 else "Carvalho Lima")
        if week == 8:
            start = visit
            _opening(life, visit, last_period, pregnancies=1, births=0)
            condition(women, "pregnancy", visit.day, over=born, visit=visit.reference)
            sick = condition(women, "nausea", visit.day, over=last_period + timedelta(weeks=14), visit=visit.reference)
            prescribe(visit, "doxylamine", "2 tablets at night", status="completed", reason=sick)
            note(visit, "history", "First prenatal visit", texts.FIRST_PRENATAL)
        elif week == 28:
            result(visit, "gct")
            panel(visit, "short-count")
        elif week == 36:
            words(
                visit,
                "strep-b",
                "Not detected",
            )
            suspected = "Protein traces, pressure normal on three days."
            condition(women, "pre-eclampsia", visit.day, verification="refuted", visit=visit.reference, note=suspected)
        if week in {16, 24, 32, 38}:
            note(visit, "visit", f"Prenatal visit, week {week}", fill(texts.PRENATAL, life, visit.day, week=week))
    _scan(life, women, last_period, 12, dating=True)
    _scan(life, women, last_period, 20, dating=False)
    plan(start, "Birth plan", texts.BIRTH_PLAN, status="completed")
    _birth(life, women, born)


def _birth(life: Life, women: Chart, born: date) -> None:
    stay = see(
        women, born, "stay", "Birth of a son", "Carvalho Lima", place="Labor and Delivery", hour=2, minute=40, days=2
    )
    vitals(stay)
    panel(stay, "short-count")
    procedure(stay, "epidural")
    delivery = procedure(stay, "delivery", note="Boy, 3,390 g, cried at once.")
    tear = condition(women, "tear", born, over=born + timedelta(weeks=6), visit=stay.reference)
    procedure(stay, "repair", reason=tear)
    outcome(stay, "Live birth at 39 weeks and 4 days")
    summary = note(stay, "discharge", "Discharge summary, birth", texts.BIRTH)
    vouch(women, stay, delivery, summary)
    prescribe(stay, "ibuprofen", "1 or 2 tablets every 6 hours with food as needed", status="completed")
    after = see(women, open_day(born + timedelta(weeks=6)), "postnatal", "Six weeks after the birth", "Kearney")
    vitals(after)
    panel(after, "short-count")
    status(after, pregnant=False)
    history(after, pregnancies=1, births=1)
    score(after, "epds", 12, note="Offered a talk with her family doctor.")
    note(after, "visit", "Six weeks after the birth", texts.SIX_WEEKS)


def second(life: Life, women: Chart) -> None:
    """The pregnancy of today, up to week 29."""
    last_period = _last_period(life)
    for week in (8, 12, 16, 20, 24, 26, 29):
        visit = _prenatal(life, women, last_period, week, "Kearney")
        if week == 8:
            _opening(life, visit, last_period, pregnancies=2, births=1)
            condition(women, "pregnancy", visit.day, visit=visit.reference)
            singles(visit, "a1c")
            note(visit, "history", "First prenatal visit", texts.SECOND_PREGNANCY)
        elif week == 26:
            result(visit, "gct", note="Not fasting. Longer test advised.")
            panel(visit, "short-count")
        elif week == 16:
            score(visit, "epds", 5)
        if week in {12, 20, 29}:
            note(visit, "visit", f"Prenatal visit, week {week}", fill(texts.PRENATAL, life, visit.day, week=week))
    _scan(life, women, last_period, 12, dating=True)
    _scan(life, women, last_period, 20, dating=False)
    day = open_day(last_period + timedelta(weeks=27, days=2))
    long = see(women, day, "follow-up", "Glucose test, three hours", "Kearney", place="Prenatal Clinic", hour=7)
    panel(long, "glucose-3h", note="One value above the limit. Two would mean gestational diabetes.")
    text = "Three-hour test: only one value high."
    condition(women, "gestational-diabetes", day, verification="refuted", visit=long.reference, note=text)
    pdf_letter(long, "letter", "Letter about the glucose test", fill(texts.GLUCOSE, life, day))


def _last_period(life: Life) -> date:
    return life.today - timedelta(weeks=WEEKS_NOW, days=4)


def flu_shot(life: Life) -> date:
    """Her last influenza vaccination: five weeks ago in the season, else last October."""
    recent = life.weekday(0.1)
    return recent if in_season(recent) else october_tuesday(life.today, 1)


def this_week(life: Life, women: Chart) -> Chart:
    """The visit of this week, which waits: thin blood, iron, the whooping cough vaccine, a flu shot known already."""
    new = women.later()
    visit = _prenatal(life, new, _last_period(life), WEEKS_NOW, "Kearney")
    panel(visit, "short-count")
    result(visit, "ferr")
    short = condition(new, "iron", visit.day, visit=visit.reference, note="Of pregnancy.")
    prescribe(visit, "iron", "Take 1 tablet every other day with orange juice", reason=short, quantity=45)
    vaccinate(new, "tdap", visit.day, doctor="Kearney", visit=visit.reference)
    shot = flu_shot(life)
    vaccinate(new, flu(shot), shot, reported=True, time=False)
    note(visit, "visit", f"Prenatal visit, week {WEEKS_NOW}", fill(texts.THIS_WEEK, life, visit.day))
    return new
