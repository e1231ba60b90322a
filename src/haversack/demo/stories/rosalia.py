"""Rosalía, 81: how do heart, kidneys and memory go together over fifteen years?

Atrial fibrillation with a long series of INR, heart failure with a hospital stay, kidneys that slowly lose, falls, many
medicines that two practices list differently.
"""

from __future__ import annotations

from datetime import date

from haversack.demo.allergies import allergy
from haversack.demo.care import coverage, device
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import note
from haversack.demo.hospitals import ALDER, HARBOR, NORTHGATE, SAN_TELMO
from haversack.demo.labs import copies, panel, result, singles
from haversack.demo.life import Life
from haversack.demo.medicines import prescribe, takes
from haversack.demo.notes import fill
from haversack.demo.procedures import procedure
from haversack.demo.social import alcohol, score, tobacco, told
from haversack.demo.stories import rosalia_hospital as hospital
from haversack.demo.stories import rosalia_notes as texts
from haversack.demo.stories.rosalia_clinics import anticoagulation, heart_clinic, kidney_clinic
from haversack.demo.vaccines import covid, declined, flu, october_tuesday, vaccinate
from haversack.demo.visits import see
from haversack.demo.vitals import blood_pressure, vital, vitals


def courses(life: Life) -> None:
    """How her values went: the stay four years ago is the turning point of most."""
    body = life.body
    kidney = [(15, 0.86), (8, 0.94), (5.6, 1.02), (4.4, 1.16), (4.38, 1.42), (4.2, 1.14), (2.6, 1.24), (0, 1.34)]
    body.course("crea", kidney, noise=0.04)
    body.course("bun", [(15, 17), (5, 21), (4.4, 38), (4.2, 25), (0, 31)], noise=2)
    body.course("k", [(15, 4.3), (4.2, 4.6), (1.92, 5.5), (1.8, 4.7), (0, 4.6)], noise=0.12)
    body.course("na", [(15, 140), (4.41, 132), (4.3, 137), (0, 138)], noise=1.2)
    body.course("bnp", [(8, 540), (5, 980), (4.41, 6240), (4.2, 2380), (3, 1520), (1, 1290), (0, 1610)], noise=130)
    body.course("uacr", [(6, 38), (0, 71)], noise=6)
    body.course("pth", [(6, 58), (0, 104)], noise=7)
    body.course("phos", [(6, 3.6), (0, 4.1)], noise=0.15)
    body.course("hgb", [(15, 13.0), (4, 12.1), (3.1, 9.8), (2.3, 11.9), (0, 11.6)], noise=0.2)
    body.course("rbc", [(15, 4.30), (4, 4.10), (3.1, 3.92), (2.3, 4.02), (0, 3.95)], noise=0.05)
    body.course("ferr", [(5, 60), (3.1, 7), (2.3, 48), (0, 71)], noise=4)
    body.course("iron", [(5, 70), (3.1, 24), (2.3, 66), (0, 72)], noise=5)
    body.course("tibc", [(5, 320), (3.1, 438), (2.3, 330), (0, 322)], noise=9)
    body.course("weight", [(15, 71), (5, 69.5), (4.41, 75.8), (4.38, 70.1), (2, 66.4), (0, 65.2)], noise=0.4)
    body.course("height", [(15, 158.5), (3, 156.0), (0, 155.0)])
    body.course("sys", [(15, 148), (9, 142), (4.4, 136), (4, 124), (0, 119)], noise=6)
    body.course("dia", [(15, 84), (4.4, 78), (0, 68)], noise=3)
    body.course("pulse", [(15, 72), (9.1, 108), (8.9, 86), (4.41, 112), (4.2, 76), (0, 70)], noise=5)
    body.course("spo2", [(15, 97), (4.41, 89), (4.38, 95), (2.61, 88), (2.58, 94), (0, 95)], noise=0.6)
    body.course("breaths", [(15, 16), (4.41, 26), (4.38, 17), (2.61, 25), (2.58, 17), (0, 17)], noise=1)
    body.course("temp", [(2.62, 36.6), (2.61, 38.6), (2.59, 36.9), (0, 36.5)], noise=0.1)
    body.course("crp", [(2.7, 4.0), (2.61, 142.0), (2.55, 12.0), (0, 4.2)], noise=0.8)
    body.course("wbc", [(2.7, 6.4), (2.61, 14.8), (2.55, 7.6), (0, 6.3)], noise=0.4)
    body.course("inr", [(15, 1.0), (9.1, 1.0), (9.0, 2.3), (0, 2.4)], noise=0.2)
    body.course("rdw", [(15, 13.2), (4, 13.6), (3.1, 17.1), (2.3, 14.2), (0, 13.9)], noise=0.2)
    body.course("dig", [(6.5, 0.8), (4.41, 1.9)], noise=0.08)
    body.course("chol", [(15, 204), (0, 158)], noise=7)
    body.course("vitd", [(8, 19), (3.2, 17), (2.5, 31), (0, 34)], noise=2)


