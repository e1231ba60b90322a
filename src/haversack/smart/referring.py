"""Which resources do the records of a page speak of, that no search brings: places, people, medicines, files?

Each is read once, by its own address at the same FHIR base. A reference to another server is never followed: the access
token would go there too (SMART App Launch 2.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

READ = frozenset(
    {
        "Device", "HealthcareService", "Location", "Medication", "Organization", "Practitioner", "PractitionerRole",
        "RelatedPerson", "Specimen", "Substance",
    }
)  # fmt: skip
FILES = ("DocumentReference", "DiagnosticReport", "Media")


def wanted(doc: dict[str, Any], base: str) -> Iterator[str]:
    """The addresses below the base that one resource speaks of ("Organization/7"), some perhaps twice. Behind that of a
    file stands its media type, where the resource tells it ("Binary/x application/pdf").
    """
    for reference in _references(doc):
        found = below(reference, base).partition("/_history/")[0]
        kind, _, number = found.partition("/")
        if kind in READ and number and "/" not in number:
            yield found
    if doc.get("resourceType") in FILES:
        for attachment in _attachments(doc):
            address = attachment.get("url")
            if isinstance(address, str) and (found := below(address.replace(" ", "%20"), base)):
                told = attachment.get("contentType")
                media_type = told.partition(";")[0].strip() if isinstance(told, str) else ""
                yield f"{found} {media_type}".rstrip()


def below(address: str, base: str) -> str:
    """An address as it reads below the base; "" for one that is not there, or leads out of it again."""
    if address.startswith(f"{base}/"):
        address = address[len(base) + 1 :]
    elif ":" in address.partition("?")[0].partition("/")[0] or address.startswith(("/", "#", "?")):
        return ""
    path = address.partition("#")[0]
    return "" if not path or "\\" in path or ".." in path.split("/") else path


def _attachments(doc: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """DocumentReference.content.attachment, DiagnosticReport.presentedForm, Media.content."""
    for name in ("content", "presentedForm"):
        held = doc.get(name)
        for part in held if isinstance(held, list) else [held]:
            inner = part.get("attachment", part) if isinstance(part, dict) else None
            if isinstance(inner, dict):
                yield inner


def _references(value: Any) -> Iterator[str]:
    """Every Reference.reference inside, contained resources included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            reference = one.get("reference")
            if isinstance(reference, str):
                yield reference
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
