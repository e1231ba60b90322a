"""What is the thing called that a record refers to, when it came with an earlier delivery of the same source?"""

from __future__ import annotations

import re
from collections.abc import Callable

from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.describe import Named, name_of

from ..models import Record, Source
from ..models.face import BODY
from ..queries.opened import Opened
from .survey import NAMING

_REFERENCE = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?$")


def stored_names(opened: Opened, source: str, known: dict[str, Named | None]) -> Callable[[str], Named | None]:
    """A function from reference to name; each distinct reference asks the database once, a first delivery never.

    `known` remembers the answers from file to file of a delivery.
    """
    key = opened.key.index(b"source\0" + source.encode())
    has_history = Source.objects.filter(person_id=opened.person, key=key, checked_at__isnull=False).exists()

    def find(reference: str) -> Named | None:
        if not has_history:
            return None
        if reference not in known:
            known[reference] = _look_up(opened, source, reference)
        return known[reference]

    return find


def _look_up(opened: Opened, source: str, reference: str) -> Named | None:
    match = _REFERENCE.match(reference)
    if not match or match[1] not in NAMING:
        return None
    identity = opened.key.index(f"{source}|{match[1]}|{match[2]}".encode())
    # Sorted here: asked to sort, SQLite walks the person's whole record in that order instead of looking it up.
    rows = sorted(
        Record.objects.filter(person_id=opened.person, identity=identity), key=lambda one: (one.state, -one.pk)
    )
    if not rows:
        return None
    row = rows[0]
    doc = decode(opened.key.open(bytes(row.body), BODY))
    return name_of(doc) if isinstance(doc, dict) else None