def write(life: Life) -> tuple[list[Chart], list[Chart]]:
    """Her charts. Nothing waits: her daughter decides on everything the day it comes."""
    courses(life)
    old, home, heart, alder = (Chart(life, found) for found in (SAN_TELMO, HARBOR, NORTHGATE, ALDER))
    hospital.heart_stay(life, heart)  # stays come first: nobody visits a clinic from a hospital bed
    hospital.falls_and_pneumonia(life, alder)
    hospital.eyes(life, alder)
    _before(life, old)
    _family_practice(life, home)
    heart_clinic(life, heart)
    anticoagulation(life, heart)
    kidney_clinic(life, heart)
    _vaccines(life, old, home)
    recent = see(heart, life.weekday(0.3), "follow-up", "Blood test", "Haddadi", hour=8)
    singles(recent, "k", "crea", "inr")
    copies(recent, "k", "crea", "inr", into=home)
    return [old, home, heart, alder], []


def _before(life: Life, old: Chart) -> None:
    for years in (14.6, 13.4, 12.2, 11.3, 10.1, 8.8):
        visit = see(old, life.weekday(years), "yearly", "Control anual", "Peñaranda")
        vitals(visit, "height")
        panel(visit, "metabolic")
        panel(visit, "lipids")
        panel(visit, "short-count")
    tobacco(visit, "former")
    allergy(old, "none", life.ago(14.6))
    pressure = condition(old, "hypertension", "2001", recorded=life.ago(14.6))
    condition(old, "knee", "2009", recorded=life.ago(13.4))
    found = see(old, life.weekday(9.1), "problem", "Palpitaciones", "Zúñiga", reason="Palpitaciones y cansancio")
    vitals(found)
    procedure(found, "ecg", note="Fibrilación auricular, 110 por minuto.")
    rhythm = condition(old, "fibrillation", found.day, visit=found.reference)
    dose = "Tomar según el INR, por la tarde"
    prescribe(found, "warfarin5", dose, status="stopped", reason=rhythm)
    prescribe(found, "hydrochlorothiazide", "Tomar 1 tableta por la mañana", status="stopped", reason=pressure, times=1)
    note(found, "visit", "Nota de consulta", texts.PALPITATIONS)
    for years in (9.06, 9.02, 8.95, 8.85, 8.7, 8.5, 8.3):
        visit = see(old, life.weekday(years), "follow-up", "Control de INR", "Peñaranda", hour=8)
        result(visit, "inr", life.dice(f"inr{years}").choice(("1.8", "2.1", "2.4", "2.7", "3.2")))


