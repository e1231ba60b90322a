"""Amara, 29: how did her first pregnancy go, and where is the second one today?

Migraine, an ankle sprain, a first child six years ago with a low mood afterwards, and a second pregnancy in week 31
with a glucose test that was high once and then answered by the longer test.
"""

from __future__ import annotations

from datetime import date, timedelta

from haversack.demo.allergies import allergy
from haversack.demo.care import coverage, relative
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note
from haversack.demo.hospitals import ALDER, HARBOR, PHARMACY, SAN_TELMO, WESTMERE
from haversack.demo.labs import panel, singles, words
from haversack.demo.life import Life
from haversack.demo.medicines import prescribe, takes
from haversack.demo.notes import fill
from haversack.demo.pregnancy import status
from haversack.demo.procedures import procedure
from haversack.demo.social import alcohol, score, tobacco, told
from haversack.demo.stories import amara_notes as texts
from haversack.demo.stories import amara_pregnancies as pregnancies
from haversack.demo.vaccines import covid, flu, october_tuesday, vaccinate
from haversack.demo.visits import see
from haversack.demo.vitals import vitals

CHILD_BORN_YEARS_AGO = 6.62  # Tomás


def courses(life: Life) -> None:
    """How her values went: blood thins and weight rises in each pregnancy."""
    body, born = life.body, CHILD_BORN_YEARS_AGO
    weeks = 7 / 365.25
    body.course("height", [(0, 168.0)])
    first = [
        (born + 40 * weeks, 61.8),
        (born + 26 * weeks, 63.0),
        (born, 74.6),
        (born - 0.12, 67.0),
        (born - 0.9, 62.6),
    ]
    body.course("weight", [(12, 60.0), *first, (31 * weeks, 63.4), (18 * weeks, 64.6), (0, 72.2)], noise=0.25)
    blood = [(born + 40 * weeks, 13.2), (born, 11.3), (born - 0.2, 12.4), (born - 1, 13.1)]
    body.course("hgb", [(12, 13.3), *blood, (31 * weeks, 12.9), (0, 10.7)], noise=0.15)
    body.course("rbc", [(12, 4.45), (31 * weeks, 4.34), (0, 3.82)], noise=0.04)
    body.course(
        "ferr", [(12, 41), (born + 40 * weeks, 38), (born, 14), (born - 1, 36), (31 * weeks, 31), (0, 10)], noise=2
    )
    body.course("crea", [(12, 0.72), (born + 30 * weeks, 0.55), (born - 0.3, 0.70), (0.6, 0.70), (0, 0.54)], noise=0.02)
    body.course("gct", [(born, 114), (3, 114), (0.2, 151)], noise=2)
    body.course("glu_fast", [(12, 84), (0, 87)], noise=2)
    body.course("gtt1", [(0, 186)], noise=1)
    body.course("gtt2", [(0, 147)], noise=1)
    body.course("gtt3", [(0, 112)], noise=1)
    body.course("sys", [(12, 110), (0, 114)], noise=4)
    body.course("dia", [(12, 68), (0, 70)], noise=3)
    body.course("pulse", [(12, 68), (0.6, 70), (0, 84)], noise=4)


def write(life: Life) -> tuple[list[Chart], list[Chart]]:
    """Her charts, and this week's prenatal visit."""
    courses(life)
    old, home, alder, women, shop = (Chart(life, found) for found in (SAN_TELMO, HARBOR, ALDER, WESTMERE, PHARMACY))
    _childhood(life, old)
    _family_practice(life, home)
    _ankle(life, alder)
    born = life.ago(CHILD_BORN_YEARS_AGO)
    pregnancies.first(life, women, born)
    pregnancies.second(life, women)
    _vaccines(life, home, women, shop)
    return [old, home, alder, women, shop], [pregnancies.this_week(life, women)]


def _childhood(life: Life, old: Chart) -> None:
    """What the old clinic copied from her paper card; some days are lost."""
    for key, age in (
        ("hepb", 0.0),
        ("dtap", 0.17),
        ("dtap", 0.34),
        ("dtap", 0.5),
        ("hib", 0.5),
        ("mmr", 1.0),
        ("mmr", 4.5),
    ):
        vaccinate(old, key, life.age(age), reported=True, time=False)
    allergy(old, "none", life.age(10))
    visit = see(old, life.age(16.1), "problem", "Dolor de cabeza", "Peñaranda", reason="Dolor de cabeza con luces")
    vitals(visit)
    condition(old, "migraine", f"{life.age(15.8):%Y-%m}", recorded=visit.day, visit=visit.reference)
    note(visit, "visit", "Nota de consulta", texts.MIGRAINE)


