"""Which bytes does a file inside an entry hold?"""

from __future__ import annotations

from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.inline import decoded, file_address, inline_data

from ..models import Record
from ..models.face import BODY
from ..models.record import Kind, State
from .chosen import by_ids
from .opened import Opened
from .sources import source_names


def attachment_of(opened: Opened, record: int, number: int) -> tuple[bytes, str] | None:
    """The bytes and content type of an entry's `number`-th attachment; None where neither the entry nor a Binary of the
    same source holds them."""
    row = by_ids(opened, [record]).filter(kind=Kind.DISPLAYED).exclude(state=State.SUPERSEDED).first()
    if row is None:
        return None
    doc = decode(opened.key.open(bytes(row.body), BODY))
    return inline_data(doc, number) or _fetched(opened, row.source_id, file_address(doc, number))


def _fetched(opened: Opened, source: int, address: str) -> tuple[bytes, str] | None:
    """What lay at this address, fetched from the same source into a Binary of its own."""
    named = source_names(opened).get(source)
    if named is None or not address:
        return None
    base = named.text.rpartition("/Patient/")[0]
    below = address.removeprefix(f"{base}/") if base else address
    whole = f"{base}/{below}"
    names = [whole, *([below.partition("/")[2]] if below.startswith("Binary/") else [])]
    keys = [opened.key.index(f"{named.text}|Binary|{name}".encode()) for name in names]
    rows = Record.objects.filter(person_id=opened.person, identity__in=keys)
    found = sorted(rows.exclude(state=State.SUPERSEDED), key=lambda one: -one.pk)
    if not found:
        return None
    binary = decode(opened.key.open(bytes(found[0].body), BODY))
    return decoded(binary.get("data", binary.get("content")), binary.get("contentType"))
