"""What waits for a decision, and what exactly was on the screen?"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from haversack.records.categories import CATEGORIES

from ..models import Person, Record
from ..models.record import Kind, State
from ..rules.shelves import STANDINGS, shelf
from .chosen import by_ids
from .lines import counts
from .opened import Opened


def pending_version(opened: Opened) -> int:
    """The version of the queue; a decision names the one it was made on."""
    return Person.objects.values_list("pending_version", flat=True).get(pk=opened.person)


def waiting_total(opened: Opened) -> int:
    """How many lines wait."""
    return sum(counts(opened, State.PENDING).values())


def waiting(opened: Opened) -> QuerySet[Record]:
    """Leading records that wait, in whatever category, newest first."""
    return Record.objects.filter(person_id=opened.person, state=State.PENDING, lead=True, kind=Kind.DISPLAYED).order_by(
        "-date", "-id"
    )


def waiting_by_category(opened: Opened) -> list[tuple[str, int]]:
    """Each category with something waiting, in the order of the categories, with how much (what is not so included)."""
    found = counts(opened, State.PENDING)
    sums = [(one.slug, sum(found.get(shelf(one.slug, it), 0) for it in STANDINGS)) for one in CATEGORIES]
    return [(slug, number) for slug, number in sums if number]


def background(opened: Opened) -> int:
    """How many resources that no category shows wait with their batches."""
    waiting = Record.objects.filter(person_id=opened.person, state=State.PENDING, lead=True, category=b"")
    return waiting.exclude(kind=Kind.ORIGINAL).count()


def waiting_in(opened: Opened, slug: str) -> QuerySet[Record]:
    """What waits in one category, newest first, what is not so included."""
    shelves = [opened.label(shelf(slug, standing)) for standing in STANDINGS]
    return Record.objects.filter(
        person_id=opened.person, state=State.PENDING, lead=True, category__in=shelves
    ).order_by("-date", "-id")


def waiting_numbers(opened: Opened, records: Sequence[int]) -> int:
    """How many of these records wait."""
    return by_ids(opened, records).filter(state=State.PENDING).count()


def with_followers(opened: Opened, records: Sequence[int]) -> list[int]:
    """These waiting records with those of other sources that wait behind them, in one line."""
    if not records:
        return []
    shown = by_ids(opened, records).filter(fact__isnull=False)
    places = {(bytes(fact or b""), rank) for fact, rank in shown.values_list("fact", "rank")}
    behind = Record.objects.filter(person_id=opened.person, fact__in={fact for fact, _rank in places}, lead=0)
    rows = behind.exclude(state=State.SUPERSEDED).values_list("id", "state", "fact", "rank")
    followers = [
        number for number, state, fact, rank in rows if state == State.PENDING and (bytes(fact or b""), rank) in places
    ]
    return list(dict.fromkeys([*records, *followers]))


def has_originals(opened: Opened) -> bool:
    """Whether anything here was made from bytes of another format, which others can have been made from, too."""
    return Record.objects.filter(person_id=opened.person, kind=Kind.ORIGINAL).exists()
