"""What did the demo's own family come to the two hospitals for? Much of it their other places have written down too.

So that a backpack sees the same facts twice and merges them: the same shots on the same days, the same allergies and
problems since the same month. The rest is new: a mammogram, a fall, a prenatal second opinion, a school check.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from haversack.demo.allergies import allergy
from haversack.demo.care import coverage, goal, plan, team
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note
from haversack.demo.labs import panel, result, singles, words
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.neighbour import OnFile, Proxy
from haversack.demo.portals.papers import letter_to_patient, pathology
from haversack.demo.pregnancy import status
from haversack.demo.procedures import procedure
from haversack.demo.social import score, tobacco
from haversack.demo.vaccines import flu, october_tuesday, vaccinate
from haversack.demo.vitals import blood_pressure, vital, vitals

_INES = Proxy("ines.valdivia", "Inés Valdivia Okafor", "daughter")
_AMARA = Proxy("amara.okafor", "Amara Okafor Valdivia", "mother", "parent")
FILES: dict[str, OnFile] = {  # by what they are to the demo's user
    "self": OnFile("ines@demo.example", "ines.valdivia", hispanic=True, marital="M", religion="Catholic",
                   relative=("DAUC", "Amara", "Okafor Valdivia", "555-0143")),
    "mother": OnFile("ines@demo.example", "rosalia.montero", hispanic=True, marital="W", interpreter=True,
                     payer="Medicare", relative=("DAUC", "Inés", "Valdivia Okafor", "555-0142"), proxies=(_INES,)),
    "daughter": OnFile("amara@demo.example", "amara.okafor", hispanic=True, marital="S",
                       relative=("MTH", "Inés", "Valdivia Okafor", "555-0142")),
    "grandson": OnFile("amara@demo.example", hispanic=True,
                       relative=("MTH", "Amara", "Okafor Valdivia", "555-0143"), proxies=(_AMARA,)),
}  # fmt: skip
_BREAST = """Dear Inés,

the small shadow in the left breast is a harmless knot (fibroadenoma). Nothing needs to be done. Your next mammogram is
due in a year.

{doctor}
"""


def _ines_at_riverside(chart: PortalChart) -> None:
    """A mammogram, a biopsy, a second opinion on diabetes, and blood drawn yesterday."""
    life = chart.life
    _known_already(chart, ("diabetes", f"{life.ago(11.3):%Y-%m}"))
    allergy(chart, "sulfa", life.weekday(2.0), "rash", severity="mild", criticality="low", since="1998")
    picture = chart.visit("imaging", life.weekday(0.62), "check", "Mammogram", hour=8)
    imaging(
        picture, ("24606-6", "MG Breast Screening"), "Mammogram", "A round shadow of 9 mm, left.", "Biopsy advised."
    )
    procedure(picture, "mammogram")
    sample = chart.visit("surgery", life.weekday(0.58), "day-surgery", "Breast biopsy", hour=9)
    pathology(sample, chart.whose("pathology"), "Breast, pathology", "Three cores, 12 mm.", "Fibroadenoma, benign.")
    text = fill(_BREAST, life, sample.day, doctor=chart.hospital.doctor(chart.whose("women")).name)
    letter_to_patient(sample, "Your breast biopsy", text)
    second = chart.visit("primary", life.weekday(0.4), "follow-up", "Diabetes second opinion", hour=9)
    blood_pressure(second)
    vital(second, "weight")
    result(second, "a1c")
    panel(second, "metabolic")
    panel(second, "lipids")
    tobacco(second, "never")
    prescribe(second, "atorvastatin20", "Take 1 tablet by mouth in the evening", times=1, quantity=90)
    aim = goal(chart, "A1c below 7 %", second.day, due=life.today + timedelta(days=120))
    plan(second, "Diabetes care plan", ("A1c every three months", "Walk after dinner", "Eyes once a year"), [aim])
    note(second, "consult", "Diabetes consultation", fill("{date}. A1c {a1c} %. Same plan.\n", life, second.day))
    yesterday = chart.visit("primary", life.today - timedelta(days=1), "follow-up", "Blood test", hour=8)
    singles(yesterday, "a1c", "glu_fast", "crea")


def _ines_at_heron_bay(chart: PortalChart) -> None:
    """A sore throat at the walk-in clinic, and blood drawn yesterday."""
    life = chart.life
    _known_already(chart, ("diabetes", f"{life.ago(11.3):%Y-%m}"))
    allergy(chart, "sulfa", life.weekday(1.1), "rash", severity="mild", criticality="low", since="1998")
    visit = chart.visit("emergency", life.weekday(0.9), "problem", "Sore throat", hour=17, why="Sore throat, cough")
    vitals(visit)
    words(visit, "covid", "Not detected", expected="Not detected")
    note(visit, "visit", "Sore throat", "Red throat, no fever. Tea with honey, come back if not better in a week.\n")
    again = chart.visit("primary", life.today - timedelta(days=1), "follow-up", "Blood sugar check", hour=13)
    panel(again, "basic")
    letter_to_patient(again, "Your blood test", "Dear Inés,\n\nall values are on the next page of your record.\n")


def _rosalia_at_riverside(chart: PortalChart) -> None:
    """A fall, and the heart doctor's look after it."""
    life = chart.life
    _known_already(chart, ("hypertension", "2001"), ("fibrillation", f"{life.ago(9.1):%Y-%m}"))
    allergy(chart, "latex", life.weekday(2.0), "itch", severity="mild", criticality="low")
    fall = chart.visit("emergency", life.ago(0.52), "emergency", "Fall in the kitchen", hour=19, why="Fell, hip hurts")
    vitals(fall)
    singles(fall, "inr", "hgb")
    imaging(fall, ("36572-6", "XR Hip"), "X-ray of the left hip", "No fracture.", "Nothing broken.")
    note(fall, "emergency", "Emergency department note", "Slipped on a wet floor. Walks. Daughter with her.\n")
    heart = chart.visit("heart", life.weekday(0.25), "follow-up", "Heart visit", hour=10)
    vitals(heart)
    singles(heart, "bnp", "k", "crea")
    note(heart, "consult", "Cardiology consultation", fill("{date}. Weight {weight} kg.\n", life, heart.day))


