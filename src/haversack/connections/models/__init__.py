"""Which rows does the directory consist of? Nothing in it is about anybody's health."""

from .directory import Door, Office, OfficePortal, Portal, PublishedList, Word

__all__ = ["Door", "Office", "OfficePortal", "Portal", "PublishedList", "Word"]
