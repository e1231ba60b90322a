"""What lies just inside and just outside every window of time that a portal may have?

The careful policy shows results and visits since 2003, letters since 2012, reports of the last two years, and holds
results and reports for 72 hours after they are final.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note
from haversack.demo.labs import panel, result, singles
from haversack.demo.life import Life, at
from haversack.demo.portals.asked import comfort, treatment_wish
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.papers import directive, letter_to_patient, pathology
from haversack.demo.vaccines import declined
from haversack.demo.visits import Visit, see
from haversack.demo.vitals import vitals

_CHEST = ("36643-5", "XR Chest 2 Views")
_LETTER = "Dear {name},\n\nyour yearly check-up was fine. We look forward to seeing you again in twelve months.\n"
_WILL = """If my heart stops in a hospital, I want to be brought back. If I shall never again know my family, I want no
machines. My daughter speaks for me.
"""
HOLD = timedelta(hours=72)


def old_records(chart: PortalChart) -> None:
    """Results, visits, letters and reports around New Year 2003 and 2012, and two years ago."""
    life = chart.life
    for day in (date(1999, 3, 9), date(2002, 12, 31), date(2003, 1, 1), date(2007, 5, 15)):
        visit = chart.visit("primary", day, "yearly", "Yearly physical", hour=9)
        vitals(visit)
        panel(visit, "lipids")
        result(visit, "glu")
    for day in (date(2009, 4, 7), date(2011, 12, 31), date(2012, 1, 1), date(2016, 8, 2)):
        visit = chart.visit("primary", day, "check", "Check-up", hour=11)
        letter_to_patient(visit, f"Your check-up of {day.year}", _LETTER.format(name=life.profile.given))
    years = _two_years_before(life.today)
    for days in (-40, -1, 0, 1, 30):
        day = years + timedelta(days=days)
        visit = chart.visit("imaging", day, "check", "Chest X-ray", hour=10)
        imaging(visit, _CHEST, "Chest X-ray", "Clear lungs, normal heart.", "Normal chest X-ray.")
        note(visit, "history", "History and physical", f"{day:%d %B %Y}. Cough for a week, lungs clear.\n")


def wishes(chart: PortalChart, *, scanned: bool = False) -> None:
    """What somebody wants when it gets serious. `scanned`: the will's pages are in the record itself."""
    visit = chart.visit("primary", chart.life.weekday(0.9), "follow-up", "Talk about wishes", hour=14)
    directive(visit, "Living will", _WILL, scanned=scanned)
    declined(chart, "zoster", visit.day, "Has had enough needles")
    treatment_wish(visit, "Be brought back if my heart stops, but no machines if I cannot know my family again.")
    comfort(visit, "The window open, my radio, and somebody who explains each needle before it comes.")
    condition(chart, "hearing", f"{chart.life.ago(8):%Y}", recorded=visit.day)


def just_final(chart: PortalChart) -> None:
    """Results and reports that became final an hour, a day, three days less and more than three days ago."""
    life, reader = chart.life, chart.whose("pathology")
    for hours in (20, 44, 71, 73, 98):
        visit = _ending(life, chart, hours)
        panel(visit, "basic")
        singles(visit, "a1c")
        imaging(visit, _CHEST, "Chest X-ray", "Nothing new since last time.", "Normal chest X-ray.")
    pathology(visit, reader, "Skin of the shoulder, pathology", "Mole, 4 mm.", "Harmless mole.", days=1)


def _ending(life: Life, chart: PortalChart, hours: int) -> Visit:
    """A visit whose laboratory results are final (five hours after it) so many hours before noon of this day."""
    when: datetime = at(life.today, 12) - timedelta(hours=hours + 5)
    doctor, place = chart.portal.at["primary"]
    title = "Blood test and picture"
    return see(chart, when.date(), "follow-up", title, doctor, place=place, hour=when.hour, minute=when.minute)


def _two_years_before(today: date) -> date:
    return today.replace(year=today.year - 2, day=min(today.day, 28))
