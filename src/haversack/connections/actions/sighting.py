"""What does a source not share any more? What two full passes in a row did not show (A4, X5).

Nothing is erased for it: the records stay as they were accepted, and a page says so.
"""

from __future__ import annotations

from haversack.backpack.models import Record
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.opened import Opened

from ..models import Fetch, Shown, Sighting
from ..models.facts import SHOWN, decode_shown

_KEY = 16  # bytes of an identity


def note_sightings(opened: Opened, fetch: Fetch) -> None:
    """Note what this fetch, which asked for everything and got it, did not show. Call inside a transaction, before what
    its pages showed is let go."""
    source = fetch.connection.source_id
    if source is None:
        return
    here = Record.objects.filter(
        person_id=opened.person, source_id=source, state__in=[State.PENDING, State.ACCEPTED], kind=Kind.DISPLAYED
    )
    missing = {bytes(one) for one in here.values_list("identity", flat=True)} - _shown(opened, fetch)
    known = {bytes(row.identity): row for row in Sighting.objects.filter(source_id=source)}
    back = [row.pk for identity, row in known.items() if identity not in missing]
    for at in range(0, len(back), 500):
        Sighting.objects.filter(pk__in=back[at : at + 500]).delete()
    again = [row for identity, row in known.items() if identity in missing]
    for row in again:
        row.missed, row.seen = row.missed + 1, fetch.pk
    Sighting.objects.bulk_update(again, ["missed", "seen"], batch_size=500)
    fresh = [Sighting(source_id=source, identity=one, seen=fetch.pk, missed=1) for one in sorted(missing - set(known))]
    Sighting.objects.bulk_create(fresh, batch_size=500)


def _shown(opened: Opened, fetch: Fetch) -> set[bytes]:
    found: set[bytes] = set()
    rows = Shown.objects.filter(course__fetch=fetch).values_list("sealed", flat=True)
    for sealed in rows.iterator():
        told = decode_shown(opened.key.open(bytes(sealed), SHOWN)).identities
        found.update(told[at : at + _KEY] for at in range(0, len(told), _KEY))
    return found
