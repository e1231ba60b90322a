"""Which rows do the directory and the connections consist of? What tells of a person is sealed under that one's key."""

from .connection import Connection, SignIn
from .directory import Door, Office, OfficePortal, Portal, PublishedList, Word
from .fetch import Course, Fetch, Shown, Sighting
from .registration import ClientKey, Registration

__all__ = [
    "ClientKey",
    "Connection",
    "Course",
    "Door",
    "Fetch",
    "Office",
    "OfficePortal",
    "Portal",
    "PublishedList",
    "Registration",
    "Shown",
    "Sighting",
    "SignIn",
    "Word",
]
