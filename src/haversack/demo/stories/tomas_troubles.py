"""What troubles did Tomás have: ears, peanuts, a rash blamed on penicillin, airways, and an arm?"""

from __future__ import annotations

from haversack.demo.allergies import allergy
from haversack.demo.care import plan
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note, pdf_letter
from haversack.demo.labs import panel, singles
from haversack.demo.life import Life, open_day
from haversack.demo.medicines import prescribe
from haversack.demo.procedures import procedure
from haversack.demo.social import score
from haversack.demo.stories import tomas_notes as texts
from haversack.demo.visits import see
from haversack.demo.vitals import vital

EMERGENCY = "Emergency Department"
ALLERGY = "Little Oak, Allergy clinic"


def ears(life: Life, oak: Chart) -> None:
    """Four ear infections; after the rash of the second one no penicillin until the test."""
    for age, medicine, dose in (
        (0.93, "amoxicillin-liquid", "5 mL twice a day for 10 days"),
        (1.38, "amoxicillin-liquid", "6 mL twice a day for 10 days"),
        (2.2, "cefdinir", "3 mL once a day for 10 days"),
        (3.1, "cefdinir", "4 mL once a day for 7 days"),
    ):
        visit = see(
            oak, open_day(life.age(age)), "problem", "Earache", "Nakamura-Bell", hour=16, reason="Earache, fever"
        )
        vital(visit, "weight")
        vital(visit, "temp")
        ear = condition(oak, "otitis", visit.day, over=life.age(age + 0.04), visit=visit.reference)
        prescribe(visit, medicine, dose, status="completed", reason=ear)
        note(visit, "visit", "Earache", texts.EAR)


def penicillin(life: Life, oak: Chart, alder: Chart) -> None:
    """A rash with amoxicillin; years later a test showed that it was not an allergy. Alder Creek never heard of it."""
    rash = see(oak, open_day(life.age(1.4)), "phone", "Rash with amoxicillin", "Abbott", hour=12)
    note(rash, "visit", "Phone call about a rash", texts.RASH)
    allergy(alder, "penicillin", life.age(2.9), "rash", severity="mild", criticality="low", verification="unconfirmed")
    test = see(oak, open_day(life.age(5.2)), "follow-up", "Penicillin allergy test", "Suleiman", place=ALLERGY, hour=8)
    procedure(test, "challenge", note="No reaction in two hours, none at home.")
    allergy(
        oak, "penicillin", test.day, since=f"{life.age(1.4):%Y-%m}", verification="refuted", note="Challenge passed."
    )
    pdf_letter(test, "letter", "Letter: penicillin is safe", texts.SAFE)


def peanut(life: Life, oak: Chart, alder: Chart) -> None:
    """A biscuit at a party, an ambulance, and a yearly look at the antibodies since."""
    party = see(alder, life.age(2.9), "emergency", "Allergic reaction", "Raghunathan", place=EMERGENCY, hour=17)
    for key in ("pulse", "breaths", "spo2", "temp", "weight"):
        vital(party, key)
    symptoms = ("hives", "swelling", "vomiting", "anaphylaxis")
    month = f"{life.age(2.9):%Y-%m}"
    allergy(alder, "peanut", party.day, *symptoms, severity="severe", criticality="high", since=month)
    prescribe(
        party, "epinephrine", "Into the outer thigh at once for a severe reaction, then call 911", status="completed"
    )
    note(party, "visit", "Emergency note", texts.PARTY)
    for number, age in enumerate((2.98, 4.02, 5.05, 6.06)):
        visit = see(oak, open_day(life.age(age)), "follow-up", "Allergy clinic", "Suleiman", place=ALLERGY, hour=14)
        vital(visit, "weight")
        panel(visit, "allergy", {} if number < 2 else {"milk": "<0.10"})
        if number == 0:
            allergy(oak, "peanut", visit.day, "hives", "swelling", severity="severe", criticality="high", since=month)
            allergy(oak, "egg", visit.day, "hives", severity="mild", resolved=True, since=f"{life.age(1):%Y}")
            procedure(visit, "skin-prick", note="Peanut 9 mm, egg 3 mm, milk 0 mm, control 4 mm.")
            prescribe(
                visit, "epinephrine", "Into the outer thigh at once for a severe reaction, then call 911", quantity=2
            )
            plan(visit, "Peanut allergy plan", texts.PEANUT_PLAN)
        elif number == 2:
            allergy(oak, "mite", visit.day, "sneezing", severity="mild", criticality="low")
            prescribe(visit, "cetirizine", "5 mL in the evening when the nose runs")
        note(visit, "consult", "Allergy clinic", texts.allergy_clinic(life, visit.day, number))


