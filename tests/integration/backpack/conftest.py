"""What do the backpack's tests share? Small FHIR records of invented people, and a quick way through the door."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.report import Report
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Viewer
from haversack.records.bundle import SourceFile

OPERATOR = Viewer.operator()
LABORATORY = [
    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}
]


def observation(
    number: str, value: str = "98", date: str = "2024-03-05", code: str = "2339-0", **more: Any
) -> dict[str, Any]:
    """A glucose result; `value` is written into the JSON as the number it spells."""
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": LABORATORY,
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": "Glucose"}], "text": "Glucose"},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": date,
        "valueQuantity": {"value": f"@{value}@", "unit": "mg/dL"},
        **more,
    }


def patient(family: str = "Ferris", given: str = "Ada", born: str = "1970-01-01", number: str = "p") -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": number,
        "name": [{"family": family, "given": [given]}],
        "birthDate": born,
    }


def text_of(thing: Any) -> bytes:
    """JSON with "@1.10@" written as the number 1.10, so that digits stand as a source would write them."""
    return json.dumps(thing).replace('"@', "").replace('@"', "").encode()


def bundle(*resources: dict[str, Any]) -> bytes:
    return text_of({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]})


def file_of(data: bytes, name: str = "records.json") -> SourceFile:
    return SourceFile(name=name, size=len(data), open=lambda: io.BytesIO(data), problem=None)


@pytest.fixture
def ada() -> Opened:
    """An empty backpack at the console."""
    return add_person(by=OPERATOR, name="Ada")


@pytest.fixture
def take() -> Callable[..., Report]:
    """Take resources (or bytes) into a backpack as one file."""

    def taken(
        opened: Opened, *things: Any, source: str | None = "clinic", accept: bool = False, **terms: Any
    ) -> Report:
        data = things[0] if isinstance(things[0], bytes) else bundle(*things)
        name = terms.pop("name", "records.json")
        return receive(
            opened=opened,
            by=OPERATOR,
            files=[file_of(data, name)],
            terms=Terms(source=source, accept=accept, **terms),
        )

    return taken
