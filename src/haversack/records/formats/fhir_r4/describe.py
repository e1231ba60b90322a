"""What does one FHIR R4 resource say, as a line of a health record?"""

from __future__ import annotations

from collections.abc import Callable

from haversack.records.categories import category_of
from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4 import (
    allergies,
    conditions,
    medications,
    observations,
    procedures,
    reports,
    vaccines,
    visits,
)
from haversack.records.formats.fhir_r4.care import care
from haversack.records.formats.fhir_r4.fields import Doc
from haversack.records.formats.fhir_r4.nearby import Named, Names, Nearby, name_of
from haversack.records.formats.fhir_r4.other import anything, other

__all__ = ["Named", "describe", "name_of"]

_FAMILIES: dict[str, Callable[[Doc, Nearby, str], Entry]] = {
    "AllergyIntolerance": allergies.allergy,
    "Condition": conditions.condition,
    "DiagnosticReport": reports.diagnostic_report,
    "DocumentManifest": reports.document,
    "DocumentReference": reports.document,
    "Encounter": visits.encounter,
    "ImagingStudy": reports.imaging_study,
    "Immunization": vaccines.immunization,
    "Media": reports.media,
    "MedicationAdministration": medications.medication,
    "MedicationDispense": medications.medication,
    "MedicationRequest": medications.medication,
    "MedicationStatement": medications.medication,
    "Observation": observations.observation,
    "Procedure": procedures.procedure,
    **care,
    **other,
}


def describe(doc: Doc, names: Names) -> Entry | None:
    """The entry a decoded FHIR R4 resource makes; None for one that no list shows (it is kept and exported all the same).

    `names` tells what a reference ("Practitioner/12", "urn:uuid:...") is called, as `name_of` gave it; resources contained in
    `doc` are found here. Decimals must be decoded to text or Decimal, so that 1.10 stays 1.10. A field of the wrong type costs
    that field, never the entry.
    """
    category = category_of(doc)
    if category is None:
        return None
    return _FAMILIES.get(doc["resourceType"], anything)(doc, Nearby(doc, names), category)
