"""Which bytes does a file inside an entry hold?"""

from __future__ import annotations

from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.inline import inline_data

from ..models.face import BODY
from ..models.record import Kind, State
from .lines import by_ids
from .opened import Opened


def attachment_of(opened: Opened, record: int, number: int) -> tuple[bytes, str] | None:
    """The decoded bytes and content type of an entry's `number`-th attachment; None where there are none inline."""
    row = by_ids(opened, [record]).filter(kind=Kind.DISPLAYED).exclude(state=State.SUPERSEDED).first()
    if row is None:
        return None
    return inline_data(decode(opened.key.open(bytes(row.body), BODY)), number)
