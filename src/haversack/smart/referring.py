"""Which resources do the records of a page speak of, that no search brings: places, people, medicines, files?

Each is read once, by its own address at the same FHIR base. A reference to another server is never followed: the access
token would go there too (SMART App Launch 2.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from haversack.records.identity import attachment_urls

READ = frozenset(
    {
        "Device", "HealthcareService", "Location", "Medication", "Organization", "Practitioner", "PractitionerRole",
        "RelatedPerson", "Specimen", "Substance",
    }
)  # fmt: skip
FILES = ("DocumentReference", "DiagnosticReport", "Media")


def wanted(doc: dict[str, Any], base: str) -> Iterator[str]:
    """The addresses below the base that one resource speaks of ("Organization/7", "Binary/x"), some perhaps twice."""
    for reference in _references(doc):
        found = below(reference, base).partition("/_history/")[0]
        kind, _, number = found.partition("/")
        if kind in READ and number and "/" not in number:
            yield found
    if doc.get("resourceType") in FILES:
        for address in _addresses(doc):
            if found := below(address, base):
                yield found


def below(address: str, base: str) -> str:
    """An address as it reads below the base; "" for one that is not there, or leads out of it again."""
    if address.startswith(f"{base}/"):
        address = address[len(base) + 1 :]
    elif ":" in address.partition("?")[0].partition("/")[0] or address.startswith(("/", "#", "?")):
        return ""
    path = address.partition("#")[0]
    return "" if not path or "\\" in path or ".." in path.split("/") else path


def _addresses(doc: dict[str, Any]) -> Iterator[str]:
    yield from attachment_urls(doc)
    content = doc.get("content")
    if isinstance(content, dict) and isinstance(content.get("url"), str):  # Media.content is one attachment
        yield content["url"]


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
