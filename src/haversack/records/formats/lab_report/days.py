"""Which day does a written date name, and which could it name? One that may be two days is asked for, never guessed."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    ("jan", "ene", "januar", "january", "enero"), ("feb", "februar", "february", "febrero"),
    ("mar", "mär", "mrz", "märz", "march", "marzo"), ("apr", "abr", "april", "abril"), ("may", "mai", "mayo"),
    ("jun", "juni", "june", "junio"), ("jul", "juli", "july", "julio"), ("aug", "ago", "august", "agosto"),
    ("sep", "sept", "september", "septiembre", "set"), ("oct", "okt", "october", "oktober", "octubre"),
    ("nov", "november", "noviembre"), ("dec", "dez", "dic", "december", "dezember", "diciembre"),
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[- ](?:de )?([^\W\d_]{3,10})\.?,?[- ](?:de )?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?:\s?([AaPp])\.?[Mm]\b)?", re.ASCII)


def days_in(text: str) -> tuple[str, ...]:
    """The days (ISO 8601) that the first date in a text may name: none, one, or two where day and month may each be
    the other."""
    if found := _ISO.search(text):
        return _days((int(found[1]), int(found[2]), int(found[3])))
    if (found := _DAY_FIRST.search(text)) and (month := _NUMBERS.get(found[2].lower())):
        return _days((int(found[3]), month, int(found[1])))
    if (found := _MONTH_FIRST.search(text)) and (month := _NUMBERS.get(found[1].lower())):
        return _days((int(found[3]), month, int(found[2])))
    if found := _NUMERIC.search(text):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == ".":  # nobody writes a month before such a point
            return _days((year, other, one))
        return _days((year, one, other), (year, other, one))
    return ()


def clock_in(text: str) -> str:
    """The time of day in a text, as 24 hours ("08:15"), "" for none."""
    found = _CLOCK.search(text)
    if found is None:
        return ""
    hour = int(found[1])
    if found[3]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if found[3] in "Pp" else 0)
    return f"{hour:02}:{found[2]}"


def _days(*each: tuple[int, int, int]) -> tuple[str, ...]:
    found = []
    for year, month, day in each:
        try:
            found.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return tuple(sorted({one for one in found if "1900" < one < "2200"}))
