"""Which rows does a backpack consist of?

Plain columns are person, source, date and state; all else is keyed or sealed.
"""

from .arrival import Arrival, Part
from .card_issuer import CardIssuer
from .decision import Decision, Declined
from .health_link import HealthLink
from .lab_report import LabReport
from .parting import Apart, Parting
from .person import Membership, Person
from .phone import Pairing, Phone, PhoneSource, Shared
from .record import Count, Record
from .search import Shard
from .source import Source
from .table_mapping import TableMapping
from .work import Work

__all__ = [
    "Apart",
    "Arrival",
    "CardIssuer",
    "Count",
    "Decision",
    "Declined",
    "HealthLink",
    "LabReport",
    "Membership",
    "Pairing",
    "Part",
    "Parting",
    "Person",
    "Phone",
    "PhoneSource",
    "Record",
    "Shard",
    "Shared",
    "Source",
    "TableMapping",
    "Work",
]
