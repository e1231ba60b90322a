"""Who is acting, and what does each role allow?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a user is to a backpack. The operator at the console acts as its keeper, and is audited as such."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Act(StrEnum):
    """What somebody wants to do with a backpack."""

    SEE = "see"
    EXPORT = "export"
    IMPORT = "import"
    CONNECT = "connect"
    DECIDE = "decide"
    SETTLE = "settle"  # name, birth date, colour
    REMOVE = "remove"  # the whole backpack


ALLOWED: dict[Role, frozenset[Act]] = {
    Role.OWNER: frozenset(Act),
    Role.EDITOR: frozenset({Act.SEE, Act.EXPORT, Act.IMPORT, Act.CONNECT, Act.DECIDE}),
    Role.VIEWER: frozenset({Act.SEE}),
}

REASONS: dict[Act, str] = {
    Act.SEE: "You do not have access to this backpack.",
    Act.EXPORT: "Only an owner or editor of this backpack can take a copy of it away.",
    Act.IMPORT: "Only an owner or editor of this backpack can add records.",
    Act.CONNECT: "Only an owner or editor of this backpack can connect it to providers.",
    Act.DECIDE: "Only an owner or editor of this backpack can decide what joins it.",
    Act.SETTLE: "Only an owner of this backpack can change whose it is.",
    Act.REMOVE: "Only an owner of this backpack can remove it.",
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. `user` is None for the operator at the console; `pseudonym` is all the audit trail learns."""

    user: int | None
    pseudonym: str

    @classmethod
    def operator(cls) -> Viewer:
        return cls(None, "operator")

    @property
    def is_operator(self) -> bool:
        return self.user is None


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes, or a no with the reason a page can print."""

    yes: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.yes


def may(role: Role | None, act: Act) -> Answer:
    """May somebody with this role do this? `None` is a stranger."""
    if role is not None and act in ALLOWED[role]:
        return Answer(True)
    return Answer(False, REASONS[act])


def is_current(until: datetime | None, now: datetime) -> bool:
    """Does a membership that ends at `until` (aware, None: no end) still hold at `now`?"""
    return until is None or now < until
