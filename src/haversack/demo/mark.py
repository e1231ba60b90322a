"""Which file says that a data folder is the demo's, from which day it is told, and whether all of it is in?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

MARK = "demo.json"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the folder's own file says: from which day its people's lives are told, and whether all of them are in."""

    day: date
    whole: bool

    def keep(self, folder: Path) -> None:
        (folder / MARK).write_text(json.dumps({"day": self.day.isoformat(), "whole": self.whole}))


def read_mark(folder: Path) -> Mark | None:
    """None: nothing of the demo is here yet."""
    try:
        kept = json.loads((folder / MARK).read_text())
    except FileNotFoundError:
        return None
    return Mark(date.fromisoformat(kept["day"]), kept["whole"])
