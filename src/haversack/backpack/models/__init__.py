"""Which rows does a backpack consist of?

Plain columns are person, source, date and state; all else is keyed or sealed.
"""

from .arrival import Arrival, Part
from .decision import Decision, Declined
from .person import Membership, Person
from .record import Count, Record
from .search import Shard
from .source import Source
from .work import Work

__all__ = [
    "Arrival",
    "Count",
    "Decision",
    "Declined",
    "Membership",
    "Part",
    "Person",
    "Record",
    "Shard",
    "Source",
    "Work",
]
