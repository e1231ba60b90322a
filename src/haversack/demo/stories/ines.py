"""Inés, 54: what has happened since her diabetes was found?

Type 2 diabetes, high blood pressure, high cholesterol; two clinics that list different doses of metformin; two
laboratories with different ranges; a finger-prick machine beside the laboratory; a steroid injection that raised sugar.
"""

from __future__ import annotations

from datetime import date

from haversack.demo.allergies import allergy
from haversack.demo.care import bill, coverage, relative
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import note, vouch
from haversack.demo.hospitals import ALDER, HARBOR, PHARMACY, SAN_TELMO
from haversack.demo.labs import panel, report, result, singles, words
from haversack.demo.life import Life
from haversack.demo.medicines import dispensed, prescribe, takes
from haversack.demo.notes import fill
from haversack.demo.procedures import procedure
from haversack.demo.social import alcohol, score, tobacco, told
from haversack.demo.stories import ines_hospital as hospital
from haversack.demo.stories import ines_notes as texts
from haversack.demo.vaccines import covid, flu, october_tuesday, vaccinate
from haversack.demo.visits import see
from haversack.demo.vitals import blood_pressure, vital, vitals

FINGER_PRICK = "Finger-prick blood, point-of-care analyser"


def courses(life: Life) -> None:
    """How her values went: sugar up until seven years ago, better with the higher dose, slowly up again."""
    body = life.body
    sugar = [(14, 5.7), (12.5, 6.1), (11.3, 9.1), (10.5, 7.9), (9, 7.4), (8, 7.9), (7.2, 8.8), (6.4, 7.6), (5.5, 7.1)]
    body.course("a1c", [*sugar, (4, 6.8), (3, 6.9), (2, 7.0), (1, 7.1), (0.5, 7.2), (0, 7.7)], noise=0.12)
    body.course(
        "glu", [(years, 28.7 * a1c - 46.7 - 8) for years, a1c in [*sugar, (4, 6.8), (2, 7.0), (0, 7.7)]], noise=9
    )
    body.course("glu_fast", [(12.5, 111), (11.3, 196), (9, 138), (7.2, 179), (4, 122), (1, 133), (0, 148)], noise=7)
    body.course("sys", [(14, 132), (10, 152), (9.4, 146), (8, 136), (5, 131), (1, 134), (0, 136)], noise=5)
    body.course("dia", [(14, 84), (10, 94), (9.4, 90), (8, 84), (5, 80), (0, 82)], noise=3)
    body.course("weight", [(14, 82), (10.9, 86.4), (7, 84.0), (5, 80.1), (2, 78.6), (0, 78.9)], noise=0.5)
    body.course("height", [(0, 161.0)])
    body.course("chol", [(14, 224), (9.7, 241), (9.2, 196), (7.1, 201), (6.6, 168), (0, 164)], noise=6)
    body.course("trig", [(14, 172), (9.7, 228), (8, 182), (5, 158), (2, 149), (0, 167)], noise=11)
    body.course("hdl", [(14, 43), (9, 44), (0, 48)], noise=1.5)
    body.course("crea", [(14, 0.70), (7, 0.74), (2, 0.82), (0, 0.86)], noise=0.03)
    body.course("uacr", [(11, 11), (7, 27), (5, 19), (2, 22), (0, 31)], noise=2.5)
    body.course("alt", [(11, 44), (6, 31), (0, 25)], noise=3)
    body.course("vitd", [(10, 26), (4.9, 15.2), (4.2, 28), (3.5, 34), (0, 33)], noise=1.5)
    body.course("b12", [(9, 510), (5, 410), (2, 340), (0, 286)], noise=18)
    body.course("hgb", [(10, 13.4), (1, 12.9), (0, 12.4)], noise=0.2)
    body.course("rbc", [(10, 4.50), (0, 4.28)], noise=0.06)


def write(life: Life) -> tuple[list[Chart], list[Chart]]:
    """Her charts: those accepted long ago, and what came this week."""
    courses(life)
    old, home, clinic, shop = (Chart(life, found) for found in (SAN_TELMO, HARBOR, ALDER, PHARMACY))
    _before(life, old)
    _family_practice(life, home)
    hospital.half_years(life, clinic, home)
    hospital.operations(life, clinic)
    _vaccines(life, old, home, shop)
    for ago in (0.55, 0.3, 0.05):
        dispensed(shop, "metformin1000", "1 tablet twice a day", life.ago(ago), count=180, days=90)
    return [old, home, clinic, shop], [hospital.this_week(life, clinic)]


