"""What are the details of an entry called? One row a key that a reader of a format may use."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DETAILS: dict[str, str | Promise] = {
    "achievement": _("How far reached"),
    "activities": _("Planned"),
    "allergen": _("Allergen"),
    "body-site": _("Where on the body"),
    "criticality": _("How dangerous"),
    "description": _("Description"),
    "device": _("Device"),
    "distinct-identifier": _("Device identifier"),
    "dosage": _("How to take it"),
    "dose": _("Dose"),
    "dose-number": _("Dose number"),
    "expires": _("Expires"),
    "form": _("Form"),
    "ingredients": _("Contains"),
    "intent": _("Kind of order"),
    "interpretation": _("The source’s reading of it"),
    "issued": _("Made available"),
    "kind": _("Kind"),
    "last-occurrence": _("Last time"),
    "location": _("Place"),
    "lot": _("Lot number"),
    "manufacturer": _("Maker"),
    "model": _("Model"),
    "name": _("Name"),
    "onset": _("Began"),
    "ordered": _("Ordered"),
    "original-title": _("As the source wrote it"),
    "outcome": _("Outcome"),
    "performer": _("Done by"),
    "pictures": _("Pictures"),
    "priority": _("Priority"),
    "protects-against": _("Protects against"),
    "quantity": _("Amount"),
    "reaction": _("Reaction"),
    "reason": _("Reason"),
    "reason-not-done": _("Why it was not done"),
    "reason-stopped": _("Why it was stopped"),
    "recorded": _("Written down"),
    "recorded-by": _("Written down by"),
    "reference-range": _("Lab’s range"),
    "refills": _("Refills"),
    "relationship": _("Relation"),
    "reported": _("Reported by"),
    "reported-by": _("Reported by"),
    "role": _("Role"),
    "route": _("How it is given"),
    "serial-number": _("Serial number"),
    "series": _("Series"),
    "setting": _("Setting"),
    "severity": _("Severity"),
    "specimen": _("Sample"),
    "stage": _("Stage"),
    "substitution": _("Replacement allowed"),
    "supply-lasts": _("Supply lasts"),
    "target": _("Target"),
    "topic": _("About"),
    "type": _("Type"),
    "udi": _("Device identifier (UDI)"),
    "valid-until": _("Valid until"),
    "verification": _("How certain"),
}


def detail_word(key: str) -> str:
    """The words for a detail; a key nobody has named yet reads as it is spelt, which is English."""
    found = DETAILS.get(key)
    return str(found) if found is not None else key.replace("-", " ").capitalize()
