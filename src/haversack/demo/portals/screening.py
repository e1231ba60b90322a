"""How are questionnaires written down: the answers, each answered question, and the score that follows?"""

from __future__ import annotations

from haversack.demo.chart import LOINC, concept, stamp
from haversack.demo.conditions import condition
from haversack.demo.exact import Json
from haversack.demo.labs import observation
from haversack.demo.portals.asked import US_CORE_CATEGORY
from haversack.demo.portals.growth import DECLINED, without_value
from haversack.demo.portals.orders import order
from haversack.demo.social import score
from haversack.demo.visits import Visit

_SOCIAL = concept(US_CORE_CATEGORY, "sdoh", "SDOH")
_NEEDS = ("96777-8", "Accountable health communities (AHC) health-related social needs screening (HRSN) tool")
_HOUSING = ("71802-3", "Housing status", "Living situation")
_FOOD = (
    "88122-7",
    "(I/We) worried whether (my/our) food would run out before (I/we) got money to buy more",
    "Worried that food would run out",
)
_PARTNER = ("76501-6", "Within the last year, have you been afraid of your partner or ex-partner", "Afraid at home")
_ANSWERS = {
    "often": ("LA28397-0", "Often true"),
    "sometimes": ("LA6729-3", "Sometimes true"),
    "never": ("LA28398-8", "Never true"),
    "steady": ("LA31993-1", "I have a steady place to live"),
}
_MOOD = (
    ("44250-9", "Little interest or pleasure in doing things"),
    ("44255-8", "Feeling down, depressed, or hopeless"),
    ("44259-0", "Trouble falling or staying asleep, or sleeping too much"),
    ("44254-1", "Feeling tired or having little energy"),
    ("44251-7", "Poor appetite or overeating"),
    ("44258-2", "Feeling bad about yourself"),
    ("44252-5", "Trouble concentrating on things"),
    ("44253-3", "Moving or speaking slowly, or being restless"),
    ("44260-8", "Thoughts of being better off dead or of hurting yourself"),
)
_HOW_OFTEN = (
    ("LA6568-5", "Not at all"),
    ("LA6569-3", "Several days"),
    ("LA6570-1", "More than half the days"),
    ("LA6571-9", "Nearly every day"),
)


def mood(visit: Visit, points: tuple[int, ...]) -> str:
    """The nine questions on mood (PHQ-9) as answered, and their total; the total's reference."""
    items = [_item(code, text, *_HOW_OFTEN[answer]) for (code, text), answer in zip(_MOOD, points, strict=True)]
    answers = _answered(visit, "44249-1", "PHQ-9 quick depression assessment panel", items)
    total = score(visit, "phq9", sum(points))
    visit.chart.resources[-1]["derivedFrom"] = [{"reference": answers}]
    return total


def social_needs(visit: Visit, food: str) -> None:
    """Housing and food; who worries about food gets it written down as a concern, and a helper asked for."""
    pairs = ((_HOUSING, _ANSWERS["steady"]), (_FOOD, _ANSWERS[food]))
    items = [_item(code, text, *answer) for (code, _, text), answer in pairs]
    if food != "never":
        items[-1]["answer"][0]["item"] = [{"linkId": "/why", "text": "Since when?", "answer": [{"valueString": "May"}]}]
    answers = _answered(visit, *_NEEDS, [{"linkId": "/needs", "text": "Home and food", "item": items}])
    found = [_asked(visit, question, answer, answers) for question, answer in pairs]
    panel = observation(visit, "survey", concept(LOINC, *_NEEDS, "Social needs"))
    panel["category"].append(_SOCIAL)
    panel["hasMember"] = [{"reference": one} for one in found]
    visit.chart.add("Observation", panel, visit.when)
    without_value(visit, "survey", concept(LOINC, *_PARTNER), DECLINED)
    if food != "never":
        condition(visit.chart, "food", visit.day, visit=visit.reference)
        concern = visit.chart.resources[-1]
        kind = "http://hl7.org/fhir/us/core/CodeSystem/condition-category"
        concern["category"] = [concept(kind, "health-concern", "Health Concern"), _SOCIAL]
        asked = concept("http://snomed.info/sct", "464131000124100", "Referral to community health worker")
        order(visit.chart, asked, stamp(visit.when), visit.link(), _SOCIAL, by=visit.doctor, status="active")


def _asked(visit: Visit, question: tuple[str, str, str], answer: tuple[str, str], answers: str) -> str:
    body = observation(visit, "survey", concept(LOINC, *question))
    body["category"].append(_SOCIAL)
    body["valueCodeableConcept"] = concept(LOINC, *answer)
    body["derivedFrom"] = [{"reference": answers}]
    return visit.chart.add("Observation", body, visit.when)


def _answered(visit: Visit, code: str, title: str, items: list[Json]) -> str:
    number = f"Q{visit.chart.life.dice(f'{code}:{visit.when}').randrange(10**8):08d}"
    body = {
        "identifier": {"system": f"{visit.chart.hospital.base}/questionnaires", "value": number},
        "questionnaire": f"http://loinc.org/q/{code}",
        "_questionnaire": {
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/display", "valueString": title},
                {
                    "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-extension-questionnaire-uri",
                    "valueUri": f"https://loinc.org/{code}",
                },
            ]
        },
        "status": "completed",
        "subject": visit.chart.patient,
        "encounter": visit.link(),
        "authored": stamp(visit.when),
        "author": visit.chart.patient,
        "item": items,
    }
    return visit.chart.add("QuestionnaireResponse", body, visit.when)


def _item(code: str, text: str, answer: str, words: str) -> Json:
    chosen = {"system": LOINC, "code": answer, "display": words}
    return {"linkId": f"/{code}", "text": text, "answer": [{"valueCoding": chosen}]}
