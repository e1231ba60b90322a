"""Who is a Patient resource about, and can two of them be the same person?

Names are written differently everywhere, so they agree when one holds nothing that the other does not: "Ana García"
and "Ana María García López", "A. Ferris" and "Ada Ferris". What is missing on one side agrees. A birth date must be the
same as far as both say it. Another family name beside the same birth date and given name is refused too, with its own
reason: it may be a marriage and it may be somebody else, and a person can tell at a glance what no rule can.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import msgspec

from haversack.records.dates import precision_of

# HumanName.use from the name a person bears by law to the ones they bore; "anonymous" is nobody's.
_USES = ("official", "usual", "", "temp", "nickname", "maiden", "old")
_NOT_A_NAME = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "dame",
        "herr",
        "frau",
        "señor",
        "senor",
        "sr",
        "sra",
        "srta",
        "mme",
        "mlle",
        "jr",
        "ii",
        "iii",
        "iv",
        "phd",
        "md",
    ]
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_WORD = re.compile(r"[^\W_]+")

SAME = "Name and birth date agree."
NOTHING_TO_COMPARE = "Neither name nor birth date stands on both sides, so nothing speaks against it."
ANOTHER_BIRTH_DATE = "The birth date is another one."
ANOTHER_NAME = "The name is another one."
ANOTHER_PART = "Part of the name is another one, though the birth date is the same: a change of name, or somebody else."


class PersonIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is, as far as a Patient says.

    names: every name as "Given Family", the legal one first; born: a FHIR date, "" unknown; id: of the Patient.
    """

    names: tuple[str, ...] = ()
    born: str = ""
    id: str = ""

    def __repr__(self) -> str:
        return "PersonIdentity(...)"


class Sameness(msgspec.Struct, frozen=True):
    """Whether two identities can be one person, and why, in a sentence that names nobody."""

    holds: bool
    reason: str

    def __bool__(self) -> bool:
        return self.holds


def identity_of_patient(doc: dict[str, Any]) -> PersonIdentity:
    """The names and birth date of a FHIR R4 Patient; what is not there or of a wrong type is left out."""
    held = doc.get("name")
    listed = held if type(held) is list else [held]
    found = [one for one in listed if type(one) is dict and one.get("use") != "anonymous"]
    found.sort(key=lambda one: _USES.index(use) if (use := one.get("use") or "") in _USES else len(_USES))
    names = dict.fromkeys(filter(None, map(_written, found)))
    born = doc.get("birthDate")
    born = born.strip()[:10] if type(born) is str else ""
    own = doc.get("id")
    return PersonIdentity(
        names=tuple(names), born=born if precision_of(born) else "", id=own if type(own) is str else ""
    )


def _written(name: dict[str, Any]) -> str:
    given = name.get("given")
    family = name.get("family")  # a list in DSTU2
    parts = [*(given if type(given) is list else [given]), *(family if type(family) is list else [family])]
    said = " ".join(part.strip() for part in parts if type(part) is str and part.strip())
    text = name.get("text")
    return said or (" ".join(text.split()) if type(text) is str else "")


def same_person(one: PersonIdentity, other: PersonIdentity) -> Sameness:
    """Whether both can be one person: the birth date does not differ, and one name of each agrees."""
    born = bool(one.born and other.born)
    if born and not _begins_alike(one.born, other.born):
        return Sameness(False, ANOTHER_BIRTH_DATE)
    pairs = [(a, b) for a in map(_tokens, one.names) for b in map(_tokens, other.names) if a and b]
    if any(_agree(a, b) for a, b in pairs):
        return Sameness(True, SAME)
    if pairs:
        shared = any(set(a) & set(b) for a, b in pairs)
        return Sameness(False, ANOTHER_PART if born and shared else ANOTHER_NAME)
    return Sameness(True, SAME if born else NOTHING_TO_COMPARE)


def _begins_alike(one: str, other: str) -> bool:
    """ "1970" and "1970-01-01" agree: as far as both say it."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


@lru_cache(maxsize=4096)
def _tokens(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, titles and generations."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_LETTERS)
    words = _WORD.findall(folded)
    return tuple(word for word in words if word not in _NOT_A_NAME) or tuple(words)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the shorter holds nothing that the longer does not; an initial stands for a word, each word for one."""
    if "".join(one) == "".join(other):  # "de la Cruz" and "Delacruz"
        return True
    fewer, more = sorted((one, other), key=len)
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        match = next((seen for seen in left if seen == word), None) or next(
            (seen for seen in left if (_is_initial(word) or _is_initial(seen)) and seen[0] == word[0]), None
        )
        if match is None:
            return False
        left.remove(match)
    return any(word in more and not _is_initial(word) for word in fewer)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isascii()  # one Chinese character is a whole name
