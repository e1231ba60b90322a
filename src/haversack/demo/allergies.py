"""How are allergies written down: real ones with reactions, refuted ones, and "no known allergies"?"""

from __future__ import annotations

from datetime import date

from haversack.demo.chart import SNOMED, Chart, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.life import at

SUBSTANCES: dict[str, tuple[str, str, str, str]] = {  # key: SNOMED CT, its name, what the chart says, category
    "peanut": ("91935009", "Allergy to peanut", "Peanut", "food"),
    "penicillin": ("91936005", "Allergy to penicillin", "Penicillin", "medication"),
    "sulfa": ("91939003", "Allergy to sulfonamide", "Sulfa antibiotics", "medication"),
    "latex": ("300916003", "Allergy to latex", "Latex", "environment"),
    "egg": ("91930004", "Allergy to egg", "Egg", "food"),
    "mite": ("232350006", "House dust mite allergy", "House dust mite", "environment"),
    "ace": ("295036000", "Allergy to angiotensin-converting enzyme inhibitor", "Lisinopril (cough)", "medication"),
    "shellfish": ("300913006", "Allergy to shellfish", "Shrimp and shellfish", "food"),
    "ibuprofen": ("293613003", "Allergy to ibuprofen", "Ibuprofen", "medication"),
    "none": ("716186003", "No known allergy", "No known allergies", ""),
    "no-drug": ("409137002", "No known drug allergy", "No known drug allergies", ""),
}
REACTIONS = {
    "hives": ("126485001", "Urticaria", "Hives"),
    "swelling": ("41291007", "Angioedema", "Swelling of lips and eyelids"),
    "vomiting": ("422400008", "Vomiting", "Vomiting"),
    "anaphylaxis": ("39579001", "Anaphylaxis", "Anaphylaxis"),
    "rash": ("271807003", "Eruption of skin", "Rash"),
    "cough": ("49727002", "Cough", "Dry cough"),
    "itch": ("418290006", "Itching", "Itching"),
    "sneezing": ("76067001", "Sneezing", "Sneezing and itchy eyes"),
}


def allergy(
    chart: Chart,
    key: str,
    recorded: date,
    *reactions: str,
    since: str = "",
    severity: str = "",
    criticality: str = "",
    verification: str = "confirmed",
    resolved: bool = False,
    kind: str = "allergy",
    note: str = "",
) -> str:
    """Write an allergy down; `since` may be partial ("2021-05"). Its reference."""
    code, official, name, category = SUBSTANCES[key]
    state = "resolved" if resolved else "inactive" if verification == "refuted" else "active"
    body: Json = {}
    if verification != "entered-in-error":  # FHIR's rule ait-1 asks for it then, ait-2 forbids it otherwise
        body["clinicalStatus"] = token("allergyintolerance-clinical", state, state.capitalize())
    shown = verification.replace("-", " ").capitalize()
    body["verificationStatus"] = token("allergyintolerance-verification", verification, shown)
    if category:
        body |= {"type": kind, "category": [category]}
    if criticality:
        body["criticality"] = criticality
    body |= {"code": concept(SNOMED, code, official, name), "patient": chart.patient}
    if since:
        body["onsetDateTime"] = since
    body["recordedDate"] = stamp(at(recorded, 11))
    if note:
        body["note"] = [{"text": note}]
    if reactions:
        seen = [concept(SNOMED, *REACTIONS[found]) for found in reactions]
        body["reaction"] = [{"manifestation": seen} | ({"severity": severity} if severity else {})]
    return chart.add("AllergyIntolerance", body, recorded)