def _family_practice(life: Life, home: Chart) -> None:
    """Harbor Light: physicals, migraine, contraception, the low mood after the first birth."""
    years = (10.6, 9.6, 8.55, 5.4, 4.3, 3.35, 2.3, 1.35)
    for number, ago in enumerate(years):
        visit = see(home, life.weekday(ago), "yearly", "Yearly physical", "Achterberg", hour=13)
        vitals(visit, "height")
        panel(visit, "metabolic")
        panel(visit, "count")
        if number % 2 == 0:
            panel(visit, "lipids")
            singles(visit, "tsh", "vitd", "ferr")
        tobacco(visit, "never")
        alcohol(visit, ("0.3", "0.2", "0.1", "0.0")[number % 4])
        status(visit, pregnant=False)
        score(visit, "phq9", (1, 2, 0, 6, 3, 1, 2, 1)[number])
        note(visit, "visit", "Yearly physical", fill(texts.PHYSICAL[number % 3], life, visit.day))
        if number == 0:
            told(visit, "11341-5", "History of Occupation", "Occupation", "Student, later bicycle mechanic")
            coverage(home, "Tri-County Mutual", visit.day)
            head = condition(home, "migraine", f"{life.age(15.8):%Y}", recorded=visit.day, visit=visit.reference)
            prescribe(visit, "sumatriptan", "1 tablet when the migraine begins, once more after 2 hours", reason=head)
            relative(home, "mother", ("44054006", "Diabetes mellitus type 2", "Type 2 diabetes"), visit.day, age=43)
            relative(home, "grandmother", ("49436004", "Atrial fibrillation", "Atrial fibrillation"), visit.day, age=72)
        elif number == 1:
            allergy(home, "latex", visit.day, "itch", severity="mild", criticality="low")
        elif number in {2, 6}:
            procedure(visit, "smear", note="Normal cells. Next in three years.")
    _mood(life, home)
    fitted = see(home, life.weekday(4.9), "problem", "Contraception", "Achterberg")
    procedure(fitted, "iud")
    takes(
        home,
        "levonorgestrel",
        "In the womb for up to 8 years",
        fitted.day,
        over=life.weekday(1.0),
        asked=life.weekday(0.9),
    )
    out = see(home, life.weekday(1.0), "problem", "Wish for a child", "Achterberg")
    procedure(out, "iud-out")
    prescribe(out, "prenatal", "Take 1 tablet a day")
    burning = see(home, life.weekday(3.0), "video", "Burning when passing water", "Achterberg")
    bladder = condition(home, "cystitis", burning.day, over=life.ago(2.98), visit=burning.reference)
    words(
        burning,
        "urine-culture",
        "Escherichia coli, more than 100,000 CFU/mL",
        letters="A",
    )
    prescribe(
        burning, "nitrofurantoin", "1 capsule twice a day for 5 days", status="completed", reason=bladder, times=2
    )


def _mood(life: Life, home: Chart) -> None:
    born = CHILD_BORN_YEARS_AGO
    low = see(
        home, life.weekday(born - 0.16), "problem", "Low mood after the birth", "Lund-Baptiste", reason="Cries a lot"
    )
    score(low, "epds", 15)
    mood = condition(home, "depression", low.day, over=life.ago(born - 0.85), visit=low.reference)
    prescribe(low, "sertraline", "1 tablet every morning", status="stopped", reason=mood, times=1, quantity=30)
    note(low, "visit", "Low mood after the birth", texts.MOOD)
    for later, points in ((0.24, 11), (0.4, 7), (0.8, 4)):
        again = see(home, life.weekday(born - later), "video", "Mood, video visit", "Lund-Baptiste", hour=17)
        score(again, "epds", points)


def _ankle(life: Life, alder: Chart) -> None:
    visit = see(
        alder, life.ago(8.1), "emergency", "Twisted ankle", "Raghunathan", place="Emergency Department", hour=19
    )
    vitals(visit)
    score(visit, "pain", 6)
    condition(alder, "sprain", visit.day, over=life.ago(7.95), visit=visit.reference)
    imaging(visit, ("37635-0", "XR Ankle - right"), "X-ray of the right ankle", texts.ANKLE, "Nothing broken.")
    prescribe(visit, "naproxen", "1 tablet twice a day with food for 5 days", status="completed", times=2, quantity=10)
    note(visit, "visit", "Emergency note", texts.EMERGENCY)


def _vaccines(life: Life, home: Chart, women: Chart, shop: Chart) -> None:
    vaccinate(home, "td", life.weekday(10.6), doctor="Villalobos")
    for year in range(1, 10):
        day = october_tuesday(life.today, year)
        place = shop if year % 2 else home
        vaccinate(place, flu(day), day, time=False)
        if year in {1, 3}:
            vaccinate(home, flu(day), day, reported=True, time=False)
    shot = pregnancies.flu_shot(life)
    if shot != october_tuesday(life.today, 1):
        vaccinate(shop, flu(shot), shot, doctor="Okonjo", time=False)
    for day in (date(2021, 5, 11), date(2021, 6, 1), date(2022, 1, 11), date(2023, 10, 24)):
        vaccinate(shop, covid(day), day, doctor="Okonjo", time=False)
    born = life.ago(CHILD_BORN_YEARS_AGO)
    vaccinate(women, "tdap", born - timedelta(weeks=10), doctor="Kearney")
