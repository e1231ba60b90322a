"""Which lines have these words?

All sealed shards of one backpack, opened and read through; there is no index of words.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..models import Record, Shard
from ..models.record import State
from ..rules.search import Hit, hits, needles
from .chosen import by_ids
from .lines import Line, lines_by_ids
from .opened import Opened


def search(opened: Opened, words: str) -> list[int]:
    """Every accepted line in which each word somebody typed begins a word: titles first, then the newest;
    record ids.
    """
    wanted = needles(words)
    if not wanted:
        return []
    found: list[Hit] = []
    for sealed in Shard.objects.filter(person_id=opened.person).values_list("sealed", flat=True).iterator():
        found.extend(hits(opened.key.open(bytes(sealed), "words"), wanted))
    mine = Record.objects.filter(person_id=opened.person)
    followers = set(mine.filter(state=State.ACCEPTED, lead=False).values_list("id", flat=True))
    hidden = set(mine.filter(state__in=(State.PENDING, State.SUPERSEDED)).values_list("id", flat=True))
    leads = _leads(opened, [hit.record for hit in found if hit.record in followers])
    ordered = dict.fromkeys(leads.get(hit.record, hit.record) for hit in sorted(found) if hit.record not in hidden)
    return [record for record in ordered if record not in followers]


def _leads(opened: Opened, followers: Sequence[int]) -> dict[int, int]:
    """Of each of these records that another one shows: which one."""
    if not followers:
        return {}
    mine = Record.objects.filter(person_id=opened.person, state=State.ACCEPTED)
    places = {
        (bytes(fact or b""), rank): number
        for number, fact, rank in by_ids(opened, followers[:5000]).values_list("id", "fact", "rank")
    }
    shown = mine.filter(fact__in={fact for fact, _rank in places}, lead=True).values_list("id", "fact", "rank")
    found = (((bytes(fact or b""), rank), number) for number, fact, rank in shown)
    return {places[place]: number for place, number in found if place in places}


def lines_in_order(opened: Opened, records: Sequence[int]) -> list[Line]:
    """The lines of these records, in this order."""
    by_id = {line.id: line for line in lines_by_ids(opened, records)}
    return [by_id[record] for record in records if record in by_id]
