"""How is a medicine to be taken, in the reader's language?

A reader of FHIR makes words of a timing that came as numbers and codes, in English: "1 tablet, twice a day".
Its own phrases are found again here, piece by piece; what a source wrote itself stays as it came.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haversack.records.formats.fhir_r4 import dosage

UNITS = tuple(f"{unit}{ending}" for unit in dosage.UNITS.values() for ending in ("", "s"))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PHRASES = tuple(dict.fromkeys([*dosage.WHEN.values(), *dosage.CODES.values(), "as needed"]))
# {0} and on: numbers, times of day and units. As dosage.py makes them.
PATTERNS = (
    "once a {0}",
    "once an {0}",
    "twice a {0}",
    "twice an {0}",
    "twice every {0} {1}",
    "every {0} {1}",
    "{0} times a {1}",
    "{0} times an {1}",
    "{0} times every {1} {2}",
    "{0} to {1} times a {2}",
    "{0} to {1} times an {2}",
    "{0} to {1} times every {2} {3}",
    "{0} times in all",
    "{0} at a time",
    "for {0} {1}",
    "over {0} {1}",
    "at {0}",
    "on {0}",
)
NEEDED = ("as needed for {0}",)  # whatever it is for, in the source's words
_WORDS = frozenset({*UNITS, *DAYS, *PHRASES})


def dosing(text: str) -> str:
    """The words of a dosage; each piece that is none of ours as it came."""
    if (get_language() or "en").startswith("en"):
        return text
    return "; ".join(_sentence(one) for one in text.split("; "))


def _sentence(text: str) -> str:
    pieces = text.split(", ")
    said = [_said(piece) or piece for piece in [pieces[0][:1].lower() + pieces[0][1:], *pieces[1:]]]
    if said[1:] == pieces[1:] and said[0].casefold() == pieces[0].casefold():  # nothing of it is ours
        return text
    return ", ".join([said[0][:1].upper() + said[0][1:], *said[1:]])


def _said(piece: str) -> str:
    """The piece in the reader's language; "" where it is none of ours."""
    if piece in _WORDS:
        return _(piece)
    for pattern in (*PATTERNS, *NEEDED):
        if match := _shape(pattern).fullmatch(piece):
            return _(pattern).format(*(_(one) if one in _WORDS else one for one in match.groups()))
    return ""


@lru_cache(maxsize=64)
def _shape(pattern: str) -> re.Pattern[str]:
    held = "(.+)" if pattern in NEEDED else rf"([\d.:]+|{'|'.join(sorted((*UNITS, *DAYS), key=len, reverse=True))})"
    return re.compile(held.join(re.escape(part) for part in re.split(r"\{\d\}", pattern)))
