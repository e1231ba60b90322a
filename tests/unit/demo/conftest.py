"""What do the tests of the demo's family look at? The four, read back from the JSON that they hand out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from haversack.demo.people import DemoPerson, family

TODAY = date(2026, 11, 21)


@dataclass
class Read:
    """A person with what each hospital sent: (hospital, waiting?, resource)."""

    person: DemoPerson
    sent: list[tuple[str, bool, dict[str, Any]]] = field(default_factory=list)

    def all(self, *types: str) -> Iterator[dict[str, Any]]:
        return (found for _, _, found in self.sent if not types or found["resourceType"] in types)

    def by_title(self, kind: str, text: str) -> list[dict[str, Any]]:
        """Resources of that type whose code is called so, oldest first."""
        found = [one for one in self.all(kind) if title(one) == text]
        return sorted(found, key=day)


def title(found: dict[str, Any]) -> str:
    for key in ("code", "vaccineCode", "medicationCodeableConcept"):
        if key in found:
            return found[key]["text"]
    return found["type"][0]["text"] if found["resourceType"] == "Encounter" else ""


def day(found: dict[str, Any]) -> str:
    """The day it happened, as text."""
    for key in ("effectiveDateTime", "occurrenceDateTime", "authoredOn", "performedDateTime", "onsetDateTime", "date"):
        if key in found:
            return found[key][:10]
    return found["period"]["start"][:10] if "period" in found else found.get("recordedDate", "")[:10]


def dates(found: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every date in a resource, with the name of its element."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from dates(value, name)
    elif isinstance(found, list):
        for value in found:
            yield from dates(value, key)
    elif isinstance(found, str) and re.match(r"\d{4}-\d\d", found):
        yield key, found


@cache
def read_family(today: date = TODAY) -> tuple[Read, ...]:
    read = []
    for person in family(today):
        one = Read(person)
        for waiting, bundles in ((False, person.bundles), (True, person.pending_bundles)):
            for hospital, text in bundles:
                entries = json.loads(text, parse_float=Decimal)["entry"]
                one.sent += [(hospital, waiting, entry["resource"]) for entry in entries]
        read.append(one)
    return tuple(read)


@pytest.fixture
def ines() -> Read:
    return read_family()[0]


@pytest.fixture
def rosalia() -> Read:
    return read_family()[1]


@pytest.fixture
def amara() -> Read:
    return read_family()[2]


@pytest.fixture
def tomas() -> Read:
    return read_family()[3]
