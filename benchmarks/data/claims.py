"""What do claims and explanations of benefit look like? They are a fifth of what comes, and the longest."""

from __future__ import annotations

from random import Random

from .resource_makers import PATIENT, SNOMED, TERMINOLOGY, Json, Visit, _start, concept, new_id

VARIABLES = "https://claims.bench-insurance.example/variables/"
INSURER = {"display": "Bench Mutual Insurance"}


def _money(value: float) -> Json:
    return {"value": round(value, 2), "currency": "USD"}


def claim(rng: Random, visit: Visit, made: list[tuple[str, str]]) -> Json:
    """A claim for the visit and up to four of the things done in it (`made`: reference, title)."""
    items: list[Json] = [
        {
            "sequence": 1,
            "productOrService": concept(SNOMED, "185349003", "Encounter for check up (procedure)"),
            "encounter": [{"reference": f"Encounter/{visit.id}"}],
        }
    ]
    for place, (_, title) in enumerate(made[:4], start=2):
        items.append({"sequence": place, "productOrService": {"text": title}, "net": _money(rng.uniform(20, 900))})
    return _start("Claim", new_id(rng), visit) | {
        "status": "active",
        "type": concept(TERMINOLOGY + "claim-type", "institutional", "Institutional"),
        "use": "claim",
        "patient": PATIENT,
        "billablePeriod": {"start": visit.start, "end": visit.end},
        "created": visit.end,
        "provider": {"reference": "Organization/bench-general", "display": "Bench General Hospital"},
        "priority": concept(TERMINOLOGY + "processpriority", "normal", "Normal"),
        "insurance": [{"sequence": 1, "focal": True, "coverage": INSURER}],
        "item": items,
        "total": _money(rng.uniform(60, 2400)),
    }


def _adjudication(billed: float) -> list[Json]:
    paid = billed * 0.8
    parts = (
        ("line_coinsrnc_amt", "Line Beneficiary Coinsurance Amount", billed - paid),
        ("line_prvdr_pmt_amt", "Line Provider Payment Amount", paid),
        ("line_sbmtd_chrg_amt", "Line Submitted Charge Amount", billed),
    )
    return [{"category": concept(VARIABLES, code, title), "amount": _money(value)} for code, title, value in parts]


def benefit(rng: Random, visit: Visit, claim_id: str, made: list[tuple[str, str]]) -> Json:
    """An ExplanationOfBenefit for a claim; about 3 KB, more when much was done."""
    items = []
    for place, (_, title) in enumerate(made[:2] or [("", "Encounter for check up (procedure)")], start=1):
        items.append(
            {
                "sequence": place,
                "category": concept(VARIABLES + "line_cms_type_srvc_cd", "1", "Medical care"),
                "productOrService": {"text": title},
                "servicedPeriod": {"start": visit.start, "end": visit.end},
                "locationCodeableConcept": concept(
                    TERMINOLOGY + "ex-serviceplace", "19", "Off Campus-Outpatient Hospital"
                ),
                "encounter": [{"reference": f"Encounter/{visit.id}"}],
                "net": _money(rng.uniform(20, 900)),
                "adjudication": _adjudication(rng.uniform(20, 900)),
            }
        )
    return _start("ExplanationOfBenefit", new_id(rng), visit) | {
        "contained": [
            {
                "resourceType": "Coverage",
                "id": "coverage",
                "status": "active",
                "type": {"text": "private"},
                "beneficiary": PATIENT,
                "payor": [INSURER],
            }
        ],
        "identifier": [
            {"system": VARIABLES + "clm_id", "value": claim_id},
            {"system": VARIABLES + "claim-group", "value": "99999999999"},
        ],
        "status": "active",
        "type": concept(TERMINOLOGY + "claim-type", "institutional", "Institutional"),
        "use": "claim",
        "patient": PATIENT,
        "billablePeriod": {"start": visit.start, "end": visit.end},
        "created": visit.end,
        "insurer": INSURER,
        "provider": {"reference": "Organization/bench-general", "display": "Bench General Hospital"},
        "claim": {"reference": f"Claim/{claim_id}"},
        "outcome": "complete",
        "careTeam": [
            {
                "sequence": 1,
                "provider": {"reference": f"Practitioner/{visit.clinician}", "display": visit.doctor},
                "role": concept(TERMINOLOGY + "claimcareteamrole", "primary", "Primary provider"),
            }
        ],
        "insurance": [{"focal": True, "coverage": {"reference": "#coverage", "display": "Bench Mutual Insurance"}}],
        "item": items,
        "total": [
            {
                "category": concept(TERMINOLOGY + "adjudication", "submitted", "Submitted Amount"),
                "amount": _money(129.16),
            }
        ],
        "payment": {"amount": _money(rng.uniform(20, 400))},
    }
