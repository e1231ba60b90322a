"""What does everybody's record hold: check-ups, shots, insurance, who looks after them, what they were asked?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from haversack.demo.allergies import allergy
from haversack.demo.care import coverage, goal, plan, relative, team
from haversack.demo.documents import note
from haversack.demo.labs import panel, singles
from haversack.demo.notes import fill
from haversack.demo.portals.asked import occupation
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.papers import letter_to_patient
from haversack.demo.social import alcohol, tobacco
from haversack.demo.vaccines import flu, october_tuesday, vaccinate
from haversack.demo.visits import Visit
from haversack.demo.vitals import vitals

_WELL = (
    "{date}. Well, no complaints. Pressure {sys}/{dia}, weight {weight} kg. Eats and sleeps well.\n",
    "{date}. Tired in spring, better since. Pressure {sys}/{dia}, pulse {pulse}. Walks half an hour most days.\n",
    "{date}. Asks about the shoulder after gardening; full movement. Weight {weight} kg, pressure {sys}/{dia}.\n",
)
_RESULTS = """Dear {name},

your blood tests of {date} are back. Cholesterol {chol} mg/dL, of which LDL {ldl} mg/dL; kidney value {crea} mg/dL.
Nothing in them changes what we agreed on. See you next year.

{doctor}
"""


def settled(chart: PortalChart, job: tuple[str, str] | None = None) -> None:
    """Insurance, next of kin, care team."""
    life = chart.life
    since = life.ago(min(5.5, life.body.years_old(life.today) - 0.01))
    coverage(chart, chart.file.payer, since)
    if chart.file.relative:
        _next_of_kin(chart, chart.file.relative, since)
    doctors = [chart.whose("primary" if life.body.years_old(life.today) >= 18 else "children")]
    team(chart, "Who looks after me", doctors, since)
    if job:
        visit = chart.visit("primary", life.weekday(4.6), "yearly", "New patient visit", hour=8)
        vitals(visit, "height", "bmi")
        occupation(visit, *job, since=life.ago(9.2))
        note(
            visit, "history", "New patient visit", fill("First visit, {date}. {story}\n", life, visit.day, story=job[0])
        )


def checkups(chart: PortalChart, *years: float, smokes: str = "never") -> Visit:
    """Yearly physicals so many years ago; the last of them is returned."""
    life = chart.life
    for number, ago in enumerate(years):
        visit = chart.visit("primary", life.weekday(ago), "yearly", "Yearly physical", hour=10)
        vitals(visit, "height", "bmi")
        panel(visit, "metabolic")
        panel(visit, "lipids")
        if number % 2 == 0:
            panel(visit, "short-count")
            singles(visit, "tsh", "vitd")
        tobacco(visit, smokes)
        alcohol(visit, ("0.0", "0.2", "0.4")[number % 3])
        note(visit, "visit", "Yearly physical", fill(_WELL[number % 3], life, visit.day))
    text = fill(_RESULTS, life, visit.day, name=life.profile.given, doctor=chart.hospital.doctor(visit.doctor).name)
    letter_to_patient(visit, "Your yearly blood tests", text)
    aim = goal(chart, "Half an hour of walking five days a week", visit.day, due=life.today)
    plan(visit, "Staying well", ("Walk most days", "Flu shot each October", "Physical once a year"), [aim])
    return visit


def shots(chart: PortalChart, seasons: Sequence[int] = (1, 2, 3), *, high_dose: bool = False) -> None:
    """A flu shot in each of those seasons back, and a tetanus booster."""
    for back in seasons:
        day = october_tuesday(chart.life.today, back)
        role = "primary" if chart.life.body.years_old(day) >= 18 else "children"
        vaccinate(chart, flu(day, high_dose=high_dose), day, doctor=chart.whose(role))
    if chart.life.body.years_old(chart.life.today) > 25:
        vaccinate(chart, "tdap", chart.life.weekday(4.6), doctor=chart.whose("primary"))


def no_allergies(chart: PortalChart, day: date) -> None:
    """Asked, and there are none."""
    allergy(chart, "none", day)


def heart_in_the_family(chart: PortalChart, day: date) -> None:
    """A father's heart attack, a mother's high pressure."""
    relative(chart, "father", ("22298006", "Myocardial infarction", "Heart attack"), day, age=58, died=71)
    relative(chart, "mother", ("59621000", "Essential hypertension", "High blood pressure"), day, age=50)


def _next_of_kin(chart: PortalChart, who: tuple[str, str, str, str], since: date) -> None:
    role, given, family, phone = who
    words = {"MTH": "mother", "FTH": "father", "SPS": "spouse", "DAUC": "daughter", "SONC": "son", "SIS": "sister"}
    coding = {"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": role, "display": words[role]}
    body = {
        "active": True,
        "patient": chart.patient,
        "relationship": [{"coding": [coding], "text": words[role].capitalize()}],
        "name": [{"use": "official", "family": family, "given": [given]}],
        "telecom": [{"system": "phone", "value": phone, "use": "mobile"}],
        "address": [
            {
                "use": "home",
                "line": [chart.life.profile.street],
                "city": "Millbrook Falls",
                "state": chart.portal.state,
                "postalCode": chart.portal.postcode,
                "country": "US",
            }
        ],
    }
    chart.add("RelatedPerson", body, since)
