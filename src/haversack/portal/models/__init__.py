"""Which rows does a portal consist of?

The hospital's legal record is kept as the law asks: bodies sealed with the portal's key, search columns plain.
"""

from .enrolment import DayKept, Emancipation, IdentityCheck, Link, Outgoing
from .patients import Patient
from .policy import Policy
from .providers import Provider
from .proxies import Proxy
from .records import Record, RecordTie, SearchDate, SearchToken
from .staff import Staff

__all__ = [
    "DayKept",
    "Emancipation",
    "IdentityCheck",
    "Link",
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
]
