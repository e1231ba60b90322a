"""How is written down what a patient was asked about life and wishes, as US Core has it?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from haversack.demo.chart import LOINC, SNOMED, concept
from haversack.demo.exact import Json
from haversack.demo.labs import observation, quantity
from haversack.demo.visits import Visit

US_CORE_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-category"
INTENTS = {
    "yes": ("454391000124108", "Wants to become pregnant"),
    "no": ("454401000124105", "Does not want to become pregnant"),
    "unsure": ("454381000124105", "Not sure of desire to become pregnant"),
}
ORIENTATIONS = {
    "straight": ("20430005", "Heterosexual"),
    "lesbian": ("38628009", "Homosexual"),
    "bisexual": ("42035005", "Bisexual"),
}


def occupation(visit: Visit, job: str, industry: str, since: date) -> str:
    """What the person works as, in which trade, since when."""
    body = observation(visit, "social-history", concept(LOINC, "11341-5", "History of Occupation", "Occupation"))
    body.pop("effectiveDateTime")
    body |= {
        "effectivePeriod": {"start": since.isoformat()},
        "valueCodeableConcept": {"text": job},
        "component": [
            {
                "code": concept(LOINC, "86188-0", "History of Occupation Industry", "Industry"),
                "valueCodeableConcept": {"text": industry},
            }
        ],
    }
    return visit.chart.add("Observation", body, visit.when)


def pregnancy_intent(visit: Visit, answer: str) -> str:
    """Whether the person wants a child in the next year."""
    question = ("86645-9", "Pregnancy intention in the next year - Reported", "Wish for a child")
    return _chosen(visit, question, INTENTS[answer])


def orientation(visit: Visit, answer: str) -> str:
    """Sexual orientation, from those who want to say."""
    return _chosen(visit, ("76690-7", "Sexual orientation", "Sexual orientation"), ORIENTATIONS[answer])


def pack_years(visit: Visit, years: str) -> str:
    """How much somebody has smoked in a life."""
    question = ("8664-5", "Cigarettes smoked total (pack per year) - Reported", "Pack-years smoked")
    body = observation(visit, "social-history", concept(LOINC, *question))
    body["valueQuantity"] = quantity(Decimal(years), "pack-years", "{PackYears}")
    return visit.chart.add("Observation", body, visit.when)


def comfort(visit: Visit, words: str) -> str:
    """What makes care easier to bear, in the person's words."""
    return _wish(visit, "care-experience-preference", ("95541-9", "Care experience preference"), words)


def treatment_wish(visit: Visit, words: str) -> str:
    """Which treatment somebody wants or does not, in the person's words."""
    question = ("75773-2", "Goals, preferences, and priorities for medical treatment [Reported]")
    return _wish(visit, "treatment-intervention-preference", question, words)


def _chosen(visit: Visit, question: tuple[str, str, str], answer: tuple[str, str]) -> str:
    body = observation(visit, "social-history", concept(LOINC, *question))
    body["valueCodeableConcept"] = concept(SNOMED, *answer)
    return visit.chart.add("Observation", body, visit.when)


def _wish(visit: Visit, category: str, question: tuple[str, str], words: str) -> str:
    body: Json = observation(visit, category, concept(LOINC, *question))
    shown = category.replace("-", " ").capitalize()
    body["category"] = [concept(US_CORE_CATEGORY, category, shown)]
    body["performer"] = [visit.chart.patient]
    body["valueString"] = words
    return visit.chart.add("Observation", body, visit.when)
