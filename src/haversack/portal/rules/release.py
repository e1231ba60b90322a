"""When may a patient see a record, from when and until when, and why not the rest of the time? (Invariant 7)

One decision stands behind page, API, search, export, message and notice. It is made here, from the hospital's rules in
their order (policy.py) and the patient's own wish to wait, and stands on the row with the policy that made it. Who is
looking, and how far their access goes, is asked later, at every look (access.py).

Two things keep a record back. It is *kept*: withheld, waiting for a review, held, or not final yet; its family is kept
with it (ties.py). Or it lies outside its section's *window*: that concerns this record alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from .facts import RecordFacts
from .minors import birthday, midnight
from .policy import Hold, Policy, Review, Rule, Show, Where, Window, Withhold
from .sections import Section

ALWAYS = datetime(1900, 1, 1, tzinfo=UTC)
WAITS_BY_WISH = (Section.RESULTS, Section.REPORTS)
Found = TypeVar("Found", bound=Rule)


class Reason(StrEnum):
    """Why a record is shown or not. The values are stored: they never change."""

    SHOWN = "shown"
    HELD = "held"
    WISH = "wish"
    REVIEW = "review"
    NOT_FINAL = "not-final"
    WITHHELD = "withheld"
    TOO_OLD = "too-old"
    NOT_CURRENT = "not-current"
    NOBODYS = "nobodys"


# Why a record is hidden from its patient for no secret of it: by its age, or because it is over.
NOT_KEPT_BACK = (Reason.SHOWN, Reason.TOO_OLD, Reason.NOT_CURRENT)
TO_PATIENTS: dict[Reason, str] = {
    Reason.SHOWN: "This is shown as soon as the hospital has it.",
    Reason.HELD: "Results and reports appear some time after they are final.",
    Reason.WISH: "You asked the hospital to wait with your results.",
    Reason.REVIEW: "This appears once somebody at the hospital has looked at it.",
    Reason.NOT_FINAL: "This is not final yet.",
    Reason.WITHHELD: "This kind of record is not shown here. Ask your provider or Medical Records.",
    Reason.TOO_OLD: "The portal shows this part of the record back to a certain date. "
    "Ask Medical Records for copies of what is older.",
    Reason.NOT_CURRENT: "The portal shows what holds today. Ask Medical Records for copies of the rest.",
    Reason.NOBODYS: "This belongs to no patient’s record.",
}
TO_STAFF: dict[Reason, str] = {
    Reason.SHOWN: "Shown: no rule keeps it back.",
    Reason.HELD: "Held for the hours that the policy sets, counted from when it or the last of its results was final.",
    Reason.WISH: "Held at the patient’s own wish, which is longer than the policy’s hold.",
    Reason.REVIEW: "Waits until somebody marks it as reviewed, at most for the hours that the policy sets.",
    Reason.NOT_FINAL: "Not final, and a hold counts from when it is.",
    Reason.WITHHELD: "Withheld by the policy, itself or as part of a report that is.",
    Reason.TOO_OLD: "Older than the window of its section.",
    Reason.NOT_CURRENT: "Its section shows what holds today; this is resolved, stopped or refuted.",
    Reason.NOBODYS: "It names no patient and no place or provider, so nobody is shown it.",
}


@dataclass(frozen=True, slots=True)
class Release:
    """From when (None: never) until when (None: no end) the patient sees it, and why."""

    visible_from: datetime | None
    visible_until: datetime | None
    reason: Reason
    legal_basis: str = ""

    def holds_at(self, now: datetime) -> bool:
        begun = self.visible_from is not None and self.visible_from <= now
        return begun and (self.visible_until is None or now < self.visible_until)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of one record alone: how it is kept (its family shares that), and its own window."""

    kept: Release
    window: Release

    def release(self) -> Release:
        if self.kept.visible_from is None or self.window.reason is Reason.SHOWN:
            return self.kept
        if self.window.visible_from is None:
            return self.window
        shown = self.kept.reason is Reason.SHOWN
        return replace(self.window if shown else self.kept, visible_from=self.kept.visible_from,
                       visible_until=self.window.visible_until)  # fmt: skip


SHOWN = Release(ALWAYS, None, Reason.SHOWN)


def decide(facts: RecordFacts, policy: Policy, *, wish_hours: int, zone: str) -> Release:
    """The decision about a record that stands alone."""
    return judge(facts, policy, wish_hours=wish_hours, zone=zone).release()


def judge(facts: RecordFacts, policy: Policy, *, wish_hours: int, zone: str) -> Judgement:
    """What the rules say. zone: where the hospital is, for the midnight at which something grows too old."""
    return Judgement(_kept(facts, policy, wish_hours), _window(facts, policy, zone))


def reason_at(release: Release, now: datetime) -> Reason:
    """Why it is shown or hidden at this moment: a hold that has passed hides nothing, and a window may have closed."""
    if release.holds_at(now):
        return Reason.SHOWN
    if release.visible_from is not None and release.visible_from <= now:
        return Reason.TOO_OLD
    return release.reason


