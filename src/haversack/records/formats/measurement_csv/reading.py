"""What do the cells of a line say: a day, a time, a number?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from haversack.records.formats.measurement_csv import words

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?", re.ASCII)
_DAY = r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})\.?"
_CLOCK = r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?"
_ZONE = r"Z|[+-]\d\d:?\d\d"
DATE = re.compile(_DAY, re.ASCII)
TIME = re.compile(_CLOCK, re.ASCII)
DATE_AND_TIME = re.compile(rf"({_DAY})(?:T|,? +)({_CLOCK}) ?({_ZONE})?", re.ASCII)


class Wrong(Exception):
    """A line that is not taken; the message is one of words.py."""


def number(said: str, decimal: str) -> Decimal:
    """The number, its digits as they came. Raises Wrong."""
    other = "," if decimal == "." else "."
    if other in said or _NUMBER.fullmatch(plain := said.replace(decimal, ".")) is None:
        raise Wrong(words.NOT_A_NUMBER)
    return Decimal(plain)


def day(said: str, order: str) -> tuple[str, str]:
    """A FHIR date, and the time where the same cell says one ("T07:30", with the zone it names). ISO 8601 is always
    understood. Raises Wrong."""
    both = DATE_AND_TIME.fullmatch(said)
    found = DATE.fullmatch(both[1] if both else said)
    if found is None:
        raise Wrong(words.NO_DATE)
    named = dict(zip("ymd" if len(found[1]) == 4 else order, found.groups(), strict=True))
    if len(named["y"]) != 4:
        raise Wrong(words.NO_DATE)
    try:
        written = date(int(named["y"]), int(named["m"]), int(named["d"])).isoformat()
    except ValueError:
        raise Wrong(words.NO_DATE) from None
    return written, _zoned(clock(both[5]), both[10] or "") if both else ""


def clock(said: str) -> str:
    """ "T07:30" as far as it was said, in no zone. Raises Wrong."""
    found = TIME.fullmatch(said)
    if found is None:
        raise Wrong(words.NO_TIME)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise Wrong(words.NO_TIME)
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Wrong(words.NO_TIME)
    return f"T{hour:02}:{minute:02}:{second:02}" if found[3] else f"T{hour:02}:{minute:02}"


def has_zone(time: str) -> bool:
    """Whether a time says in which zone it is."""
    return time.endswith("Z") or time[-6:-5] in ("+", "-")


def _zoned(time: str, zone: str) -> str:
    """With its zone as FHIR writes it, which wants seconds beside one."""
    if not zone:
        return time
    written = "Z" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"
    return (time if len(time) > 6 else f"{time}:00") + written