def _before(life: Life, old: Chart) -> None:
    """Clínica San Telmo, until she moved away: the diagnosis, in Spanish."""
    for years in (14.1, 13.2, 12.4):
        visit = see(old, life.weekday(years), "yearly", "Revisión anual", "Peñaranda")
        vitals(visit, "height")
        panel(visit, "basic")
        panel(visit, "lipids")
    tobacco(visit, "never")
    visit = see(
        old, life.weekday(11.3), "problem", "Consulta por sed y cansancio", "Zúñiga", reason="Mucha sed y cansancio"
    )
    vitals(visit)
    results = [(key, result(visit, key)) for key in ("a1c", "glu_fast")]
    report(visit, ("", "Control de glucosa"), results)
    found = condition(old, "diabetes", visit.day, visit=visit.reference)
    prescribe(
        visit,
        "metformin500",
        "Tomar 1 tableta dos veces al día con las comidas",
        status="stopped",
        reason=found,
        times=2,
    )
    note(visit, "visit", "Nota de consulta", texts.DIAGNOSIS)
    allergy(old, "sulfa", life.ago(13.2), "rash", since="1998", severity="mild", criticality="low")
    relative(old, "father", ("22298006", "Myocardial infarction", "Heart attack"), life.ago(13.2), age=61, died=66)
    relative(old, "mother", ("84114007", "Heart failure", "Heart failure"), life.ago(13.2))


def _family_practice(life: Life, home: Chart) -> None:
    """Harbor Light: yearly physicals, finger-prick sugar in between, a medicine list that nobody brought up to date."""
    first = see(home, life.weekday(10.9), "yearly", "New patient visit", "Lund-Baptiste")
    vitals(first, "height")
    condition(home, "diabetes", f"{life.ago(11.3):%Y-%m}", recorded=first.day, icd=False)
    allergy(home, "sulfa", first.day, "rash", severity="mild")
    takes(home, "metformin500", "1 tablet twice a day with meals", f"{life.ago(11.3):%Y-%m}", asked=life.weekday(1.6))
    note(first, "history", "New patient visit", texts.FIRST_VISIT)
    told(first, "11341-5", "History of Occupation", "Occupation", "School librarian")
    told(first, "63512-8", "How many people are living or staying at this address [PRAPARE]", "People at home", "2")
    insurance = coverage(home, "Tri-County Mutual", first.day)
    _pressure_and_fat(life, home)
    years = [9.93, 8.94, 7.95, 6.9, 5.92, 4.88, 3.9, 2.93, 1.91, 0.92]
    for number, ago in enumerate(years):
        visit = see(home, life.weekday(ago), "yearly", "Yearly physical", "Lund-Baptiste")
        vitals(visit, "height")
        panel(visit, "metabolic")
        panel(visit, "lipids")
        panel(visit, "count")
        singles(visit, "tsh", "vitd", *(["b12"] if number > 3 else []))
        tobacco(visit, "never")
        alcohol(visit, ("0.2", "0.1", "0.3")[number % 3])
        score(visit, "phq9", (2, 1, 7, 3, 1)[number % 5])
        vouch(home, visit, note(visit, "visit", "Yearly physical", texts.physical(life, visit.day, number)))
        if number > 5:
            bill(visit, insurance, "Preventive visit", "214.00")
    for ago in (10.4, 9.4, 8.45, 7.5, 6.35, 5.4, 4.35, 3.4, 2.4, 1.6):
        _finger_prick(life, home, ago)
    _small_troubles(life, home)


def _finger_prick(life: Life, home: Chart, ago: float) -> None:
    visit = see(home, life.weekday(ago), "follow-up", "Diabetes check with the nurse", "Achterberg", hour=14)
    blood_pressure(visit)
    vital(visit, "weight")
    sugar = life.body.value("a1c", visit.day)
    result(visit, "a1c", sugar, method=FINGER_PRICK, without_range=True)
    procedure(visit, "foot", note="Pulses and feeling normal in both feet.")
    note(visit, "visit", "Diabetes check with the nurse", fill(texts.NURSE, life, visit.day))


