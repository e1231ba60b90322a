"""What becomes of what no category shows? It follows the decision on the batch it came in.

A message of another format than FHIR is kept as long as anything stays that was made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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


def forget_emptied_originals(opened: Opened, removed: Mapping[int, int]) -> None:
    """Remove for good each message of which everything that a list showed is removed. Call before the batch settles.

    Its bytes say what was removed. removed: the records that just were, each with its arrival. Inside the transaction
    of the decision.
    """
    mine = Record.objects.filter(person_id=opened.person, kind=Kind.ORIGINAL)
    arrivals = set(mine.filter(arrival_id__in=set(removed.values())).values_list("arrival_id", flat=True).distinct())
    touched = [made for arrival in sorted(arrivals) for made in _touched(opened, arrival, removed)]
    others = [number for _original, numbers in touched for number in numbers]
    left: set[int] = set()
    for some in chunks(others):
        left.update(Record.objects.filter(pk__in=some).exclude(category=b"").values_list("pk", flat=True))
    for some in chunks([original for original, numbers in touched if left.isdisjoint(numbers)]):
        gone = mine.filter(pk__in=some)
        _decline_contents(opened, gone)
        gone.delete()


def _touched(opened: Opened, arrival: int, removed: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    """The originals of a file that something removed was made from, each with all that was made from it."""
    original = 0
    made: list[int] = []
    rows = Part.objects.filter(arrival=arrival).order_by("number").values_list("sealed", flat=True)
    for sealed in rows.iterator():
        for piece in decode_part(opened.key.open(bytes(sealed), "part")):
            if piece.is_derived:
                made.append(piece.record)
                continue
            if original and any(number in removed for number in made):
                yield original, made
            original, made = piece.record, []
    if original and any(number in removed for number in made):
        yield original, made


def _decline_contents(opened: Opened, records: QuerySet[Record]) -> None:
    contents = {bytes(content) for content in records.values_list("content", flat=True)}
    for some in chunks(sorted(contents)):
        Declined.objects.bulk_create(
            [Declined(person_id=opened.person, key=key) for key in some], ignore_conflicts=True
        )
