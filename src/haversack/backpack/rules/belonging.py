"""Does a record that a portal sent belong to the patient who is connected there?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from haversack.records.identity import patient_reference


def plain_reference(reference: str, base: str, aliases: Mapping[str, str]) -> str:
    """ "Type/id", whether it came relative, whole, with a version, or as the fullUrl of an entry of the same page."""
    found = aliases.get(reference, reference)
    found = found.removeprefix(f"{base}/")
    return found.partition("/_history/")[0]


def is_anothers(doc: dict[str, Any], *, patient: str, base: str, aliases: Mapping[str, str]) -> bool:
    """Whether a resource is somebody else's: another Patient, or about one.

    What is about no patient at all (places, people, medicines, a group) is nobody's.
    """
    if doc["resourceType"] == "Patient":
        return str(doc.get("id") or "") != patient
    about = plain_reference(patient_reference(doc), base, aliases)
    kind, _, number = about.rpartition("/Patient/") if "/Patient/" in about else ("", "", about)
    if not kind and not about.startswith("Patient/"):
        return False
    return bool(kind) or number.removeprefix("Patient/") != patient


def speaks_only_of(doc: dict[str, Any], others: Collection[str], base: str, aliases: Mapping[str, str]) -> bool:
    """Whether a Provenance tells of nothing but these records ("Type/id"), which are somebody else's."""
    targets = doc.get("target") if doc["resourceType"] == "Provenance" else None
    told = [one.get("reference") for one in targets if isinstance(one, dict)] if isinstance(targets, list) else []
    plain = [plain_reference(one, base, aliases) for one in told if isinstance(one, str)]
    return bool(others) and bool(plain) and all(one in others for one in plain)