def airways(life: Life, oak: Chart, alder: Chart) -> None:
    """Croup first, then asthma."""
    bark = see(alder, life.age(1.62), "emergency", "Barking cough", "Raghunathan", place=EMERGENCY, hour=2)
    for key in ("pulse", "breaths", "spo2", "weight"):
        vital(bark, key)
    condition(alder, "croup", bark.day, over=life.age(1.64), visit=bark.reference)
    prescribe(bark, "prednisolone", "3 mL once a day for 2 days", status="completed")
    spots = see(oak, open_day(life.age(2.45)), "video", "Spots in mouth and on hands", "Abbott", hour=11)
    condition(oak, "hand-foot-mouth", spots.day, over=life.age(2.48), visit=spots.reference)
    wheeze = see(
        oak, open_day(life.age(4.3)), "problem", "Cough at night", "Nakamura-Bell", reason="Cough at night, wheeze"
    )
    for key in ("weight", "spo2", "breaths"):
        vital(wheeze, key)
    asthma = condition(oak, "asthma", wheeze.day, visit=wheeze.reference)
    prescribe(wheeze, "albuterol", "2 puffs with the spacer every 4 hours when needed", reason=asthma)
    prescribe(wheeze, "fluticasone", "1 puff twice a day with the spacer", reason=asthma, times=2)
    plan(wheeze, "Asthma action plan", texts.ASTHMA_PLAN)
    note(wheeze, "visit", "Cough at night", texts.WHEEZE)
    attack = see(alder, life.age(4.62), "emergency", "Asthma attack", "Raghunathan", place=EMERGENCY, hour=23)
    for key in ("pulse", "breaths", "spo2", "weight"):
        vital(attack, key)
    procedure(attack, "nebulizer", note="Three times in the first hour, then easy breathing.")
    prescribe(attack, "prednisolone", "7 mL once a day for 4 days", status="completed")
    prescribe(attack, "albuterol", "4 puffs with the spacer every 4 hours for 2 days", status="completed")
    note(attack, "visit", "Emergency note", texts.ATTACK)
    for age, points in ((4.7, 19), (5.2, 22), (5.7, 23), (6.2, 24)):
        visit = see(oak, open_day(life.age(age)), "follow-up", "Asthma visit", "Suleiman", place=ALLERGY, hour=15)
        for key in ("weight", "height", "spo2"):
            vital(visit, key)
        score(visit, "asthma", points)
        if age > 5:
            procedure(visit, "spirometry", note="Blows well for his age.")


def arm(life: Life, alder: Chart) -> None:
    """The climbing frame."""
    fall = see(alder, life.age(5.6), "emergency", "Fall from a climbing frame", "Raghunathan", place=EMERGENCY, hour=16)
    vital(fall, "pulse")
    vital(fall, "weight")
    score(fall, "pain", 5)
    broken = condition(alder, "forearm", fall.day, over=life.age(5.7), visit=fall.reference)
    imaging(
        fall, ("24923-5", "XR Forearm - right"), "X-ray of the right forearm", texts.XRAY, "Buckle fracture, in line."
    )
    procedure(fall, "child-cast", reason=broken)
    panel(fall, "short-count")
    singles(fall, "vitd")
    note(fall, "visit", "Emergency note", texts.ARM)
    off = see(alder, open_day(life.age(5.68)), "follow-up", "Cast off", "Whitehorse", place="Imaging", hour=9)
    imaging(off, ("24923-5", "XR Forearm - right"), "X-ray of the right forearm", texts.XRAY_AFTER, "Healed.")
