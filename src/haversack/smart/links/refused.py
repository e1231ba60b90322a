"""Why does a link open nothing? Each reason by itself, with its words for whoever was given it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Wrong(StrEnum):
    """What is wrong with a link, or with what came of it."""

    NOT_A_LINK = "This is not a SMART Health Link."
    DAMAGED = "This link is damaged or cut off. Copy all of it, and try again."
    NEWER = "This link is of a newer kind than this site knows."
    OVER = "This link does not hold any more: whoever gave it set an end to it. Ask for a new one."
    GONE = "There is nothing behind this link any more: it was stopped, or opened too often. Ask for a new one."
    PASSCODE = "This link asks for a passcode. Whoever gave you the link tells it to you."
    WRONG_PASSCODE = "That passcode is not the right one."
    NO_ATTEMPTS = "The passcode was wrong too often, so this link opens no more. Ask for a new one."
    NOT_ALLOWED = "This link leads to an address where this site does not look: one inside a network, or without https."
    NO_ANSWER = "Whoever keeps what this link opens cannot be reached. Try again later."
    BUSY = "Whoever keeps what this link opens wants to be left alone for a while. Try again later."
    BAD_ANSWER = "What came from the address in this link is not what a link gives."
    TOO_LARGE = "What this link opens is larger than this site takes."
    SEALED = "What this link opens is damaged, or the key in the link does not fit it. Nothing was taken from it."
    NOTHING = "This link opens nothing that this site can read."


class BadLink(Exception):
    """The link gives nothing, or nothing yet; `wrong` says why. attempts: how many more passcodes may be tried, -1
    where nobody says; after: how long to wait, where somebody says.
    """

    def __init__(self, wrong: Wrong, *, attempts: int = -1, after: timedelta | None = None) -> None:
        super().__init__(wrong.value)
        self.wrong, self.attempts, self.after = wrong, attempts, after
