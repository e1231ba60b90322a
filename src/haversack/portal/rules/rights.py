"""What may each access class see and do? Data of the hospital's policy, with what each preset begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from .sections import LISTED, Section

# About nobody in particular: without it no doctor could be named.
ALWAYS = frozenset({Section.DIRECTORY})


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


OWN = frozenset({AccessClass.SELF, AccessClass.EMANCIPATED, AccessClass.TEEN})  # the patient, nobody in their place


class Act(StrEnum):
    """What somebody wants to do with a record. The values stand in policies: they never change."""

    SEE = "see"
    EXPORT = "export"  # take a copy away
    CONNECT = "connect"  # let an app in
    WRITE = "write"  # to a provider
    ASK = "ask"  # for a change of the profile, for an amendment
    SETTLE = "settle"  # how long to wait with results
    LET_IN = "let-in"  # see who else has access, and end it


@dataclass(frozen=True, slots=True)
class Right:
    """What a class may see and do."""

    sections: frozenset[Section]
    acts: frozenset[Act]


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The hospital's decision about who may see. zone: where midnight is. teen_from, adult_at: ages in years."""

    zone: str
    teen_from: int
    adult_at: int
    rights: Mapping[AccessClass, Right]


_EVERYTHING = (*LISTED, Section.PROFILE, Section.OTHER)
_ALL_ACTS = tuple(Act)
_OF_A_STAND_IN = (Act.SEE, Act.EXPORT, Act.CONNECT, Act.WRITE, Act.ASK)
_OF_A_TEENS_PARENT = (Section.ALLERGIES, Section.PREVENTIVE, Section.PROFILE)


def _written(sections: tuple[Section, ...], acts: tuple[Act, ...]) -> dict[str, list[str]]:
    return {"sections": [one.value for one in sections], "acts": [one.value for one in acts]}


_GROWN_UP = {
    "self": _written(_EVERYTHING, _ALL_ACTS),
    "emancipated": _written(_EVERYTHING, _ALL_ACTS),
    "adult-proxy": _written(_EVERYTHING, _OF_A_STAND_IN),
    "staff": _written(_EVERYTHING, (Act.SEE,)),
}
# The part "access" of a policy document, as each preset begins. In `backus` no minor sees a record here, nor anybody on
# a minor's behalf. In `open` a parent sees a child's record until 13; from then on the teen has their own, and the
# parent what no confidential visit shows in.
PRESETS: dict[str, dict[str, Any]] = {
    "backus": {"time_zone": "America/New_York", "teen_from": 13, "adult_at": 18, "classes": _GROWN_UP},
    "open": {
        "time_zone": "America/New_York",
        "teen_from": 13,
        "adult_at": 18,
        "classes": {
            **_GROWN_UP,
            "parent-of-child": _written(_EVERYTHING, _OF_A_STAND_IN),
            "parent-of-teen": _written(_OF_A_TEENS_PARENT, (Act.SEE, Act.WRITE)),
            "teen": _written(_EVERYTHING, (Act.SEE, Act.EXPORT, Act.WRITE, Act.ASK, Act.SETTLE)),
            "diminished-capacity": _written(_EVERYTHING, _OF_A_STAND_IN),
        },
    },
}


class AccessUnreadable(Exception):
    """The part "access" of a policy says something that cannot be; whoever set it can put it right. Says where."""


def access_policy(preset: str, document: Mapping[str, Any]) -> AccessPolicy:
    """Read the part "access" of a policy document; empty, it is as its preset begins, of one that is not known here as
    the strictest. Raises AccessUnreadable.
    """
    document = document or PRESETS.get(preset, PRESETS["backus"])
    try:
        teen_from, adult_at = document["teen_from"], document["adult_at"]
        if not (isinstance(teen_from, int) and isinstance(adult_at, int) and 0 < teen_from <= adult_at <= 25):
            raise AccessUnreadable("access: teen_from and adult_at are ages in years, the first not above the second.")
        zone = _zone(document["time_zone"])
        rights = {AccessClass(name): _right(name, right) for name, right in document["classes"].items()}
    except KeyError as missing:
        raise AccessUnreadable(f"access: {missing.args[0]} is missing or not known.") from None
    except (ValueError, AttributeError, TypeError):
        raise AccessUnreadable("access: a class, section or act is not one that there is.") from None
    if AccessClass.SELF not in rights:
        raise AccessUnreadable("access: classes must name self; a portal that shows adults nothing is none.")
    return AccessPolicy(zone, teen_from, adult_at, rights)


def _right(name: str, right: Mapping[str, Any]) -> Right:
    sections = frozenset(Section(one) for one in right["sections"])
    acts = frozenset(Act(one) for one in right["acts"])
    if Act.SEE not in acts:
        raise AccessUnreadable(f"access: whoever has the class {name} must at least be able to see.")
    return Right(sections, acts)


def _zone(name: object) -> str:
    try:
        return ZoneInfo(str(name)).key
    except (KeyError, ValueError, OSError):
        raise AccessUnreadable("access: time_zone is a name such as America/New_York.") from None
