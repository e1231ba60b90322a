"""Who was operated on, and what did it take: an appendix this week, a colon, a knee, a pacemaker?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from haversack.demo.allergies import allergy
from haversack.demo.chart import LOINC, concept
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note
from haversack.demo.labs import observation, panel, quantity, result, singles
from haversack.demo.medicines import prescribe
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.papers import implant, letter_to_patient, pathology
from haversack.demo.procedures import procedure
from haversack.demo.social import score
from haversack.demo.visits import Visit
from haversack.demo.vitals import vital, vitals

_LETTER = """Dear {name},

the polyp that was taken out on {day} held cancer cells. Dr {doctor} will see you this week and bring time. Please come
with somebody you trust.

The clinic's direct number is {phone}.
"""


def appendix(chart: PortalChart, days_ago: int = 2) -> None:
    """A belly ache at night, an operation the same day: its results are some hours old."""
    reader = chart.whose("pathology")
    day = chart.life.today - timedelta(days=days_ago)
    night = chart.visit("emergency", day, "emergency", "Belly ache", hour=2, why="Pain in the right lower belly")
    vitals(night)
    score(night, "pain", 7)
    panel(night, "count", {"wbc": Decimal("15.8")})
    singles(night, "crp")
    found = condition(chart, "appendicitis", day, visit=night.reference)
    imaging(
        night, ("24531-6", "US Retroperitoneum"), "Ultrasound of the belly", "Thick appendix, 9 mm.", "Appendicitis."
    )
    note(
        night, "emergency", "Emergency department note", "Tender right lower belly, rebound. Surgery called at 4 a.m.\n"
    )
    stay = chart.visit("surgery", day, "day-surgery", "Appendix operation", hour=8, for_=found)
    procedure(stay, "appendectomy", reason=found, note="Three small cuts, inflamed appendix, not burst.")
    note(stay, "operation", "Operative note", "Laparoscopic appendectomy. Blood loss 10 mL. No drain.\n")
    pathology(
        stay,
        reader,
        "Appendix, pathology",
        "Appendix, 7 cm, red and swollen.",
        "Acute appendicitis.",
        days=1,
    )
    prescribe(stay, "acetaminophen", "2 tablets every 6 hours when needed", reason=found, quantity=20)


def colon(chart: PortalChart) -> None:
    """A screening that found a cancer early, and what followed."""
    life, reader = chart.life, chart.whose("pathology")
    asked = chart.visit("bowel", life.weekday(0.45), "follow-up", "Before the colonoscopy", hour=14)
    note(asked, "consult", "Consultation", "Screening at 45, grandfather had colon cancer. Agreed on a colonoscopy.\n")
    scope = chart.visit("bowel", life.weekday(0.4), "day-surgery", "Colonoscopy", hour=8)
    procedure(scope, "colonoscopy", note="A 14 mm polyp in the sigmoid colon, taken out.")
    procedure(scope, "colon-biopsy", note="Two more samples from the edge.")
    note(scope, "procedure", "Procedure note", "Well prepared. One polyp, snared whole. No bleeding.\n")
    pathology(
        scope,
        reader,
        "Polyp of the colon, pathology",
        "Polyp, 14 mm, in one piece.",
        "Adenocarcinoma, margins not free.",
    )
    told = chart.visit("bowel", life.weekday(0.37), "follow-up", "Talk about the result", hour=16)
    cancer = condition(chart, "colon-cancer", told.day, visit=told.reference)
    text = _LETTER.format(
        name=life.profile.given,
        day=f"{scope.day:%d %B}",
        doctor=chart.whose("bowel"),
        phone=chart.portal.phone,
    )
    letter_to_patient(told, "Your colonoscopy", text)
    stay = chart.visit("ward", life.weekday(0.31), "stay", "Operation of the colon", hour=7, days=5, for_=cancer)
    panel(stay, "count")
    panel(stay, "basic")
    result(stay, "alb")
    imaging(stay, ("24627-2", "CT Chest"), "CT of the chest", "Clear lungs.", "No spread seen.")
    procedure(stay, "colectomy", reason=cancer, note="Left colon, 24 cm, joined at once.")
    note(stay, "history", "History and physical", "Fit, no other illness. Operation explained with drawings.\n")
    note(stay, "operation", "Operative note", "Left hemicolectomy, joined side to side. Blood loss 120 mL.\n")
    pathology(
        stay,
        reader,
        "Colon, pathology",
        "Colon, 24 cm, 18 lymph nodes.",
        "Adenocarcinoma pT1, nodes free.",
        days=6,
    )
    note(stay, "pathology", "Pathology, read out", "Early cancer, gone with its edges. Nothing more to treat.\n")
    note(stay, "discharge", "Discharge summary", "Home on day five, eats, walks. See the surgeon in two weeks.\n")
    note(stay, "laboratory", "Laboratory report, narrative", "No germs grew in the blood cultures after five days.\n")
    after = chart.visit("surgery", life.weekday(0.22), "follow-up", "After the operation", hour=11)
    vital(after, "weight")
    singles(after, "hgb", "ferr")


def knee(chart: PortalChart) -> None:
    """A new knee three years after the pictures showed why."""
    life = chart.life
    first = chart.visit("bones", life.weekday(2.9), "problem", "Knee pain", why="Pain on stairs")
    vital(first, "weight")
    worn = condition(chart, "knee", f"{life.ago(6):%Y}", recorded=first.day, visit=first.reference)
    imaging(first, ("24802-1", "XR Knee"), "X-ray of the right knee", "Inner joint space gone.", "Worn knee.")
    stay = chart.visit("ward", life.weekday(0.8), "stay", "New knee", hour=7, days=3)
    for key in ("pulse", "spo2", "temp"):
        vital(stay, key)
    panel(stay, "short-count")
    procedure(stay, "new-knee", reason=worn, note="Cemented, good range of movement.")
    implant(stay, ("304120007", "Total knee replacement prosthesis"), "Knee prosthesis, right", "Invented Joints", "K3")
    note(stay, "operation", "Operative note", "Total knee replacement, right. Spinal anesthesia.\n")
    note(stay, "discharge", "Discharge summary", "Walks with crutches, bends to 90 degrees. Blood thinner 4 weeks.\n")
    imaging(stay, ("24802-1", "XR Knee"), "X-ray of the right knee", "Prosthesis in place.", "Good position.")
    prescribe(
        stay, "aspirin", "1 tablet twice a day for 4 weeks", status="completed", reason=worn, times=2, quantity=56
    )
    for ago in (0.7, 0.6, 0.5):
        procedure(chart.visit("bones", life.weekday(ago), "follow-up", "Physical therapy", hour=15), "physio")


def slow_heart(chart: PortalChart) -> None:
    """Two faints, a slow pulse, a pacemaker."""
    life = chart.life
    life.body.course("pulse", [(5, 64), (1.12, 41), (1.1, 38), (1.08, 62), (0, 64)], noise=2)
    faint = chart.visit("emergency", life.ago(1.1), "emergency", "Fainted at breakfast", hour=8, why="Fainted twice")
    vitals(faint)
    panel(faint, "basic")
    singles(faint, "tni", "bnp")
    imaging(
        faint, ("11524-6", "EKG study"), "Electrocardiogram", "Sinus pauses of 4 seconds.", "Slow heart.", system="EC"
    )
    cause = condition(chart, "slow-heart", faint.day, visit=faint.reference)
    note(faint, "emergency", "Emergency department note", "Fell off the chair, no wound. Pauses on the monitor.\n")
    stay = chart.visit("heart", life.ago(1.1) + timedelta(days=1), "stay", "Pacemaker", hour=7, days=2)
    procedure(stay, "pacemaker", reason=cause, note="Two leads, left chest.")
    implant(stay, ("14106009", "Cardiac pacemaker"), "Pacemaker", "Invented Pulse Works", "Metronome 2")
    note(stay, "consult", "Inpatient consultation, cardiology", "Pacemaker needed. Explained to him and his son.\n")
    note(stay, "discharge", "Discharge summary", "Pacemaker works. Wound dry. No driving for a week.\n")
    for ago in (0.9, 0.45):
        visit = chart.visit("heart", life.weekday(ago), "follow-up", "Pacemaker check", hour=13)
        vital(visit, "pulse")
        _echo(chart, visit)
    allergy(chart, "ace", life.weekday(3.4), "cough", severity="mild", criticality="low", kind="intolerance")


def _echo(chart: PortalChart, visit: Visit) -> None:
    """An echocardiogram with the number in it."""
    code = concept(LOINC, "10230-1", "Left ventricular Ejection fraction", "Ejection fraction")
    share = observation(visit, "imaging", code) | {"valueQuantity": quantity(Decimal(61), "%", "%")}
    found = chart.add("Observation", share, visit.when)
    code_of_report = ("34552-0", "US.doppler Heart")
    imaging(visit, code_of_report, "Echocardiogram", "Pumps well, 61 %.", "Normal pumping.", system="CUS")
    chart.resources[-1]["result"] = [{"reference": found}]


def sprained(chart: PortalChart) -> None:
    """An ankle on the playing field."""
    visit = chart.visit("emergency", chart.life.ago(0.28), "emergency", "Twisted ankle", hour=18, why="Twisted ankle")
    vitals(visit)
    over: date = visit.day + timedelta(days=25)
    condition(chart, "sprain", visit.day, over=over, visit=visit.reference)
    imaging(visit, ("37635-0", "XR Ankle - right"), "X-ray of the right ankle", "No fracture.", "Nothing broken.")
    prescribe(visit, "naproxen", "1 tablet twice a day with food for 5 days", status="completed", times=2, quantity=10)
    note(visit, "emergency", "Emergency department note", "Swelling outside, can stand. Bandage, rest, ice.\n")
