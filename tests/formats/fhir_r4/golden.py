"""How is an entry written down so that a person can check it: only what it says, field by field?"""

from pathlib import Path
from typing import Any

from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.describe import Named, describe

from ..spoken import spoken

ODDITIES = Path(__file__).parent / "oddities"
NEIGHBOURS = {
    "Practitioner/lee": Named("Dr Lee", type="Practitioner"),
    "Organization/riverside": Named("Riverside General Hospital", type="Organization"),
    "PractitionerRole/lee-at-riverside": Named("", type="PractitionerRole", see=("Practitioner/lee",)),
    "Medication/amox": Named("Amoxicillin 500 mg capsule", type="Medication", details=(("form", "Capsule"),)),
    "Questionnaire/sleep": Named("Questions about sleep", type="Questionnaire"),
}


def read(path: Path) -> Any:
    """What our reader makes of one small file, as plain JSON; None for a resource that no list shows."""
    return spoken(describe(decode(path.read_bytes()), NEIGHBOURS.get))
