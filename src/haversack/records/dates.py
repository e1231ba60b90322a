"""How precisely does a written date say when something was?"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from haversack.records.entry import Precision

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)(?P<second>:(?:[0-5]\d|60))?(?P<fraction>\.\d+)?"
    r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?)?)?",
    re.ASCII,
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


@lru_cache(maxsize=16_384)
def _is_a_day(day: str) -> bool:
    """Whether "2019", "2019-03" or "2019-03-31" is in the calendar and in a year that a living record can name."""
    if not _FIRST_YEAR <= int(day[:4]) <= _LAST_YEAR:
        return False
    if len(day) == 4:
        return True
    month = int(day[5:7])
    if not 1 <= month <= 12:
        return False
    return len(day) == 7 or 1 <= int(day[8:10]) <= monthrange(int(day[:4]), month)[1]


def precision_of(written: str) -> Precision:
    """How much of a FHIR R4 date, dateTime or instant is there; "" when it is none or no such day exists.

    Zones are not asked for: servers leave them out, and the words still say which minute was meant.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None or not _is_a_day(written[:10]):
        return ""
    _, month, day, hour, _, second, fraction = found.groups()
    if hour is None:
        return "day" if day else "month" if month else "year"
    return "fraction" if fraction else "second" if second else "minute"
