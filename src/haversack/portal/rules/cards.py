"""What may go together on a health card, when is a new key due, and why is a card taken back? (X7)

Each fact is shared or not with the whole of its card, so vaccinations and results never share one, and no card holds
more than one code that a camera reads (framework, "Granular Sharing" and "Health Cards as QR Codes").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from .sections import Section

Fact = TypeVar("Fact")
A_KEY_SIGNS_FOR = timedelta(days=365)  # framework, "Key Management": a new one at least annually
MOST = 40  # facts that are chosen at once


class CardKind(StrEnum):
    """What a card tells of. The values are stored: they never change."""

    VACCINES = "vaccines"
    RESULTS = "results"


TYPE_OF = {CardKind.VACCINES: "Immunization", CardKind.RESULTS: "Observation"}
SECTION_OF = {CardKind.VACCINES: Section.PREVENTIVE, CardKind.RESULTS: Section.RESULTS}


class Revoked(StrEnum):
    """Why a card was taken back. The values are stored: they never change."""

    ASKED = "asked"
    WRONG = "wrong"
    LOST = "lost"


class NotOnACard(Exception):
    """What was chosen cannot go on a card; whoever chose can choose again. The text says why."""


NOTHING = "Choose at least one."
TOO_MANY = "Choose at most 40 at once."
NOT_THESE = "Something that you chose cannot go on a card any more. Look at the list again."
REVOKED_ALREADY = "This card was taken back already."


def require_some(chosen: Sequence[object]) -> None:
    """Raises NotOnACard."""
    if not chosen:
        raise NotOnACard(NOTHING)
    if len(chosen) > MOST:
        raise NotOnACard(TOO_MANY)


def is_due(made: datetime | None, now: datetime) -> bool:
    """Whether cards are signed with a new key from now on."""
    return made is None or now - made >= A_KEY_SIGNS_FOR


def shared_out(facts: Sequence[Fact], fits: Callable[[Sequence[Fact]], bool]) -> list[list[Fact]]:
    """The facts, in their order, on as few cards as each fits one code. One that fits none by itself has its own."""
    cards: list[list[Fact]] = []
    for fact in facts:
        if cards and fits([*cards[-1], fact]):
            cards[-1].append(fact)
        else:
            cards.append([fact])
    return cards
