"""What does one FHIR R4 resource say, as a line of a health record?"""

from __future__ import annotations

import re
from collections.abc import Callable

from haversack.records.categories import category_of
from haversack.records.code_names import LONGEST_TITLE
from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4 import (
    allergies,
    answers,
    care,
    claims,
    composition,
    conditions,
    devices,
    medications,
    observations,
    other,
    procedures,
    reports,
    requests,
    vaccines,
    visits,
)
from haversack.records.formats.fhir_r4.attachments import narrative
from haversack.records.formats.fhir_r4.claimed import claims_behind
from haversack.records.formats.fhir_r4.fields import Doc, obj, text
from haversack.records.formats.fhir_r4.nearby import Named, Names, Nearby, name_of

__all__ = ["Named", "describe", "name_of"]

# The types that `other.anything` does not do justice.
_FAMILIES: dict[str, Callable[[Doc, Nearby, str], Entry]] = {
    "AllergyIntolerance": allergies.allergy,
    "Appointment": requests.appointment,
    "CarePlan": care.care_plan,
    "CareTeam": care.care_team,
    "CommunicationRequest": requests.request,
    "Composition": composition.composition,
    "Condition": conditions.condition,
    "Consent": other.consent,
    "Coverage": claims.coverage,
    "Device": devices.device,
    "DeviceRequest": requests.request,
    "DeviceUseStatement": devices.device_use,
    "DiagnosticReport": reports.diagnostic_report,
    "DocumentManifest": reports.document,
    "DocumentReference": reports.document,
    "Encounter": visits.encounter,
    "ExplanationOfBenefit": claims.explanation,
    "FamilyMemberHistory": other.family_history,
    "Goal": care.goal,
    "ImagingStudy": reports.imaging_study,
    "Immunization": vaccines.immunization,
    "ImmunizationRecommendation": vaccines.recommendation,
    "Media": reports.media,
    "MedicationAdministration": medications.medication,
    "MedicationDispense": medications.medication,
    "MedicationRequest": medications.medication,
    "MedicationStatement": medications.medication,
    "NutritionOrder": requests.request,
    "Observation": observations.observation,
    "Procedure": procedures.procedure,
    "QuestionnaireResponse": answers.questionnaire_response,
    "ServiceRequest": requests.request,
    "SupplyRequest": requests.request,
    "Task": requests.request,
}


_CLAIMED = frozenset({"MedicationDispense", "Procedure"})
_DATES = re.compile(
    r"(?:effective|occurrence|performed|onset|timing|created)DateTime|date|authoredOn|started|period|issued|authored"
)


def _unread_date(doc: Doc) -> str:
    """A date that the source sent and that is none: "2023-02-30", "last spring"."""
    return next((words for key, value in doc.items() if _DATES.fullmatch(key) and (words := text(value))), "")


def _claim(entry: Entry, near: Nearby, behind: list[Doc]) -> None:
    """Only a claim tells of it: that is no fact of the record, and leads to the claim."""
    entry.links = near.links("claim", behind) + entry.links
    entry.current = False
    if entry.standing == "fact":
        entry.standing = "claimed"


def describe(doc: Doc, names: Names) -> Entry | None:
    """The entry a decoded FHIR R4 resource makes; None for one that no list shows (it is kept and exported).

    `names` tells what a reference ("Practitioner/12", "urn:uuid:...") is called, as `name_of` gave it; resources
    contained in `doc` are found here. Decimals must be decoded to text or Decimal, so that 1.10 stays 1.10. A field of
    the wrong type costs that field, never the entry.
    """
    category = category_of(doc)
    if category is None:
        return None
    near = Nearby(doc, names)
    entry = _FAMILIES.get(doc["resourceType"], other.anything)(doc, near, category)
    if doc["resourceType"] in _CLAIMED and "extension" in doc and (behind := claims_behind(doc)):
        _claim(entry, near, behind)
    if len(entry.title) > LONGEST_TITLE:
        entry.title = entry.title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    if "text" in doc and (told := narrative(doc)):
        entry.text = f"{told}\n{entry.text}".strip()
    if "meta" in doc and (updated := text(obj(doc["meta"]).get("lastUpdated"))):
        entry.details += (("updated", updated),)
    if not entry.date and (written := _unread_date(doc)):
        entry.details += (("date-as-sent", written),)
    return entry