def basis_of(reason: Reason, facts: RecordFacts, policy: Policy) -> str:
    """The legal basis of a stored decision: that of the rule which made it for this record or one of its family."""
    kinds = _EFFECTS.get(reason)
    if kinds is None:
        return ""
    own = _first(policy.rules, facts, kinds)
    rule = own or next((rule for rule in policy.rules if isinstance(rule, kinds)), None)
    return rule.legal_basis if rule and not isinstance(rule, Show) else ""


_EFFECTS: dict[Reason, tuple[type[Rule], ...]] = {
    Reason.HELD: (Hold,),
    Reason.NOT_FINAL: (Hold,),
    Reason.REVIEW: (Review,),
    Reason.WITHHELD: (Withhold,),
    Reason.TOO_OLD: (Window,),
    Reason.NOT_CURRENT: (Window,),
}


def keeps_anything(policy: Policy, wish_hours: int) -> bool:
    """Whether any record can be kept back at all; where none can, families need no looking at."""
    return wish_hours > 0 or any(isinstance(rule, Withhold | Hold | Review) for rule in policy.rules)


def _kept(facts: RecordFacts, policy: Policy, wish_hours: int) -> Release:
    kind = _first(policy.rules, facts, (Withhold, Show))
    if isinstance(kind, Withhold):
        return Release(None, None, Reason.WITHHELD, kind.legal_basis)
    hold = _first(policy.rules, facts, (Hold,))
    hours, reason, basis = (hold.hours, Reason.HELD, hold.legal_basis) if hold else (0, Reason.HELD, "")
    if facts.section in WAITS_BY_WISH and wish_hours > hours:
        hours, reason, basis = wish_hours, Reason.WISH, "The patient asked for it."
    review = _first(policy.rules, facts, (Review,))
    if review and facts.reviewed_at is None and review.at_most_hours > hours:
        hours, reason, basis = review.at_most_hours, Reason.REVIEW, review.legal_basis
    if not hours:
        return SHOWN
    if facts.final_at is None:
        return Release(None, None, Reason.NOT_FINAL, basis)
    return Release(facts.final_at + timedelta(hours=hours), None, reason, basis)


def _window(facts: RecordFacts, policy: Policy, zone: str) -> Release:
    rule = _first(policy.rules, facts, (Window,))
    if rule is None:
        return SHOWN
    if rule.current:
        return SHOWN if facts.current else Release(None, None, Reason.NOT_CURRENT, rule.legal_basis)
    if facts.day is None:  # nobody can say that it is too old
        return SHOWN
    if rule.since is not None:
        return SHOWN if facts.day >= rule.since else Release(None, None, Reason.TOO_OLD, rule.legal_basis)
    end = midnight(birthday(facts.day, rule.younger_than_years or 0), zone).astimezone(UTC)
    return Release(ALWAYS, end, Reason.TOO_OLD, rule.legal_basis)


def _first(rules: Iterable[Rule], facts: RecordFacts, kinds: tuple[type[Found], ...]) -> Found | None:
    return next((rule for rule in rules if isinstance(rule, kinds) and _applies(rule.where, facts)), None)


def _applies(where: Where, facts: RecordFacts) -> bool:
    return (
        (not where.sections or facts.section in where.sections)
        and (not where.types or facts.type in where.types)
        and (not where.statuses or facts.status in where.statuses)
        and (not where.codes or not facts.codes.isdisjoint(where.codes))
        and (not where.sites or not facts.sites.isdisjoint(where.sites))
    )


# Families -----------------------------------------------------------------------------------------------------------
Node = TypeVar("Node")


def keep_together(
    judged: Mapping[Node, Judgement], shares: Sequence[tuple[Node, Node]], waits_for: Sequence[tuple[Node, Node]]
) -> dict[Node, Judgement]:
    """The judgements of a family. shares: pairs that are withheld or reviewed together; waits_for: (one, other), where
    one tells what the other says and so must not appear before it.
    """
    found = dict(judged)
    changed = True
    while changed:
        changed = False
        for one, other in [*shares, *((b, a) for a, b in shares)]:
            if found[other].kept.reason in (Reason.WITHHELD, Reason.REVIEW):
                changed |= _wait(found, one, other)
        for one, other in waits_for:
            changed |= _wait(found, one, other)
    return found


def _wait(found: dict[Node, Judgement], one: Node, other: Node) -> bool:
    """Let `one` be kept as long as `other`; whether that changes anything. What is not final waits by itself alone."""
    mine, theirs = found[one].kept, found[other].kept
    if theirs.reason is Reason.NOT_FINAL or _rank(theirs) <= _rank(mine):
        return False
    found[one] = replace(found[one], kept=theirs)
    return True


def _rank(kept: Release) -> tuple[int, datetime]:
    if kept.reason is Reason.WITHHELD:
        return 2, ALWAYS
    return (1, ALWAYS) if kept.visible_from is None else (0, kept.visible_from)
