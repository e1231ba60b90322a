"""By what right does somebody see a patient's record?"""

from __future__ import annotations

from enum import StrEnum


class AccessClass(StrEnum):
    """What somebody is to a patient. The values stand in policies: they never change."""

    SELF = "self"
    ADULT_PROXY = "adult-proxy"
    PARENT_OF_CHILD = "parent-of-child"
    PARENT_OF_TEEN = "parent-of-teen"
    TEEN = "teen"
    EMANCIPATED = "emancipated"
    DIMINISHED_CAPACITY = "diminished-capacity"
    STAFF = "staff"
