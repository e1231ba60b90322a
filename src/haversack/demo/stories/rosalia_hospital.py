"""What happened to Rosalía in hospital: the heart failure stay, falls, pneumonia and cataracts?"""

from __future__ import annotations

from datetime import timedelta

from haversack.demo.allergies import allergy
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note, pdf_letter
from haversack.demo.labs import panel, result, singles
from haversack.demo.life import Life, at
from haversack.demo.medicines import prescribe
from haversack.demo.procedures import procedure
from haversack.demo.social import score
from haversack.demo.stories import rosalia_notes as texts
from haversack.demo.visits import Visit, see
from haversack.demo.vitals import vitals

CHEST = ("36643-5", "XR Chest 2 Views")


def _round(stay: Visit, days: int, hour: int = 7) -> Visit:
    """The morning round of a later day of the same stay."""
    return Visit(stay.chart, stay.reference, at(stay.day + timedelta(days=days), hour), stay.doctor)


def heart_stay(life: Life, heart: Chart) -> None:
    """Six days on the cardiac ward, four years ago."""
    day = life.ago(4.41)
    stay = see(heart, day, "stay", "Hospital stay, heart failure", "Haddadi", place="Cardiac Ward 2", hour=3, days=6)
    vitals(stay)
    panel(stay, "metabolic")
    panel(stay, "count")
    panel(stay, "clotting", {"inr": "2.6", "pt": "29.6"})
    singles(stay, "bnp", "mg", "dig", "tsh")
    result(stay, "tni", "31")
    imaging(stay, CHEST, "Chest X-ray", texts.WET_LUNGS, "Fluid in both lungs, heart enlarged.")
    procedure(stay, "ecg", note="Atrial fibrillation, 118 per minute, no sign of a heart attack.")
    weak = condition(heart, "heart-failure", day, visit=stay.reference)
    for number in range(1, 6):
        morning = _round(stay, number)
        vitals(morning)
        panel(morning, "basic")
        if number == 3:
            result(morning, "k", "3.2")
    home = _round(stay, 6, 5)
    vitals(home)
    prescribe(home, "furosemide40", "Take 1 tablet every morning", status="stopped", reason=weak, times=1, quantity=90)
    prescribe(home, "metoprolol", "Take 1 tablet once a day", status="stopped", reason=weak, times=1, quantity=90)
    prescribe(home, "spironolactone", "Take half a tablet once a day", status="stopped", reason=weak, quantity=45)
    note(home, "discharge", "Discharge summary, heart failure", texts.DISCHARGE)
    pdf_letter(home, "discharge", "Discharge letter, heart failure", texts.DISCHARGE_LETTER)


def falls_and_pneumonia(life: Life, alder: Chart) -> None:
    """Alder Creek's emergency department saw her three times."""
    fall = see(
        alder, life.ago(3.4), "emergency", "Fall, broken wrist", "Raghunathan", place="Emergency Department", hour=18
    )
    vitals(fall)
    panel(fall, "basic")
    panel(fall, "clotting", {"inr": "2.8", "pt": "31.9"})
    allergy(alder, "no-drug", fall.day)
    wrist = condition(alder, "wrist", fall.day, over=life.ago(3.25), visit=fall.reference)
    imaging(
        fall, ("36572-6", "XR Wrist - left"), "X-ray of the left wrist", texts.WRIST, "Broken wrist, not displaced."
    )
    imaging(fall, ("24725-4", "CT Head"), "CT of the head", texts.HEAD, "No bleeding inside the skull.")
    procedure(fall, "cast", reason=wrist)
    score(fall, "pain", 7)
    note(fall, "visit", "Emergency note", texts.FALL)
    condition(alder, "falls", f"{life.ago(3.4):%Y-%m}", recorded=fall.day)
    _pneumonia(life, alder)
    again = see(alder, life.ago(1.1), "emergency", "Fall at home", "Raghunathan", place="Emergency Department", hour=22)
    vitals(again)
    panel(again, "basic")
    panel(again, "clotting", {"inr": "2.3", "pt": "26.2"})
    imaging(again, ("24725-4", "CT Head"), "CT of the head", texts.HEAD, "No bleeding inside the skull.")
    procedure(again, "cast", status="not-done", why="Nothing broken")
    note(again, "visit", "Emergency note", texts.FALL_AGAIN)


def _pneumonia(life: Life, alder: Chart) -> None:
    day = life.ago(2.61)
    stay = see(alder, day, "stay", "Hospital stay, pneumonia", "Solberg", place="Medical Ward 4 West", hour=16, days=4)
    vitals(stay)
    panel(stay, "metabolic")
    panel(stay, "count")
    singles(stay, "crp", "bnp")
    imaging(stay, CHEST, "Chest X-ray", texts.SHADOW, "Pneumonia of the right lower lobe.")
    lung = condition(alder, "pneumonia", day, over=life.ago(2.5), visit=stay.reference)
    for number in (1, 2, 3):
        morning = _round(stay, number)
        vitals(morning)
        panel(morning, "basic")
        singles(morning, "crp", "wbc")
    home = _round(stay, 4)
    prescribe(
        home, "azithromycin", "1 tablet a day for 3 more days", status="completed", reason=lung, times=1, quantity=3
    )
    note(home, "discharge", "Discharge summary, pneumonia", texts.PNEUMONIA)


def eyes(life: Life, alder: Chart) -> None:
    """Both cataracts, a month apart."""
    cloudy = condition(alder, "cataract", f"{life.ago(6):%Y}", over=life.ago(5.1), recorded=life.ago(5.4))
    for ago, side in ((5.2, "Right eye"), (5.12, "Left eye")):
        day = see(
            alder, life.weekday(ago), "day-surgery", "Cataract surgery", "Solberg", place="Day Surgery Unit", hour=7
        )
        vitals(day)
        procedure(day, "cataract", reason=cloudy, note=f"{side}. Clear lens implanted, no complications.")
        note(day, "operation", f"Operation note, {side.lower()}", texts.CATARACT.format(side=side))
