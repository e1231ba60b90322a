"""What becomes of what no category shows? It follows the decision on the batch it came in."""

from __future__ import annotations

from ..models import Declined, Record
from ..models.record import Kind, State
from ..queries.opened import Opened
from .lines import chunks


def settle_background(opened: Opened) -> None:
    """For every batch with nothing left to decide on: its background is accepted if anything of it was, else removed.

    Removed background is remembered by content only: the practitioner who comes with next month's accepted results must
    not be refused because nothing was wanted today. Call inside the transaction of the decision.
    """
    mine = Record.objects.filter(person_id=opened.person)
    background = mine.filter(state=State.PENDING, category=b"")
    waiting = mine.filter(state=State.PENDING).exclude(category=b"")
    batches = set(background.values_list("arrival_id", flat=True).distinct())
    batches -= set(waiting.filter(arrival_id__in=batches).values_list("arrival_id", flat=True).distinct())
    if not batches:
        return
    taken = mine.filter(state=State.ACCEPTED, arrival_id__in=batches).exclude(category=b"")
    wanted = set(taken.values_list("arrival_id", flat=True).distinct())
    background.filter(arrival_id__in=wanted).update(state=State.ACCEPTED)
    refused = background.filter(arrival_id__in=batches - wanted)
    contents = {bytes(content) for content in refused.values_list("content", flat=True)}
    for some in chunks(sorted(contents)):
        Declined.objects.bulk_create(
            [Declined(person_id=opened.person, key=key) for key in some], ignore_conflicts=True
        )
    refused.filter(kind__in=(Kind.UNDISPLAYED, Kind.UNREADABLE)).delete()
