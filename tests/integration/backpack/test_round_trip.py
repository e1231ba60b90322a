"""Do the files of the shared data leave byte for byte, and come back as the same entries?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haversack.backpack.actions.export import write_export
from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.export_target import Folder
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.models.record import State
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.presenters.rows import row_json
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.opened import Opened
from haversack.records.bundle import open_paths
from haversack.records.tight import tight

from .conftest import OPERATOR

SHARED = Path(__file__).parents[4] / "shared" / "data"
SETS = ("synthea-r4", "synthea-r4-uscore", "ips", "health-connect", "us-core-6.1.0", "carin-bb-2.0.0")
EACH = 3


def some_files(name: str) -> list[Path]:
    """Files of a set, from its smaller half, spread evenly."""
    found = sorted((SHARED / name).rglob("*.json"), key=lambda path: (path.stat().st_size, path.name))
    half = found[: len(found) // 2 + 1]
    return half[:: max(1, len(half) // EACH)][:EACH]


def take(path: Path) -> Opened:
    opened = add_person(by=OPERATOR, name="Somebody")
    terms = Terms(accept=True, same_person=True)
    receive(opened=opened, by=OPERATOR, files=unfold_exports(open_paths([path])), terms=terms)
    return opened


def told(opened: Opened) -> list[str]:
    lines = all_lines(opened, state=State.ACCEPTED)
    return sorted(json.dumps({**row_json(line), "id": 0, "members": len(members)}) for line, members in lines)


@pytest.mark.skipif(not SHARED.exists(), reason=f"the shared data is not here: {SHARED}")
@pytest.mark.parametrize("name", SETS)
def test_what_came_leaves_and_comes_back(name: str, tmp_path: Path):
    for number, path in enumerate(some_files(name)):
        out = tmp_path / str(number)
        opened = take(path)
        at = datetime(2026, 11, 21, tzinfo=UTC)
        write_export(opened=opened, by=OPERATOR, target=Folder(out), readable=readable_record, at=at)
        kept = [file for file in (out / "records").rglob("*") if file.is_file()]
        assert [file.read_bytes() for file in kept] == [path.read_bytes()], path.name
        whole = tight(path.read_bytes())
        assert all(line in whole for line in (out / "records.ndjson").read_bytes().splitlines()), path.name
        assert told(take(out)) == told(opened), path.name