def _pressure_and_fat(life: Life, home: Chart) -> None:
    for ago in (9.86, 9.82):
        vital(visit := see(home, life.weekday(ago), "follow-up", "Blood pressure check", "Villalobos", hour=8), "pulse")
        blood_pressure(visit)
        blood_pressure(visit, "Right upper arm", "again after five minutes of rest")
    start = see(home, life.weekday(9.78), "follow-up", "Blood pressure and cholesterol", "Lund-Baptiste", hour=11)
    blood_pressure(start)
    pressure = condition(home, "hypertension", start.day, visit=start.reference)
    fat = condition(home, "lipids", start.day, visit=start.reference)
    prescribe(
        start,
        "lisinopril10",
        "Take 1 tablet by mouth once a day",
        status="stopped",
        reason=pressure,
        times=1,
        quantity=90,
    )
    prescribe(
        start,
        "atorvastatin20",
        "Take 1 tablet by mouth in the evening",
        status="stopped",
        reason=fat,
        times=1,
        quantity=90,
    )
    note(start, "visit", "Blood pressure and cholesterol", texts.PRESSURE)
    cough = see(home, life.weekday(8.3), "problem", "Dry cough", "Lund-Baptiste", reason="Dry cough for two months")
    allergy(home, "ace", cough.day, "cough", severity="mild", criticality="low", kind="intolerance")
    prescribe(cough, "losartan50", "Take 1 tablet by mouth once a day", reason=pressure, times=1, quantity=90)
    note(cough, "visit", "Dry cough", texts.COUGH)
    blood_pressure(cough)


def _small_troubles(life: Life, home: Chart) -> None:
    ill = see(
        home, life.weekday(7.6), "problem", "Sinus infection", "Achterberg", reason="Blocked nose, pain in the face"
    )
    vitals(ill)
    found = condition(home, "sinusitis", ill.day, over=life.ago(7.55), visit=ill.reference)
    prescribe(
        ill,
        "amoxicillin500",
        "Take 1 capsule three times a day for 7 days",
        status="completed",
        reason=found,
        quantity=21,
    )
    ill = see(home, life.weekday(4.3), "video", "COVID-19, video visit", "Achterberg", reason="Fever, sore throat")
    condition(home, "covid", ill.day, over=life.ago(4.24), visit=ill.reference)
    words(
        ill,
        "covid",
        "Detected",
        letters="A",
    )
    low = see(home, life.weekday(4.85), "phone", "Phone call about vitamin D", "Lund-Baptiste")
    shortage = condition(home, "vitamin-d", low.day, over=life.ago(3.88), visit=low.reference)
    prescribe(low, "vitamin-d", "Take 1 capsule a day with food", reason=shortage)
    gut = see(home, life.weekday(6.1), "problem", "Bloating after meals", "Lund-Baptiste", reason="Bloating")
    words(gut, "celiac", "<1.2 U/mL", expected="<4.0 U/mL")
    condition(home, "celiac", gut.day, verification="refuted", visit=gut.reference, note="Antibodies negative.")
    condition(home, "gout", life.ago(3.1), verification="entered-in-error", note="Belongs to another patient.")
    screened = see(home, life.weekday(5.2), "follow-up", "Screening", "Lund-Baptiste", hour=10)
    words(screened, "hepatitis-c", "Non-reactive", expected="Non-reactive")
    words(screened, "hiv", "Non-reactive")
    procedure(screened, "smear", note="Normal cells, HPV not detected. Next in five years.")


def _vaccines(life: Life, old: Chart, home: Chart, shop: Chart) -> None:
    for dose, years in enumerate((14.1, 14.0, 13.6), start=1):
        vaccinate(old, "hepb-adult", life.weekday(years), doctor="Peñaranda", dose=dose)
    vaccinate(home, "tdap", life.weekday(8.94), doctor="Villalobos")
    vaccinate(home, "pcv20", life.weekday(1.91), doctor="Villalobos")
    for dose, years in enumerate((3.9, 3.6), start=1):
        vaccinate(home, "zoster", life.weekday(years), doctor="Villalobos", dose=dose)
    for year in range(1, 11):
        day = october_tuesday(life.today, year)
        if year % 3:
            vaccinate(home, flu(day), day, doctor="Villalobos", time=False)
        else:  # at the pharmacy; Harbor Light learned of it, so two sources tell the same
            vaccinate(shop, flu(day), day, doctor="Okonjo", arm="right", time=False)
            vaccinate(home, flu(day), day, reported=True, arm="right", time=False)
    for day in (
        date(2021, 3, 30),
        date(2021, 4, 20),
        date(2021, 11, 16),
        date(2022, 10, 4),
        date(2023, 10, 10),
        date(2024, 10, 8),
    ):
        if day < life.ago(1):
            vaccinate(shop, covid(day), day, doctor="Okonjo", time=False)
