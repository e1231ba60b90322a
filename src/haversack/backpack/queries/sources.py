"""What are the sources of this backpack called?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haversack.records.unspoken import Unspoken

from ..models import Source
from ..models.face import decode_source
from .opened import Opened


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
    for row in Source.objects.filter(person_id=opened.person).order_by("pk"):
        facts = decode_source(opened.key.open(bytes(row.sealed), "source"))
        found[row.pk] = SourceName(row.pk, facts.name, facts.text, facts.kind, row.checked_at)
    return found
