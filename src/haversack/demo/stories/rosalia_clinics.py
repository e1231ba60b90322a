"""What happens to Rosalía at Northgate between hospital stays: heart failure, anticoagulation and kidney clinics?"""

from __future__ import annotations

from decimal import Decimal

from haversack.demo.allergies import allergy
from haversack.demo.care import goal, plan, team
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note, vouch
from haversack.demo.labs import panel, result, singles
from haversack.demo.life import Life
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.procedures import procedure
from haversack.demo.stories import rosalia_notes as texts
from haversack.demo.visits import Visit, see
from haversack.demo.vitals import blood_pressure, vital, vitals

ECHO = ("34552-0", "Cardiac 2D echo panel")
WARFARIN, HEART = "Anticoagulation Clinic", "Heart Failure Clinic"


def heart_clinic(life: Life, heart: Chart) -> None:
    """Cardiology: once a year at first, every three months since the stay."""
    first = see(heart, life.weekday(7.8), "check", "Cardiology, first visit", "Haddadi", place=HEART)
    vitals(first)
    procedure(first, "ecg", note="Atrial fibrillation, 78 per minute.")
    rhythm = condition(heart, "fibrillation", f"{life.ago(9.1):%Y}", recorded=first.day, visit=first.reference)
    allergy(heart, "shellfish", first.day, "hives", since="1990", severity="moderate", criticality="low")
    prescribe(first, "warfarin5", "As the anticoagulation clinic says, in the evening", status="stopped", reason=rhythm)
    note(first, "consult", "Cardiology, first visit", texts.CARDIOLOGY)
    slow = see(heart, life.weekday(6.5), "follow-up", "Cardiology", "Haddadi", place=HEART)
    vitals(slow)
    panel(slow, "basic")
    prescribe(slow, "digoxin", "Take 1 tablet by mouth once a day", status="stopped", reason=rhythm, times=1)
    for ago in (6.0, 5.5, 5.0):
        visit = see(heart, life.weekday(ago), "follow-up", "Cardiology", "Haddadi", place=HEART)
        vitals(visit)
        panel(visit, "basic")
        singles(visit, "dig", "mg", "bnp")
    for number in range(17):
        visit = see(
            heart, life.weekday(4.2 - number * 0.25), "follow-up", "Heart failure clinic", "Haddadi", place=HEART
        )
        vitals(visit)
        panel(visit, "basic")
        singles(visit, "bnp", "mg")
        vouch(heart, visit, note(visit, "visit", "Heart failure clinic", texts.heart(life, visit.day, number)))
        _change_medicines(heart, visit, number)
    team(heart, "Heart failure team", ("Haddadi", "Visser", "Mbeki-Stone"), life.weekday(4.2))
    for ago, pumping, words in texts.ECHOES:
        _echo(life, heart, ago, pumping, words)


def _change_medicines(heart: Chart, visit: Visit, number: int) -> None:
    if number == 0:
        aims = [
            goal(heart, "Weight within 1 kg of 66 kg", visit.day),
            goal(heart, "Walk to the harbor and back", visit.day),
        ]
        plan(visit, "Heart failure plan", texts.PLAN, aims)
        prescribe(visit, "metoprolol50", "Take 1 tablet by mouth once a day", times=1, quantity=90)
    elif number == 9:  # potassium rose
        text = "Stopped: potassium too high together with losartan."
        prescribe(visit, "spironolactone", "Take half a tablet once a day", status="stopped", note=text)
    elif number == 12:
        prescribe(visit, "losartan25", "Take 1 tablet by mouth in the evening", times=1, quantity=90)
    elif number == 15:
        prescribe(
            visit, "furosemide40", "1 tablet in the morning; a second one at noon if weight rises by 1 kg", quantity=120
        )


def _echo(life: Life, heart: Chart, ago: float, pumping: int, words: str) -> None:
    visit = see(
        heart, life.weekday(ago), "check", "Echocardiogram", "Graves", place="Echocardiography Laboratory", hour=13
    )
    procedure(visit, "echo")
    text = fill(texts.ECHO, life, visit.day, pumping=pumping, words=words)
    imaging(visit, ECHO, "Echocardiogram", text, f"Ejection fraction {pumping} %. {words}", system="CUS")
    body = {
        "status": "final",
        "category": [{"text": "Imaging"}],
        "code": {
            "coding": [
                {"system": "http://loinc.org", "code": "10230-1", "display": "Left ventricular Ejection fraction"}
            ],
            "text": "Ejection fraction (pumping strength)",
        },
        "subject": heart.patient,
        "encounter": visit.link(),
        "effectiveDateTime": visit.day.isoformat(),
        "valueQuantity": {"value": pumping, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"},
    }
    heart.add("Observation", body, visit.when)


def anticoagulation(life: Life, heart: Chart) -> None:
    """INR every five weeks for nearly eight years; the dose follows the kidneys down."""
    dice = life.dice("inr")
    place = 7.7
    while place > 0.02:
        visit = see(heart, life.weekday(place), "follow-up", "INR check", "Visser", place=WARFARIN, hour=8, minute=15)
        found = max(1.3, min(4.1, dice.gauss(2.5, 0.38)))
        if abs(place - 2.5) < 0.05:  # the antibiotic of the pneumonia
            found = 5.4
        result(visit, "inr", Decimal(f"{found:.1f}"))
        if place > 7.6 or found > 4 or found < 1.7:
            note(visit, "visit", "INR check", texts.anticoagulation(found))
        place -= (14 if found > 4 or found < 1.7 else 35) / 365.25
    low = see(heart, life.weekday(2.4), "phone", "Warfarin dose", "Visser", place=WARFARIN, hour=16)
    prescribe(low, "warfarin25", "1 tablet in the evening, 2 on Monday and Friday", note="Aim: INR 2.0 to 3.0.")


def kidney_clinic(life: Life, heart: Chart) -> None:
    """Nephrology twice a year."""
    for number in range(11):
        visit = see(heart, life.weekday(5.6 - number * 0.53), "follow-up", "Kidney clinic", "Mbeki-Stone", hour=14)
        blood_pressure(visit)
        vital(visit, "weight")
        panel(visit, "metabolic")
        panel(visit, "short-count")
        panel(visit, "urine-albumin")
        panel(visit, "kidney-bone")
        if number == 0:
            condition(heart, "ckd3a", visit.day, over=life.ago(2.42), visit=visit.reference)
            note(visit, "consult", "Kidney clinic, first visit", texts.KIDNEY)
        elif number == 6:
            condition(heart, "ckd3b", visit.day, visit=visit.reference)
        if number:
            note(visit, "visit", "Kidney clinic", fill(texts.KIDNEY_AGAIN, life, visit.day))
