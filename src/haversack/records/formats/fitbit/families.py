"""Which files of a Fitbit or Google export are read, by what they are called?

Their names are part of the format: nothing inside tells a file of steps from one of calories. Google Takeout: the
folders "Fitbit" (later "Google Health") with "Global Export Data" and the newer tables, and "Fit"; older exports of
Fitbit: "user-site-export", or folders under a person's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DATED = r"[-_ ]*\d{4}-\d\d(?:-\d\d)?(?: ?\(\d+\))?"
# Read in this order: who it is first, and of what stands twice the more exact before the other.
_FAMILIES: tuple[tuple[str, str], ...] = (
    ("profile", r"profile\.csv"),
    ("fit-days", r"daily (?:activity metrics|summaries)\.csv"),
    ("weight-table", rf"weight(?:{_DATED})?\.csv"),
    ("weight", rf"weight{_DATED}\.json"),
    ("steps", rf"steps{_DATED}\.json"),
    ("steps-table", rf"steps(?:{_DATED})?\.csv"),
    ("distance", rf"distance{_DATED}\.json"),
    ("distance-table", rf"distance(?:{_DATED})?\.csv"),
    ("heart-rate", rf"heart_rate{_DATED}\.json"),
    ("heart-rate-table", rf"heart_rate(?:{_DATED})?\.csv"),
    ("resting-heart-rate", rf"resting_heart_rate{_DATED}\.json"),
    ("resting-heart-rate-table", rf"daily_resting_heart_rate(?:{_DATED})?\.csv"),
    ("oxygen-table", rf"daily spo2 ?{_DATED}(?:-\d{{4}}-\d\d-\d\d)?\.csv"),
    ("sleep", rf"sleep{_DATED}\.json"),
    ("sleep-table", rf"usersleeps{_DATED}\.csv"),
)
_KNOWN = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FAMILIES)
_ORDER = {name: place for place, (name, _pattern) in enumerate(_FAMILIES)}
_FOLDER = re.compile(r"(?:^|.*?/)(?:Fitbit|Google Health|user-site-export|Fit)/", re.IGNORECASE)
_SURE = re.compile(rf"(?:.*/)?(?:steps|heart_rate|sleep|weight|resting_heart_rate){_DATED}\.json", re.IGNORECASE)
_GOOGLE = re.compile(r"(?:.*/)?(?:Fit/Daily \w+(?: \w+)?/|Physical Activity_GoogleData/)", re.IGNORECASE)


def family_of(name: str) -> str:
    """What kind of file this is, "" for one that is kept and not read. Only the tables of Fitbit's own profile and of
    Google's folders are read: others are called the same."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return next((family for family, pattern in _KNOWN if pattern.fullmatch(base)), "")


def group_of(family: str) -> str:
    """What a file tells of: two families can tell of the same."""
    return family.removesuffix("-table")


def members_of_export(names: Sequence[str]) -> list[int]:
    """Which files of a zip or folder are part of an export, in the order to be read in; none where there is none."""
    sure = [one for one in names if _SURE.fullmatch(one) or _GOOGLE.match(one)]
    if not sure:
        return []
    roots = tuple({_root(one) for one in sure})
    found = [place for place, name in enumerate(names) if name.startswith(roots) or _FOLDER.match(name)]
    return sorted(found, key=lambda place: (_ORDER.get(family_of(names[place]), len(_ORDER)), names[place]))


def stem(name: str) -> str:
    """What a file that is not read is about, for a person: its name without date and ending, or its folder's."""
    folder, _, base = name.replace("\\", "/").rpartition("/")
    said = re.split(r"[-_ ]*\d", base.rpartition(".")[0], maxsplit=1)[0].strip(" -_") or folder.rpartition("/")[2]
    return said if said and said.isascii() and said.isprintable() and len(said) <= 60 else "?"


def _root(name: str) -> str:
    """The folder that holds the whole export: the known one, else the first."""
    found = _FOLDER.match(name)
    return found[0] if found else name[: name.find("/") + 1]
