"""Is this a name a family can use, and a date somebody can have been born on?"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")
LONGEST_NAME = 120
# What Unfit says; a page translates it.
NO_NAME = "A name is needed, such as the one the family uses."
NAME_TOO_LONG = f"The name is longer than {LONGEST_NAME} characters."
NO_DATE = "Write the birth date as year-month-day, such as 1968-04-01."
NO_SUCH_DAY = "There is no such day. Write the birth date as year-month-day, such as 1968-04-01."


class Unfit(Exception):
    """What was given cannot be used; the message says why, to whoever gave it."""


def fit_name(text: str) -> str:
    """The name without stray spaces and invisible characters. Raises Unfit when nothing is left or it is too long."""
    name = " ".join("".join(c for c in text if unicodedata.category(c)[0] != "C").split())
    if not name:
        raise Unfit(NO_NAME)
    if len(name) > LONGEST_NAME:
        raise Unfit(NAME_TOO_LONG)
    return name


def fit_birth_date(text: str) -> str:
    """ "" or a FHIR date: 1968, 1968-04 or 1968-04-01.

    Raises Unfit for anything else, and for days that do not exist.
    """
    text = text.strip()
    if not text:
        return ""
    if not _DATE.match(text):
        raise Unfit(NO_DATE)
    parts = [int(part) for part in text.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        raise Unfit(NO_SUCH_DAY) from None
    return text
