"""What has gone on for years: sugar, pressure, lungs, thyroid, mood, and not enough food?"""

from __future__ import annotations

from haversack.demo.allergies import allergy
from haversack.demo.care import goal, plan
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note
from haversack.demo.labs import panel, result, singles
from haversack.demo.medicines import dispensed, prescribe
from haversack.demo.notes import fill
from haversack.demo.portals.asked import pack_years
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.growth import SPOILED, felt_pressure, not_taken, on_oxygen, pressure_at_home, without_value
from haversack.demo.portals.screening import mood, social_needs
from haversack.demo.procedures import procedure
from haversack.demo.social import tobacco
from haversack.demo.vitals import blood_pressure, code_of, vital, vitals

_SUGAR = "{date}. A1c {a1c} %, pressure {sys}/{dia}, weight {weight} kg, LDL {ldl} mg/dL. Feet fine. Same medicines.\n"
_LUNGS = "{date}. Coughs in the morning, stops once on the stairs. Oxygen {spo2} %. Inhaler used rightly.\n"


def sugar(chart: PortalChart, times: int = 6) -> None:
    """Type 2 diabetes with high pressure, seen twice a year."""
    life = chart.life
    life.body.course("a1c", [(8, 6.2), (6, 8.4), (4, 7.3), (0, 7.0)], noise=0.12)
    life.body.course("glu", [(8, 118), (6, 178), (4, 146), (0, 138)], noise=8)
    life.body.course("sys", [(8, 148), (5, 138), (0, 132)], noise=4)
    life.body.course("uacr", [(8, 14), (0, 38)], noise=3)
    first = chart.visit("primary", life.weekday(times / 2 + 0.3), "problem", "Thirst and tiredness", why="Thirsty")
    vitals(first)
    result(first, "a1c")
    condition(chart, "vitamin-d", first.day, over=life.ago(1.5))
    without_value(first, "laboratory", code_of("k"), SPOILED)
    found = condition(chart, "diabetes", first.day, visit=first.reference)
    pressure = condition(chart, "hypertension", first.day, visit=first.reference)
    pills = prescribe(
        first, "metformin500", "Take 1 tablet twice a day with meals", reason=found, times=2, quantity=180
    )
    prescribe(first, "losartan50", "Take 1 tablet once a day", reason=pressure, times=1, quantity=90)
    prescribe(first, "lisinopril10", "Take 1 tablet once a day", status="stopped", reason=pressure, times=1)
    aim = goal(chart, "A1c below 7 %", first.day, due=life.today)
    plan(first, "Living with diabetes", ("Walk after dinner", "A1c twice a year", "Eyes and feet once a year"), [aim])
    for half in range(times):
        visit = chart.visit("primary", life.weekday(0.3 + half / 2), "follow-up", "Diabetes visit", hour=11)
        blood_pressure(visit)
        vital(visit, "weight")
        result(visit, "a1c")
        panel(visit, "basic")
        if half % 2 == 0:
            panel(visit, "lipids")
            panel(visit, "urine-albumin")
            procedure(visit, "foot", reason=found, note="Pulses and feeling normal.")
            pressure_at_home(visit, 7, whole=half != 4)
        note(visit, "visit", "Diabetes visit", fill(_SUGAR, life, visit.day))
    for ago in (0.5, 0.25):
        dispensed(
            chart,
            "metformin500",
            "Take 1 tablet twice a day with meals",
            life.ago(ago),
            count=180,
            days=90,
            by=chart.whose("pharmacy"),
            order=pills,
        )


