"""Who may enrol in which way, how often may it be tried, and what is a user id?

Whoever enrols alone gives the e-mail address on file and the record number: `M` and six digits, a million of them. The
answer on the page is the same whatever is known; what differs is whether a mail goes to the address on file. So a guess
tells the one who guesses nothing, and the limits keep the guesses few. The arithmetic, checked by the tests:

- against one address: 5 tries a day are 1,825 a year, at a million numbers one chance in 548 in a year that one of them
  is right, which then sends a mail to the patient and to nobody else;
- from one network: 20 a day are 7,300 a year; half of all numbers of one address would take 68 years;
- against one number: 5 a day, whatever the address, so that who knows a number cannot run through addresses;
- from ten thousand networks at once, against a thousand addresses that are known to be on file: the limit of each
  address leaves 5,000 tries a day, one right pair in 200 days, and still only a mail to its patient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from .access import Access, AccessClass

NUMBERS = 1_000_000
LINK_LASTS = timedelta(hours=1)  # by mail
LETTER_LASTS = timedelta(days=7)  # given by hand, at the desk
_MRN = re.compile(r"M\d{6}", re.ASCII)
_USER_ID = re.compile(r"[a-z][a-z0-9._-]{5,29}", re.ASCII)

# What Unfit says; a page translates it.
NO_MRN = "A record number is the letter M and six digits, such as M000000. It stands on letters from the hospital."
NO_USER_ID = "A user id has 6 to 30 letters, digits, full stops, hyphens or underscores, and begins with a letter."
TELLS_NUMBER = "Choose a user id that does not contain your record number."
TELLS_EMAIL = "Choose a user id that is not your e-mail address or its first part."


class Unfit(Exception):
    """What was given cannot be used; the message says why, to whoever gave it."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most so many tries within that time."""

    most: int
    within: timedelta


class By(StrEnum):
    """By what tries are counted."""

    NETWORK = "network"
    EMAIL = "e-mail"
    NUMBER = "record number"
    USER_ID = "user id"
    LINK = "link"


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
ASK_TO_ENROL: dict[By, tuple[Allowance, ...]] = {
    By.NETWORK: (Allowance(10, _HOUR), Allowance(20, _DAY)),
    By.EMAIL: (Allowance(5, _DAY),),
    By.NUMBER: (Allowance(5, _DAY),),
}
ASK_FOR_PASSWORD: dict[By, tuple[Allowance, ...]] = {
    By.NETWORK: (Allowance(10, _HOUR), Allowance(20, _DAY)),
    By.USER_ID: (Allowance(5, _DAY),),
}
TYPE_A_LETTER: dict[By, tuple[Allowance, ...]] = {By.NETWORK: (Allowance(20, _HOUR),)}
# Whoever holds a link learns that a user id is taken; not whose it is, and not of many.
CHOOSE_A_USER_ID: dict[By, tuple[Allowance, ...]] = {By.LINK: (Allowance(10, _DAY),)}


class Outcome(StrEnum):
    """What goes out by mail to somebody who asked to enrol."""

    LINK = "link"
    ENROLLED = "enrolled"
    NOT_ONLINE = "not-online"


class IdKind(StrEnum):
    """Which photo ID was looked at. The values are stored on rows: they never change."""

    DRIVING_LICENCE = "driving-licence"
    STATE_ID = "state-id"
    PASSPORT = "passport"
    MILITARY_ID = "military-id"
    TRIBAL_ID = "tribal-id"
    RESIDENT_CARD = "resident-card"


def outcome(*, enrolled: bool, access: Access, shared: bool) -> Outcome:
    """What the patient who was found gets. shared: the address on file is somebody else's, too."""
    if enrolled:
        return Outcome.ENROLLED
    return Outcome.LINK if access and may_go_by_mail(access, shared=shared) else Outcome.NOT_ONLINE


def may_go_by_mail(access: Access, *, shared: bool) -> bool:
    """May a link for this patient's own account be mailed? A teenager's may not where the address is also a parent's,
    or the parent would have the account; the desk gives the teenager a letter.
    """
    return not (access.access is AccessClass.TEEN and shared)


def fit_mrn(text: str) -> str:
    """The record number as it is kept. Raises Unfit for what cannot be one."""
    number = re.sub(r"[\s-]", "", text).upper()
    if not _MRN.fullmatch(number):
        raise Unfit(NO_MRN)
    return number


def fit_user_id(text: str, *, mrn: str = "", email: str = "") -> str:
    """The user id as it is kept: lower case. Raises Unfit for one that cannot be used, or that tells something."""
    user_id = text.strip().lower()
    if not _USER_ID.fullmatch(user_id):
        raise Unfit(NO_USER_ID)
    if mrn and mrn[1:] in user_id:
        raise Unfit(TELLS_NUMBER)
    if email and user_id in (email, email.partition("@")[0]):
        raise Unfit(TELLS_EMAIL)
    return user_id
