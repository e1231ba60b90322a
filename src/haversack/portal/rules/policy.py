"""What does a hospital's policy document say, and is it one that can be followed?

The document is JSON: facts of the hospital, and rules in order. A rule says where it applies and what it does there:

    show, withhold     is this kind of record shown at all?
    hold               how many hours after a result is final is it shown?
    review             does it wait until somebody at the hospital has looked at it?
    window             how old, or how current, must it be?

Each of these four questions is answered by the first rule about it that applies; where none does, the record is shown,
at once, without limits. Whatever keeps a record from its patient names the legal basis on which the hospital does so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, TypeAlias

import msgspec

from .rights import AccessUnreadable, access_policy
from .sections import Section

_COLOUR = r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})"
_LOOK = re.compile(rf"{_COLOUR}|light-dark\({_COLOUR}, ?{_COLOUR}\)", re.ASCII)
_RADIUS = re.compile(r"\d{1,2}px", re.ASCII)
COLOURS = ("accent", "accent-deep", "on-accent", "tint", "band", "bar")
LONGEST_HOLD = 24 * 365  # hours; whoever means for ever says withhold


class PolicyUnreadable(Exception):
    """The document cannot be followed. Whoever wrote it puts it right; the text says where."""


class Hospital(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the pages say about the hospital. help_line: the telephone number of Medical Records.

    mark: the picture before its name. look: the colours and the radius that make the portal its own (COLOURS,
    "radius"), as CSS values.
    """

    name: str
    help_line: str
    help_hours: str = ""
    address: tuple[str, ...] = ()
    website: str = ""
    mark: Literal["", "waves", "sunrise", "building"] = ""
    look: dict[str, str] = {}


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which records a rule is about: those that meet everything which is named here; nothing named: all of them.

    codes: "system|code" of a category, kind or type of the record. sites: "Location/12", "Organization/3".
    """

    sections: tuple[Section, ...] = ()
    types: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


class Show(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="effect", tag="show"):
    """An exception from a withholding rule further down."""

    where: Where


class Withhold(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="effect", tag="withhold"):
    """Never shown. name: what patients call it ("Pathology reports"); ask: where to ask for it."""

    where: Where
    name: str
    legal_basis: str
    ask: str = ""


class Hold(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="effect", tag="hold"):
    """Shown so many hours after it is final."""

    where: Where
    hours: int
    legal_basis: str = ""


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="effect", tag="review"):
    """Shown once somebody at the hospital has marked it as reviewed, or so many hours after it is final."""

    where: Where
    legal_basis: str
    at_most_hours: int


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="effect", tag="window"):
    """Shown from a date on, up to an age in years, or only while it holds (an active allergy); one of the three."""

    where: Where
    legal_basis: str
    since: date | None = None
    younger_than_years: int | None = None
    current: bool = False


Rule: TypeAlias = Show | Withhold | Hold | Review | Window


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document. preset: the one it began as. access: who may see what (rules/access.py reads it).

    amendment_days: within how many days staff answer a request to correct the record (45 CFR 164.526(b)(2)).
    change_days, message_days: within how many they mean to answer a request to change the profile, and a message.
    """

    preset: str
    hospital: Hospital
    rules: tuple[Rule, ...] = ()
    access: dict[str, Any] = {}
    amendment_days: int = 60
    change_days: int = 7
    message_days: int = 3

    def window(self, section: Section) -> Window | None:
        """The window of a section as a whole, for the words above its list."""
        return next((rule for rule in self.rules if isinstance(rule, Window) and _about(rule.where, section)), None)

    def hold_hours(self, section: Section) -> int:
        """How long results of a section as a whole are held, for the words above its list."""
        return next((rule.hours for rule in self.rules if isinstance(rule, Hold) and _about(rule.where, section)), 0)

    def withheld(self) -> tuple[Withhold, ...]:
        """The kinds of record that are not shown here, each with its name for patients."""
        return tuple(rule for rule in self.rules if isinstance(rule, Withhold))


def read_policy(document: Any) -> Policy:
    """The policy in a decoded JSON document. Raises PolicyUnreadable, with every fault that is not one of form."""
    try:
        policy = msgspec.convert(document, Policy)
    except msgspec.ValidationError as fault:
        raise PolicyUnreadable(f"This is not a policy document: {fault}.") from None
    if faults := list(_faults(policy)):
        raise PolicyUnreadable(" ".join(faults))
    return policy


def written(policy: Policy) -> dict[str, Any]:
    """The document of a policy, as it is stored and shown."""
    document: dict[str, Any] = msgspec.to_builtins(policy)
    return document


def _about(where: Where, section: Section) -> bool:
    return section in where.sections and not (where.types or where.codes or where.statuses or where.sites)


def _faults(policy: Policy) -> Iterator[str]:
    for name in ("name", "help_line"):
        if not getattr(policy.hospital, name).strip():
            yield f"hospital: {name} is missing; pages need it."
    for key, value in policy.hospital.look.items():
        wanted = _RADIUS if key == "radius" else _LOOK if key in COLOURS else None
        if wanted is None:
            yield f"hospital: look knows {', '.join(COLOURS)} and radius."
        elif not wanted.fullmatch(value):
            yield f"hospital: look: {key} must be {'such as 6px' if key == 'radius' else 'a colour such as #1d5b3d'}."
    if not 1 <= policy.amendment_days <= 60:
        yield "amendment_days: a request must be answered within 60 days (45 CFR 164.526)."
    if not (1 <= policy.change_days <= 90 and 1 <= policy.message_days <= 90):
        yield "change_days, message_days: from 1 to 90."
    try:
        access_policy(policy.preset, policy.access)
    except AccessUnreadable as fault:
        yield str(fault)
    for number, rule in enumerate(policy.rules, 1):
        yield from (f"rule {number}: {fault}" for fault in _faults_of(rule))


def _faults_of(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Show):
        return
    if not (isinstance(rule, Hold) and rule.hours == 0) and not rule.legal_basis.strip():
        yield "whatever keeps a record from its patient must name its legal_basis."
    if isinstance(rule, Hold) and not 0 <= rule.hours <= LONGEST_HOLD:
        yield f"hours must be from 0 to {LONGEST_HOLD}."
    if isinstance(rule, Review) and not 0 < rule.at_most_hours <= LONGEST_HOLD:
        yield f"at_most_hours must be from 1 to {LONGEST_HOLD}, so that nothing waits for ever."
    if isinstance(rule, Withhold) and not rule.name.strip():
        yield "name is missing: what patients call what is withheld."
    if isinstance(rule, Window):
        if (rule.since is not None) + (rule.younger_than_years is not None) + rule.current != 1:
            yield "a window says one of since, younger_than_years, current."
        if rule.younger_than_years is not None and not 0 < rule.younger_than_years <= 150:
            yield "younger_than_years must be from 1 to 150."
    for code in rule.where.codes:
        if "|" not in code or code.endswith("|"):
            yield "codes are written system|code."
