"""By what right does somebody see a patient's record, and how much of it?

Whoever looks is in one access class at a time: the patient (grown up, emancipated, teen), or somebody who stands in
for them by a form that the hospital has on file (an adult they let in, a parent, the representative of somebody who
cannot decide for themselves), or staff at the desk. The class follows from the tie between the two and from the
patient's age today; what a class may see and do is data of the policy (rights.py). A class that a policy does not name
has no access at all.

Asked again with every request: what ended, or was outgrown at midnight, shows nothing from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from haversack.records.ages import age_on

from .minors import Life, day_of, is_emancipated, midnight, next_change
from .rights import ALWAYS, AccessClass, AccessPolicy, Act
from .sections import Section

__all__ = [
    "REASONS",
    "Access",
    "AccessClass",
    "AccessPolicy",
    "Act",
    "Kind",
    "Tie",
    "Why",
    "may_read",
    "own_access",
    "proxy_access",
    "staff_access",
]


class Kind(StrEnum):
    """By which paper somebody stands in for a patient. The values are stored on rows: they never change."""

    CONSENT = "consent"  # a form that the patient signed
    PARENT = "parent"
    REPRESENTATIVE = "representative"  # of a patient with diminished capacity, by a document such as a court's


class Why(StrEnum):
    """Why somebody has no access; REASONS says it to them."""

    CHILD = "child"
    MINOR = "minor"
    NO_PARENT = "no-parent"
    OUTGROWN = "outgrown"
    NOT_GIVEN = "not-given"
    NO_BIRTH_DATE = "no-birth-date"
    DIED = "died"
    NOT_YET = "not-yet"
    ENDED = "ended"
    NOT_THIS = "not-this"


REASONS: dict[Why, str] = {
    Why.CHILD: "A child has no access of their own. Ask Medical Records for copies.",
    Why.MINOR: "The portal is for adults and for emancipated minors. Ask Medical Records for copies of the record.",
    Why.NO_PARENT: "Parents cannot see a child’s record in the portal. Ask Medical Records for copies.",
    Why.OUTGROWN: "A parent’s access ends on the birthday from which the patient decides. "
    "The patient can give access by the form for proxies.",
    Why.NOT_GIVEN: "This hospital’s portal does not give this kind of access. Ask Medical Records for copies.",
    Why.NO_BIRTH_DATE: "Medical Records does not have the patient’s full date of birth. Ask them to complete it.",
    Why.DIED: "The portal does not show the record of somebody who has died. Ask Medical Records for copies.",
    Why.NOT_YET: "This access has not begun yet.",
    Why.ENDED: "This access has ended.",
    Why.NOT_THIS: "Your access to this record does not cover this.",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """How somebody stands in for a patient. sections: what the form covers; None: everything that the class may see.

    since: the form's date. until: the last moment, None for no end. ended_at: when patient or staff ended it.
    """

    kind: Kind
    sections: frozenset[Section] | None
    since: datetime
    until: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """A yes with what it covers, or a no with its reason. changes_at: when age next changes the answer; None: never."""

    access: AccessClass | None
    sections: frozenset[Section] = frozenset()
    acts: frozenset[Act] = frozenset()
    why: Why | None = None
    changes_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.access is not None

    @property
    def reason(self) -> str:
        return REASONS[self.why] if self.why else ""

    def may(self, act: Act) -> bool:
        return act in self.acts


def own_access(policy: AccessPolicy, life: Life, now: datetime) -> Access:
    """May the patient see their own record?"""
    day = day_of(now, policy.zone)
    if life.died_on:
        return Access(None, why=Why.DIED)
    if is_emancipated(life, day):
        return _given(policy, AccessClass.EMANCIPATED, life, day, else_why=Why.MINOR)
    if life.born is None:
        return Access(None, why=Why.NO_BIRTH_DATE)
    age = age_on(life.born, day)
    if age >= policy.adult_at:
        return _given(policy, AccessClass.SELF, life, day, else_why=Why.NOT_GIVEN)
    if age >= policy.teen_from:
        return _given(policy, AccessClass.TEEN, life, day, else_why=Why.MINOR)
    why = Why.CHILD if AccessClass.TEEN in policy.rights else Why.MINOR
    return Access(None, why=why, changes_at=_changes_at(policy, life, day))


def proxy_access(policy: AccessPolicy, tie: Tie, life: Life, now: datetime) -> Access:
    """May somebody with this tie see the patient's record?"""
    if life.died_on:
        return Access(None, why=Why.DIED)
    if (tie.ended_at is not None and tie.ended_at <= now) or (tie.until is not None and tie.until <= now):
        return Access(None, why=Why.ENDED)
    if now < tie.since:
        return Access(None, why=Why.NOT_YET)
    day = day_of(now, policy.zone)
    found = _class_of(policy, tie.kind, life, day)
    if isinstance(found, Why):
        return Access(None, why=found, changes_at=_changes_at(policy, life, day))
    given = _given(policy, found, life, day, else_why=_why_not(tie.kind))
    if not given or tie.sections is None:
        return given
    kept = given.sections & (tie.sections | ALWAYS)
    return Access(given.access, kept, given.acts, changes_at=given.changes_at)


def staff_access(policy: AccessPolicy) -> Access:
    """What the desk sees when it looks a patient up: what the policy gives, whatever the patient's age."""
    right = policy.rights.get(AccessClass.STAFF)
    if right is None:
        return Access(None, why=Why.NOT_GIVEN)
    return Access(AccessClass.STAFF, right.sections | ALWAYS, right.acts)


def may_read(access: Access, section: Section) -> Why | None:
    """None: yes; else why not."""
    if not access:
        return access.why
    return None if section in access.sections else Why.NOT_THIS


def _class_of(policy: AccessPolicy, kind: Kind, life: Life, day: date) -> AccessClass | Why:
    if kind is Kind.REPRESENTATIVE:
        return AccessClass.DIMINISHED_CAPACITY
    grown_up = is_emancipated(life, day)
    if not grown_up and life.born is None:
        return Why.NO_BIRTH_DATE
    age = age_on(life.born, day) if life.born else policy.adult_at
    grown_up = grown_up or age >= policy.adult_at
    if kind is Kind.CONSENT:
        return AccessClass.ADULT_PROXY if grown_up else Why.MINOR
    if grown_up:
        return Why.OUTGROWN
    return AccessClass.PARENT_OF_TEEN if age >= policy.teen_from else AccessClass.PARENT_OF_CHILD


def _why_not(kind: Kind) -> Why:
    return Why.NO_PARENT if kind is Kind.PARENT else Why.NOT_GIVEN


def _given(policy: AccessPolicy, wanted: AccessClass, life: Life, day: date, *, else_why: Why) -> Access:
    changes_at = _changes_at(policy, life, day)
    right = policy.rights.get(wanted)
    if right is None:
        return Access(None, why=else_why, changes_at=changes_at)
    return Access(wanted, right.sections | ALWAYS, right.acts, changes_at=changes_at)


def _changes_at(policy: AccessPolicy, life: Life, day: date) -> datetime | None:
    change = next_change(life, (policy.teen_from, policy.adult_at), day)
    return midnight(change, policy.zone) if change else None