def _rosalia_at_heron_bay(chart: PortalChart) -> None:
    """Hearing and balance, once."""
    life = chart.life
    _known_already(chart, ("hypertension", "2001"), ("knee", "2009"))
    allergy(chart, "latex", life.weekday(1.5), "itch", severity="mild", criticality="low")
    visit = chart.visit("primary", life.weekday(1.5), "follow-up", "Balance check", hour=11)
    vitals(visit)
    score(visit, "fall", 60)
    note(visit, "visit", "Balance check", "Unsteady in the dark. Night light, no loose rugs, walking frame.\n")


def _amara_at_riverside(chart: PortalChart) -> None:
    """A second opinion in her second pregnancy."""
    life = chart.life
    _known_already(chart, ("migraine", f"{life.age(15.8):%Y}"))
    allergy(chart, "latex", life.weekday(1.2), "itch", severity="mild", criticality="low")
    visit = chart.visit("women", life.weekday(0.12), "prenatal", "Prenatal second opinion", hour=12)
    vitals(visit, only=("weight", "pulse"))
    status(visit, pregnant=True)
    panel(visit, "short-count")
    text = "Head up, fluid normal, weight on the middle line."
    imaging(visit, ("11525-3", "US Pelvis for pregnancy"), "Growth ultrasound", text, "Grows well.", system="OUS")
    note(visit, "consult", "Prenatal second opinion", fill("{date}. All as it should be.\n", life, visit.day))


def _amara_at_heron_bay(chart: PortalChart) -> None:
    """A cut hand from the bicycle workshop."""
    life = chart.life
    _known_already(chart, ("migraine", f"{life.age(15.8):%Y}"))
    visit = chart.visit("emergency", life.weekday(1.7), "problem", "Cut hand", hour=16, why="Cut by a spoke")
    vitals(visit)
    vaccinate(chart, "td", visit.day, doctor=chart.whose("emergency"), visit=visit.reference)
    note(visit, "visit", "Cut hand", "Two centimetres, clean, three stitches. Tetanus shot given.\n")


def _tomas_at_riverside(chart: PortalChart) -> None:
    """His peanut allergy is on file; nobody here may open it for a child."""
    _peanut(chart)
    visit = chart.visit("children", chart.life.weekday(0.75), "follow-up", "Allergy advice", hour=14)
    vitals(visit, "height", only=("weight", "pulse"))
    panel(visit, "allergy", {"milk": "<0.10", "egg": "<0.10"})


def _tomas_at_heron_bay(chart: PortalChart) -> None:
    """The check before school."""
    life = chart.life
    _peanut(chart)
    visit = chart.visit("children", life.weekday(0.2), "check", "School check", hour=15)
    vitals(visit, "height", "bmi", only=("weight", "pulse"))
    procedure(visit, "vision", note="Both eyes 20/20.")
    note(visit, "visit", "School check", fill("{date}. {height} cm, {weight} kg. Ready for gym.\n", life, visit.day))


def _peanut(chart: PortalChart) -> None:
    life = chart.life
    _known_already(chart)
    month = f"{life.age(2.9):%Y-%m}"
    allergy(chart, "peanut", life.weekday(1.0), "hives", "swelling", severity="severe", criticality="high", since=month)


def _known_already(chart: PortalChart, *problems: tuple[str, str]) -> None:
    """What other places had written down before: problems, and each October's flu shot."""
    life = chart.life
    coverage(chart, chart.file.payer, life.ago(2.0))
    team(chart, "Who looks after me", [chart.whose("primary")], life.ago(2.0))
    for key, since in problems:
        condition(chart, key, since, recorded=life.weekday(2.0))
    for back in (1, 2, 3):
        day = october_tuesday(life.today, back)
        vaccinate(chart, flu(day), day, reported=True, time=False)


TOLD: dict[str, dict[str, Callable[[PortalChart], None]]] = {  # by hospital, and what they are to the demo's user
    "riverside": {
        "self": _ines_at_riverside,
        "mother": _rosalia_at_riverside,
        "daughter": _amara_at_riverside,
        "grandson": _tomas_at_riverside,
    },
    "heronbay": {
        "self": _ines_at_heron_bay,
        "mother": _rosalia_at_heron_bay,
        "daughter": _amara_at_heron_bay,
        "grandson": _tomas_at_heron_bay,
    },
}
