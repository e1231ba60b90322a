"""What are the sources of this backpack called?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haversack.records.unspoken import Unspoken

from ..models.face import decode_source
from .opened import Opened
from .straight import fetched, moment

_SOURCES = "SELECT id, sealed, checked_at FROM backpack_source WHERE person_id = %s ORDER BY id"


@dataclass(frozen=True, slots=True, repr=False)
class SourceName(Unspoken):
    """A source as a page names it; `text` is what makes it the same source again; `checked_at` when it last
    sent something.
    """

    id: int
    name: str
    text: str
    kind: str
    checked_at: datetime | None


def source_names(opened: Opened) -> dict[int, SourceName]:
    """All sources of the backpack by row id."""
    found = {}
    for number, sealed, checked_at in fetched(_SOURCES, [opened.person]):
        facts = decode_source(opened.key.open(bytes(sealed), "source"))
        found[number] = SourceName(number, facts.name, facts.text, facts.kind, moment(checked_at))
    return found
