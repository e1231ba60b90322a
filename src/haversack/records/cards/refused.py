"""Why does a card show nothing? Each reason by itself, with its words for whoever was shown it."""

from __future__ import annotations

from enum import StrEnum


class Wrong(StrEnum):
    """What is wrong with a card. The first that is found is told."""

    NOT_A_CARD = "This is not a SMART Health Card."
    PART_MISSING = "A part of this card is missing: it is spread over several codes."
    UNREADABLE = "This card is damaged: it cannot be read."
    TOO_LARGE = "This card is larger than any card is."
    HEADER = "This card is not signed in the way that cards are."
    UNKNOWN_KEY = "The issuer does not publish the key that this card names."
    BAD_KEY = "The issuer’s key is not what its name says, or of no kind for cards."
    SIGNATURE = "This card was changed after it was signed, or its issuer did not sign it."
    CLAIMS = "This card does not say what a card has to say."
    NOT_YET = "This card does not hold yet."
    EXPIRED = "This card does not hold any more."
    REVOKED = "The issuer took this card back."
    LIST = "The issuer’s list of cards that it took back cannot be read, so nobody can tell whether it holds."
    UNLISTED = "Nobody that this site knows of vouches for who signed this card."
    NO_KEYS = "The keys of this card’s issuer are not known here yet, so its signature could not be checked."


class BadCard(Exception):
    """The card shows nothing. Whoever holds it can ask the issuer for a new one; `wrong` says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong
