"""How are plans, goals, family history, insurance and bills written down?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from haversack.demo.chart import SNOMED, TERMINOLOGY, Chart, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.visits import Visit

RELATIVES = {"mother": "MTH", "father": "FTH", "sister": "SIS", "brother": "BRO", "grandmother": "MGRMTH"}


def goal(chart: Chart, text: str, start: date, *, due: date | None = None, reached: bool = False) -> str:
    """A Goal in the words that person and doctor agreed on."""
    state = ("achieved", "Achieved") if reached else ("in-progress", "In Progress")
    body: Json = {
        "lifecycleStatus": "completed" if reached else "active",
        "achievementStatus": token("goal-achievement", *state),
        "description": {"text": text},
        "subject": chart.patient,
        "startDate": start.isoformat(),
    }
    if due:
        body["target"] = [{"dueDate": due.isoformat()}]
    return chart.add("Goal", body, start)


def plan(
    visit: Visit, title: str, activities: Sequence[str], goals: Sequence[str] = (), *, status: str = "active"
) -> str:
    """A CarePlan with its activities in words."""
    category = concept(
        "http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan", "Assessment and Plan of Treatment"
    )
    lines = "".join(f"<li>{words}</li>" for words in activities)
    body: Json = {
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{title}<ul>{lines}</ul></div>',
        },
        "status": status,
        "intent": "plan",
        "category": [category],
        "title": title,
        "subject": visit.chart.patient,
        "encounter": visit.link(),
        "period": {"start": visit.day.isoformat()},
        "author": visit.chart.doctor(visit.doctor),
        "activity": [{"detail": {"status": "in-progress", "description": words}} for words in activities],
    }
    if goals:
        body["goal"] = [{"reference": reference} for reference in goals]
    return visit.chart.add("CarePlan", body, visit.when)


def team(chart: Chart, title: str, doctors: Sequence[str], since: date) -> str:
    """A CareTeam: who looks after the person here, by family name."""
    members = [
        {"role": [{"text": chart.hospital.doctor(family).specialty}], "member": chart.doctor(family)}
        for family in doctors
    ]
    body = {
        "status": "active",
        "name": title,
        "subject": chart.patient,
        "period": {"start": since.isoformat()},
        "participant": members,
        "managingOrganization": [chart.organization()],
    }
    return chart.add("CareTeam", body, since)


def device(chart: Chart, title: str, maker: str, model: str, since: date) -> str:
    """A Device that the person uses or carries."""
    body = {
        "status": "active",
        "manufacturer": maker,
        "modelNumber": model,
        "deviceName": [{"name": title, "type": "user-friendly-name"}],
        "type": {"text": title},
        "patient": chart.patient,
    }
    return chart.add("Device", body, since)


def relative(chart: Chart, who: str, code: tuple[str, str, str], asked: date, *, age: int = 0, died: int = 0) -> str:
    """FamilyMemberHistory: a relative's condition, the age it began, the age of death."""
    illness: Json = {"code": concept(SNOMED, *code)}
    if age:
        illness["onsetAge"] = {"value": age, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a"}
    body: Json = {
        "status": "completed",
        "patient": chart.patient,
        "date": asked.isoformat(),
        "relationship": concept(TERMINOLOGY + "v3-RoleCode", RELATIVES[who], who, who.capitalize()),
        "condition": [illness],
    }
    if died:
        body["deceasedAge"] = {"value": died, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a"}
    return chart.add("FamilyMemberHistory", body, asked)


def coverage(chart: Chart, payer: str, since: date) -> str:
    """An insurance policy."""
    body = {
        "status": "active",
        "type": {"text": "Health insurance"},
        "subscriberId": f"{chart.life.dice('insurance').randrange(10**8):08d}",
        "beneficiary": chart.patient,
        "relationship": token("subscriber-relationship", "self", "Self"),
        "period": {"start": since.isoformat()},
        "payor": [{"display": payer}],
    }
    return chart.add("Coverage", body, since)


def bill(visit: Visit, insurance: str, service: str, amount: str) -> str:
    """A Claim and the insurer's answer to it; the ExplanationOfBenefit's reference."""
    money = {"value": Decimal(amount), "currency": "USD"}
    paid = {"value": (Decimal(amount) * Decimal("0.8")).quantize(Decimal("0.01")), "currency": "USD"}
    shared: Json = {
        "status": "active",
        "type": token("claim-type", "professional", "Professional"),
        "use": "claim",
        "patient": visit.chart.patient,
        "created": stamp(visit.when),
        "provider": visit.chart.organization(),
    }
    item = {"sequence": 1, "productOrService": {"text": service}, "servicedDate": visit.day.isoformat(), "net": money}
    policy = {"focal": True, "coverage": {"reference": insurance}}
    priority = {"priority": token("processpriority", "normal", "Normal")}
    asked = shared | priority | {"insurance": [{"sequence": 1} | policy], "item": [item], "total": money}
    claim = visit.chart.add("Claim", asked, visit.when)
    share = {"category": token("adjudication", "benefit", "Benefit Amount"), "amount": paid}
    answer = shared | {
        "insurer": {"display": "Tri-County Mutual"},
        "claim": {"reference": claim},
        "outcome": "complete",
        "insurance": [policy],
        "item": [item | {"adjudication": [share]}],
        "total": [{"category": token("adjudication", "submitted", "Submitted Amount"), "amount": money}],
    }
    return visit.chart.add("ExplanationOfBenefit", answer, visit.when)
