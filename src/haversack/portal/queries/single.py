"""Which record is this number, for a reader who may see it, and where do its links lead?"""

from __future__ import annotations

from haversack.records.entry import Entry

from ..rules.ties import Key, key_of
from .bodies import Shown, described
from .reader import Reader
from .visible import named, visible


class NoSuchRecord(Exception):
    """There is no record of that number that this reader may see."""


def record_numbered(reader: Reader, number: int) -> Shown | None:
    """The record of a row; None where there is none, and where this reader may not see it."""
    found = described(reader, list(visible(reader).filter(pk=number)))
    return found[0] if found else None


def seen(reader: Reader, number: int) -> Shown:
    """As `record_numbered`, for an act upon it. Raises NoSuchRecord."""
    found = record_numbered(reader, number)
    if found is None:
        raise NoSuchRecord
    return found


def leads_to(reader: Reader, entry: Entry) -> dict[str, Shown]:
    """The records to which the links of an entry lead, by reference, as far as this reader may see them."""
    keys: dict[Key, str] = {key: link.reference for link in entry.links if (key := key_of(link.reference))}
    found = described(reader, list(visible(reader).filter(named(keys)))) if keys else []
    return {keys[one.key]: one for one in found}
