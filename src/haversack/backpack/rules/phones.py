"""What may a paired phone hand in, and until when does a code pair one?

Per category as Android asks (READ_MEDICAL_DATA_*), and measurements besides. Who and where (Patient, practitioners)
come along with whatever is allowed: Android counts them apart, and no list of ours shows them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from haversack.records.categories import CATEGORIES, PERSONAL_DETAILS, PRACTITIONER_DETAILS

MEASUREMENTS = "measurements"
GRANTABLE: tuple[str, ...] = (*(one.slug for one in CATEGORIES if one.health_connect), MEASUREMENTS)
_COMES_ALONG = frozenset({PERSONAL_DETAILS.slug, PRACTITIONER_DETAILS.slug})
CODE_LASTS = timedelta(minutes=10)
MOST_SOURCES = 20  # of one phone, as Android has it for one app
MOST_ITEMS = 1_000
MOST_BYTES = 8 << 20
MOST_OF_ONE = 1 << 20
PAGE = 1_000  # as Android's pageSize has it
MOST_PHONES = 20  # of one backpack, those taken back not counted


def may_hand_in(category: str, granted: tuple[str, ...]) -> bool:
    """Whether something of this category (records/categories.py, or MEASUREMENTS) may come now."""
    return bool(granted) if category in _COMES_ALONG else category in granted


def is_code_good(ends_at: datetime, used_at: datetime | None, now: datetime) -> bool:
    """A code pairs one phone, once, for ten minutes."""
    return used_at is None and now < ends_at


def as_granted(chosen: list[str]) -> tuple[str, ...]:
    """What was chosen, in the order of the page, each once."""
    return tuple(one for one in GRANTABLE if one in chosen)
