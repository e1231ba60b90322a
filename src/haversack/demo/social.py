"""How are tobacco, alcohol, work, home and questionnaires written down?"""

from __future__ import annotations

from decimal import Decimal

from haversack.demo.chart import LOINC, SNOMED, concept
from haversack.demo.labs import observation
from haversack.demo.visits import Visit

TOBACCO = {
    "never": ("266919005", "Never smoked tobacco", "Never smoked"),
    "former": ("8517006", "Ex-smoker", "Former smoker"),
    "some": ("428041000124106", "Occasional tobacco smoker", "Smokes some days"),
}
SCORES = {  # key: LOINC, its name, title
    "phq9": ("44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]", "PHQ-9 depression score"),
    "gad7": ("70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported]", "GAD-7 anxiety score"),
    "moca": ("72172-0", "Total score [MoCA]", "Montreal Cognitive Assessment (MoCA)"),
    "epds": ("99046-5", "Total score [EPDS]", "Edinburgh postnatal depression score"),
    "fall": ("59460-6", "Fall risk total [Morse Fall Scale]", "Fall risk (Morse scale)"),
    "pain": ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported", "Pain (0 to 10)"),
    "asthma": ("82672-7", "Childhood asthma control test score", "Childhood Asthma Control Test"),
}


def tobacco(visit: Visit, answer: str) -> str:
    """Tobacco smoking status, asked in that visit."""
    return _answer(visit, ("72166-2", "Tobacco smoking status", "Tobacco smoking status"), SNOMED, TOBACCO[answer])


def alcohol(visit: Visit, drinks: str) -> str:
    """Drinks a day as a number ("0.5")."""
    body = observation(
        visit, "social-history", concept(LOINC, "74013-4", "Alcoholic drinks per day", "Alcoholic drinks per day")
    )
    body["valueQuantity"] = {
        "value": Decimal(drinks),
        "unit": "drinks per day",
        "system": "http://unitsofmeasure.org",
        "code": "{drinks}/d",
    }
    return visit.chart.add("Observation", body, visit.when)


def told(visit: Visit, code: str, official: str, title: str, answer: str) -> str:
    """Anything about life and work, answered in words ("Occupation": "Bus driver")."""
    body = observation(visit, "social-history", concept(LOINC, code, official, title))
    body["valueString"] = answer
    return visit.chart.add("Observation", body, visit.when)


def score(visit: Visit, key: str, points: int, note: str = "") -> str:
    """The total of a questionnaire."""
    code, official, title = SCORES[key]
    body = observation(visit, "survey", concept(LOINC, code, official, title))
    body["valueQuantity"] = {
        "value": points,
        "unit": "points",
        "system": "http://unitsofmeasure.org",
        "code": "{score}",
    }
    if note:
        body["note"] = [{"text": note}]
    return visit.chart.add("Observation", body, visit.when)


def _answer(visit: Visit, question: tuple[str, str, str], system: str, answer: tuple[str, str, str]) -> str:
    body = observation(visit, "social-history", concept(LOINC, *question))
    body["valueCodeableConcept"] = concept(system, *answer)
    return visit.chart.add("Observation", body, visit.when)
