"""Where are other people's records, and how are they decoded?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "data"
FOLDERS = ("synthea-r4", "synthea-r4-uscore", "us-core-6.1.0", "ips", "health-connect")


def resources_in(document: Any) -> Iterator[dict[str, Any]]:
    """Every resource of a file, nested bundles opened."""
    if document.get("resourceType") == "Bundle":
        for entry in document.get("entry") or []:
            if isinstance(entry.get("resource"), dict):
                yield from resources_in(entry["resource"])
    elif document.get("resourceType"):
        yield document


@pytest.fixture(scope="session", params=FOLDERS)
def others_records(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """The resources of one folder of synthetic records made by others, numbers as text."""
    folder = SHARED / request.param
    if not folder.is_dir():
        pytest.skip(f"no records of others to read at {folder}")
    return [
        resource
        for path in sorted(folder.glob("*.json"))
        for resource in resources_in(json.loads(path.read_text("utf-8-sig"), parse_float=str))
    ]