def lungs(chart: PortalChart) -> None:
    """Chronic obstructive lungs after many cigarettes, one night on oxygen."""
    life = chart.life
    life.body.course("spo2", [(6, 95), (1.22, 95), (1.2, 88), (1.18, 93), (0, 93)], noise=0.5)
    first = chart.visit("primary", life.weekday(3.1), "problem", "Short of breath", why="Short of breath on stairs")
    vitals(first)
    lasting = condition(chart, "copd", first.day, visit=first.reference)
    tobacco(first, "former")
    pack_years(first, "32")
    procedure(first, "spirometry", reason=lasting, note="Narrow airways that open little with albuterol.")
    prescribe(first, "tiotropium", "Breathe in 1 capsule every morning", reason=lasting, times=1)
    prescribe(first, "albuterol", "2 puffs every 4 hours when needed", reason=lasting)
    bad = chart.visit("emergency", life.ago(1.2), "emergency", "Worse breathing", hour=21, why="Cannot breathe")
    for key in ("pulse", "breaths", "temp"):
        vital(bad, key)
    for key in ("weight", "height", "bmi"):
        not_taken(bad, key)
    felt_pressure(bad)
    on_oxygen(bad, 4, 36)
    panel(bad, "count")
    imaging(bad, ("36643-5", "XR Chest 2 Views"), "Chest X-ray", "Wide lungs, no shadow.", "No pneumonia.")
    prescribe(bad, "azithromycin", "1 tablet a day for 3 days", status="completed", reason=lasting)
    note(bad, "emergency", "Emergency department note", "Wheeze on both sides. Better after two nebulizers.\n")
    for ago in (2.3, 0.8):
        visit = chart.visit("primary", life.weekday(ago), "follow-up", "Lung visit", hour=14)
        vital(visit, "spo2")
        note(visit, "visit", "Lung visit", fill(_LUNGS, life, visit.day))


def low_mood(chart: PortalChart) -> None:
    """A depression that got better with talks and a medicine."""
    life = chart.life
    first = chart.visit("mind", life.weekday(1.6), "problem", "Low mood", why="No joy for two months")
    mood(first, (2, 3, 2, 2, 1, 2, 1, 0, 0))
    lasting = condition(chart, "depressed", first.day, visit=first.reference)
    prescribe(first, "sertraline", "1 tablet every morning", reason=lasting, times=1, quantity=30)
    plan(first, "Way out of low mood", ("Weekly talks", "Sertraline every morning", "Call at once when it turns dark"))
    note(
        first, "consult", "Psychiatric consultation", "Sleeps badly since the move. No thoughts of self-harm, asked.\n"
    )
    for ago, points in ((1.3, (1, 2, 1, 2, 1, 1, 0, 0, 0)), (0.6, (0, 1, 1, 1, 0, 0, 0, 0, 0))):
        mood(chart.visit("mind", life.weekday(ago), "video", "Mood, video visit", hour=17), points)


def thyroid(chart: PortalChart) -> None:
    """A slow thyroid, treated, watched twice a year."""
    life = chart.life
    life.body.course("tsh", [(4, 3.1), (3.2, 11.8), (2.6, 3.4), (0, 2.2)], noise=0.2)
    first = chart.visit("primary", life.weekday(3.2), "problem", "Always cold", why="Cold and tired")
    vitals(first)
    panel(first, "thyroid")
    lasting = condition(chart, "thyroid", first.day, visit=first.reference)
    prescribe(first, "levothyroxine", "1 tablet every morning, half an hour before breakfast", reason=lasting, times=1)
    allergy(chart, "penicillin", first.day, "hives", severity="moderate", criticality="low", since="1996")
    for ago in (2.6, 1.6, 0.55):
        singles(chart.visit("primary", life.weekday(ago), "follow-up", "Thyroid blood test", hour=8), "tsh", "ft4")


def hard_times(chart: PortalChart) -> None:
    """Food that does not always last the month."""
    visit = chart.visit("primary", chart.life.weekday(0.7), "follow-up", "Talk with the social worker", hour=15)
    social_needs(visit, "sometimes")
    before = chart.visit("primary", chart.life.weekday(1.7), "follow-up", "Talk with the social worker", hour=15)
    social_needs(before, "never")
