"""Which rows does a portal consist of?

The hospital's legal record is kept as the law asks: bodies sealed with the portal's key, search columns plain.
"""

from .amendments import Amendment
from .cards import CardKey, HealthCard
from .changes import ChangeRequest
from .enrolment import DayKept, Emancipation, IdentityCheck, Link, Outgoing
from .messages import Message, MessageFile, Thread
from .patients import Patient
from .policy import Policy
from .providers import Provider
from .proxies import Proxy
from .records import Record, RecordTie, SearchDate, SearchToken
from .reviews import MedicationReview
from .staff import Staff

__all__ = [
    "Amendment",
    "CardKey",
    "ChangeRequest",
    "DayKept",
    "Emancipation",
    "HealthCard",
    "IdentityCheck",
    "Link",
    "MedicationReview",
    "Message",
    "MessageFile",
    "Outgoing",
    "Patient",
    "Policy",
    "Provider",
    "Proxy",
    "Record",
    "RecordTie",
    "SearchDate",
    "SearchToken",
    "Staff",
    "Thread",
]
