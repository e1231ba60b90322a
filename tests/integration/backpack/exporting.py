"""How do tests take a backpack away and bring it back, and what does it say before and after?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from haversack.backpack.actions.export import Exported, write_export
from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.export_target import Folder
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.models.record import State
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.presenters.rows import row_json
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.opened import Opened
from haversack.records.bundle import open_paths

from .conftest import OPERATOR

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def leave(opened: Opened, folder: Path, **more: Any) -> Exported:
    return write_export(opened=opened, by=OPERATOR, target=Folder(folder), readable=readable_record, at=AT, **more)


def come_back(opened: Opened, *paths: Path, accept: bool = False) -> Any:
    return receive(opened=opened, by=OPERATOR, files=unfold_exports(open_paths(paths)), terms=Terms(accept=accept))


def told(opened: Opened) -> list[str]:
    """Every line of the record, pending ones too, without the numbers that rows happen to have."""
    lines = []
    for state in (State.ACCEPTED, State.PENDING):
        for line, members in all_lines(opened, state=state):
            row = row_json(line, members)
            lines.append(json.dumps({**row, "id": 0, "members": len(members)}, sort_keys=True))
    return sorted(lines)