def _family_practice(life: Life, home: Chart) -> None:
    """Harbor Light, since she lives with her daughter's family; lately the nurse comes to her."""
    first = see(home, life.weekday(8.0), "yearly", "New patient visit", "Lund-Baptiste")
    vitals(first, "height")
    condition(home, "hypertension", "2001", recorded=first.day)
    condition(home, "fibrillation", f"{life.ago(9.1):%Y-%m}", recorded=first.day)
    condition(home, "knee", "2009", recorded=first.day)
    condition(home, "hearing", f"{life.ago(6.0):%Y}", recorded=life.weekday(5.1))
    device(home, "Hearing aids, both ears", "Invented Acoustics", "Caracola 3", life.weekday(5.0))
    allergy(home, "latex", first.day, "itch", severity="mild", criticality="low")
    note(first, "history", "New patient visit", texts.FIRST_VISIT)
    told(first, "11341-5", "History of Occupation", "Occupation", "Seamstress, retired")
    told(first, "63512-8", "How many people are living or staying at this address [PRAPARE]", "People at home", "3")
    coverage(home, "Medicare", life.age(65))
    asked = life.weekday(1.2)
    takes(home, "metoprolol", "1 tablet every morning", f"{life.ago(4.38):%Y-%m}", asked=asked, why="Heart failure")
    takes(home, "furosemide40", "1 tablet every morning", f"{life.ago(4.38):%Y-%m}", asked=asked, why="Swollen legs")
    takes(home, "acetaminophen", "2 tablets up to three times a day for the knees", "2018", asked=asked)
    takes(home, "warfarin5", "1 tablet every evening", f"{life.ago(9.1):%Y-%m}", asked=asked, why="Atrial fibrillation")
    takes(home, "ibuprofen", "", f"{life.ago(8.2):%Y}", over=f"{life.ago(8.0):%Y-%m}", asked=first.day, why="Knees")
    takes(home, "senna", "1 tablet at night when needed", f"{life.ago(2):%Y}", asked=asked)
    for number, ago in enumerate((7.4, 6.9, 6.45, 5.95, 5.5, 5.02, 4.6, 4.0, 3.5, 3.0, 2.5, 2.02, 1.48, 0.98, 0.47)):
        visit = see(home, life.weekday(ago), "follow-up", "Family doctor", "Lund-Baptiste", hour=11)
        vitals(visit)
        panel(visit, "short-count")
        if number % 2:
            panel(visit, "lipids")
            singles(visit, "tsh", "vitd", "b12")
            score(visit, "fall", (25, 35, 45, 50, 60, 65, 65)[number // 2])
            tobacco(visit, "former")
            alcohol(visit, "0.1")
        note(visit, "visit", "Family doctor", texts.family_doctor(life, visit.day, number))
    _memory(life, home)
    _blood_and_bone(life, home)
    for week in range(20):  # the nurse at home, every four weeks of the last year and a half
        visit = see(home, life.weekday(1.55 - week * 28 / 365.25), "home", "Nurse at home", "Villalobos", hour=10)
        blood_pressure(visit, position="standing" if week % 4 == 3 else "sitting")
        for key in ("weight", "pulse", "spo2"):
            vital(visit, key)
        if week % 5 == 0:
            note(visit, "visit", "Nurse at home", fill(texts.AT_HOME[week // 5 % 2], life, visit.day))


def _memory(life: Life, home: Chart) -> None:
    for ago, points in ((2.8, 25), (1.8, 24), (0.7, 23)):
        visit = see(home, life.weekday(ago), "follow-up", "Memory check", "Achterberg", hour=15)
        score(
            visit, "moca", points, note=f"In Spanish, with hearing aids. {30 - points} points lost, mostly in recall."
        )
        note(visit, "consult", "Memory check", fill(texts.MEMORY, life, visit.day, points=points))
        if points == 25:
            condition(home, "cognition", f"{life.ago(3.3):%Y}", recorded=visit.day, visit=visit.reference)
        elif points == 24:
            text = "Manages daily life alone; not dementia."
            condition(home, "dementia", visit.day, verification="refuted", visit=visit.reference, note=text)


def _blood_and_bone(life: Life, home: Chart) -> None:
    pale = see(home, life.weekday(3.1), "problem", "Tired and pale", "Lund-Baptiste", reason="Tired, short of breath")
    panel(pale, "count")
    panel(pale, "iron")
    shortage = condition(home, "iron", pale.day, over=life.ago(2.25), visit=pale.reference)
    prescribe(pale, "iron", "Take 1 tablet every other day", status="stopped", reason=shortage)
    better = see(home, life.weekday(2.3), "follow-up", "Iron again", "Lund-Baptiste")
    panel(better, "count")
    panel(better, "iron")
    bones = see(home, life.weekday(3.2), "follow-up", "Bone density", "Lund-Baptiste")
    procedure(bones, "dexa", note="T-score -2.9 at the hip, -2.6 at the spine.")
    weak = condition(home, "osteoporosis", bones.day, visit=bones.reference)
    prescribe(bones, "alendronate", "1 tablet once a week, upright, with a full glass of water", reason=weak)
    prescribe(bones, "vitamin-d", "Take 1 capsule a day with food", reason=weak, times=1)


def _vaccines(life: Life, old: Chart, home: Chart) -> None:
    vaccinate(old, "ppsv23", life.weekday(13.4), doctor="Peñaranda", time=False)
    vaccinate(old, "td", life.weekday(12.2), doctor="Peñaranda", time=False)
    vaccinate(home, "pcv20", life.weekday(2.5), doctor="Villalobos")
    vaccinate(home, "rsv", life.weekday(1.98), doctor="Villalobos")
    for dose, years in enumerate((6.9, 6.5), start=1):
        vaccinate(home, "zoster", life.weekday(years), doctor="Villalobos", dose=dose)
    declined(home, "tdap", life.weekday(2.02), "Wants to think about it")
    for year in range(1, 14):
        day = october_tuesday(life.today, year)
        vaccinate(home if year < 8 else old, flu(day, high_dose=True), day, time=False)
    for day in (date(2021, 2, 2), date(2021, 2, 23), date(2021, 10, 19), date(2022, 9, 27), date(2023, 10, 3)):
        vaccinate(home, covid(day), day, time=False)
