"""What becomes of what no category shows? It follows the decision on the batch it came in.

A message of another format than FHIR is kept as long as anything stays that was made from it.
"""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import Declined, Part, Record
from ..models.face import decode_part
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
    _decline_contents(opened, refused)
    refused.filter(kind__in=(Kind.UNDISPLAYED, Kind.UNREADABLE, Kind.ORIGINAL)).delete()


def forget_emptied_originals(opened: Opened) -> None:
    """Remove for good each message of which everything that a list showed was removed. Call before the batch settles.

    Its bytes say what was removed. Inside the transaction of the decision.
    """
    mine = Record.objects.filter(person_id=opened.person)
    arrivals = set(mine.filter(kind=Kind.ORIGINAL).values_list("arrival_id", flat=True).distinct())
    emptied = [number for arrival in sorted(arrivals) for number in _emptied(opened, arrival)]
    for some in chunks(emptied):
        gone = mine.filter(pk__in=some, kind=Kind.ORIGINAL)
        _decline_contents(opened, gone)
        gone.delete()


def _emptied(opened: Opened, arrival: int) -> list[int]:
    """The originals of a file with something made from them that is gone, and nothing left that a list shows."""
    made_from: dict[int, list[int]] = {}
    made: list[int] = []
    rows = Part.objects.filter(arrival=arrival).order_by("number").values_list("sealed", flat=True)
    for sealed in rows.iterator():
        for piece in decode_part(opened.key.open(bytes(sealed), "part")):
            if not piece.is_derived:
                made = made_from.setdefault(piece.record, [])
            elif piece.record:
                made.append(piece.record)
    everything = [number for numbers in made_from.values() for number in numbers]
    left: dict[int, bool] = {}
    for some in chunks(everything):
        found = Record.objects.filter(pk__in=some).values_list("pk", "category")
        left.update((number, bytes(category) != b"") for number, category in found)
    return [
        original
        for original, numbers in made_from.items()
        if original and any(n not in left for n in numbers) and not any(left.get(n) for n in numbers)
    ]


def _decline_contents(opened: Opened, records: QuerySet[Record]) -> None:
    contents = {bytes(content) for content in records.values_list("content", flat=True)}
    for some in chunks(sorted(contents)):
        Declined.objects.bulk_create(
            [Declined(person_id=opened.person, key=key) for key in some], ignore_conflicts=True
        )
